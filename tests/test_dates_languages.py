"""Every language of the editions and some more: all months, an hour, yesterday. By hand."""

import json
import subprocess
import sys
from datetime import UTC, datetime

import babel
import pytest

from newscrawl.extract.date_cldr import TABLE
from newscrawl.extract.date_halves import any_finder
from newscrawl.extract.date_names import all_vocabularies, vocabulary
from newscrawl.extract.date_relative import LINES, day_words
from newscrawl.extract.date_words import LANGUAGES, fillers
from newscrawl.extract.dates import read_date
from newscrawl.extract.printed_dates import find_date
from tests.support.printed import AFTERNOONS, HOURS, MOMENTS, YESTERDAYS
from tests.tools.date_names import table, written

NOW = datetime(2026, 3, 14, 12, 34, 56, tzinfo=UTC)

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre"
    " diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro"
    " dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre"
    " dicembre",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października"
    " listopada grudnia",
    "sr": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "sr-Latn": "januar februar mart april maj jun jul avgust septembar oktobar novembar decembar",
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio"
    " lapkričio gruodžio",
    "lv": "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris"
    " novembris decembris",
    "lv-LV": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī"
    " novembrī decembrī",
    "ro-MD": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie"
    " noiembrie decembrie",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "fa": "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "prs": "جنوری فبروری مارچ اپریل می جون جولای آگست سپتمبر اکتوبر نومبر دسمبر",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ar-SY": "كانون-الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين-الأول تشرين-الثاني"
    " كانون-الأول",
    "ky": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου"
    " Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "be": "студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка"
    " лістапада снежня",
    "hy": "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի"
    " նոյեմբերի դեկտեմբերի",
    "ab": "ажьырныҳәа жәабран хәажәкыра мшаԥы лаҵара рашәара ԥхынгәы нанҳәа цәыббра жьҭаара"
    " абҵара ԥхынҷкәын",
    "os": "январы февралы мартъийы апрелы майы июны июлы августы сентябры октябры ноябры декабры",
    "ka": "იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი"
    " ნოემბერი დეკემბერი",
    "az": "yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "uz": "yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr",
    "uz-Cyrl": "январ феврал март апрел май июн июл август сентябр октябр ноябр декабр",
    "tg": "январи феврали марти апрели майи июни июли августи сентябри октябри ноябри декабри",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta"
    " syyskuuta lokakuuta marraskuuta joulukuuta",
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra"
    " decembra",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada"
    " studenoga prosinca",
    "sl": "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra"
    " decembra",
    "he": "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר",
    "hi": "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "hu": "január február március április május június július augusztus szeptember október"
    " november december",
}


def all_months() -> list[tuple[str, int, str]]:
    return [
        (language, number, name.replace("-", " "))
        for language, line in MONTHS.items()
        for number, name in enumerate(line.split(), 1)
    ]


@pytest.mark.parametrize(("language", "number", "name"), all_months())
def test_month_in_its_language(language: str, number: int, name: str) -> None:
    expected = (f"2025-{number:02}-07", "day")
    assert read_date(f"7 {name} 2025", language=language) == expected
    assert read_date(f"2025 {name} 7", language=language) == expected


@pytest.mark.parametrize(("number", "name"), [row[1:] for row in all_months()])
def test_month_without_a_language(number: int, name: str) -> None:
    # The Croatian October is the Polish November.
    expected = None if name == "listopada" else (f"2025-{number:02}-07", "day")
    assert read_date(f"7 {name} 2025") == expected


@pytest.mark.parametrize(("language", "raw"), MOMENTS)
def test_moment_as_its_language_writes_it(language: str | None, raw: str) -> None:
    assert read_date(raw, language=language, now=NOW) == ("2025-03-14T08:30:00Z", "minute")


@pytest.mark.parametrize(("language", "raw"), AFTERNOONS)
def test_after_noon_in_the_words_of_its_language(language: str | None, raw: str) -> None:
    assert read_date(raw, language=language, now=NOW) == ("2025-03-14T20:30:00Z", "minute")


WEEKDAYS = [
    ("en", "Thu, 3 April 2025"),  # "thứ 3" is a Vietnamese Tuesday
    (None, "Thứ 5, 3 tháng 4, 2025"),
    (None, "Thứ năm, 3 tháng 4, 2025"),
    ("pt", "quinta-feira, 3 de abril de 2025"),
    ("uk", "пʼятниця, 3 квітня 2025"),
    ("az", "Ç.A., 3 aprel 2025"),
]


@pytest.mark.parametrize(("language", "raw"), WEEKDAYS)
def test_a_weekday_says_nothing_and_hides_nothing(language: str | None, raw: str) -> None:
    assert read_date(raw, language=language) == ("2025-04-03", "day")


def test_the_names_are_those_that_babel_has() -> None:
    names = TABLE.read_text("utf-8")
    if (version := json.loads(names)["babel"]) != babel.__version__:
        pytest.skip(f"written from Babel {version}: python -m tests.tools.date_names writes anew")
    assert written(table()) == names
    # Babel hands on the months of Chinese that stand alone, which are none.
    assert vocabulary("uk").months["січень"] == 1


def test_a_page_loads_its_own_language_and_english() -> None:
    program = """
from newscrawl.extract.date_names import vocabulary
from newscrawl.extract.date_halves import any_finder
from newscrawl.extract.dates import read_date
assert read_date("28.04.2020 22:57", language="de")
print(vocabulary.cache_info().currsize)
assert read_date("Montag, 14. Juli 2025 um 8:30 Uhr", language="de")
print(vocabulary.cache_info().currsize)
"""
    assert run(program).split() == ["0", "2"]


def run(program: str) -> str:
    """Return what a program prints in a process of its own."""
    command = [sys.executable, "-X", "utf8", "-c", program]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


# Three hours back from 12:34:56 is 09 o'clock; the number is always printed.


@pytest.mark.parametrize("language", HOURS)
@pytest.mark.parametrize("tagged", [True, False])
def test_hours_ago(language: str, tagged: bool) -> None:
    reading = read_date(HOURS[language], now=NOW, language=language if tagged else None)
    assert reading == ("2026-03-14T09:00:00Z", "hour")


@pytest.mark.parametrize("language", YESTERDAYS)
@pytest.mark.parametrize("tagged", [True, False])
def test_yesterday(language: str, tagged: bool) -> None:
    reading = read_date(YESTERDAYS[language], now=NOW, language=language if tagged else None)
    assert reading == ("2026-03-13T14:05:00Z", "minute")


OTHERS = [
    ("ru", "5 минут назад", "2026-03-14T12:29:00Z", "minute"),
    ("ru", "час назад", "2026-03-14T11:00:00Z", "hour"),
    ("ru", "5 часов назад", "2026-03-14T07:00:00Z", "hour"),
    ("ru", "2 дня назад", "2026-03-12", "day"),
    ("ru", "сегодня", "2026-03-14", "day"),
    ("ar", "قبل ساعتين", "2026-03-14T10:00:00Z", "hour"),
    ("ar", "منذ يومين", "2026-03-12", "day"),
    ("de", "vor einer Stunde", "2026-03-14T11:00:00Z", "hour"),
    ("fr", "il y a une heure", "2026-03-14T11:00:00Z", "hour"),
    ("es", "hace 2 meses", "2026-01", "month"),
    ("pt", "2 anos atrás", "2024", "year"),
    ("ja", "2日前", "2026-03-12", "day"),
    ("ja", "3か月前", "2025-12", "month"),
    ("zh", "5分钟前", "2026-03-14T12:29:00Z", "minute"),
    ("zh", "刚刚", "2026-03-14T12:34:00Z", "minute"),
    ("vi", "2 ngày trước", "2026-03-12", "day"),
    ("pl", "godzinę temu", "2026-03-14T11:00:00Z", "hour"),
    ("en", "an hour ago", "2026-03-14T11:00:00Z", "hour"),
    ("en", "25 seconds ago", "2026-03-14T12:34:31Z", "second"),
    ("en", "15h ago", "2026-03-13T21:00:00Z", "hour"),
]


@pytest.mark.parametrize(("language", "raw", "value", "precision"), OTHERS)
def test_other_relative_forms(language: str, raw: str, value: str, precision: str) -> None:
    assert read_date(raw, now=NOW, language=language) == (value, precision)


def test_every_language_is_tested() -> None:
    assert set(LINES) == set(YESTERDAYS) == set(LANGUAGES)
    assert set(LINES) - set(HOURS) == {"ab"}  # no trusted word for "ago"


def test_today_and_yesterday_mean_one_day_in_all_languages() -> None:
    meanings = {(word, shift) for name in LINES for word, shift in day_words(name).items()}
    assert len(meanings) == len({word for word, _ in meanings})


def test_no_zone_is_taken_for_a_word() -> None:
    zones = "ist jst kst ast pkt wib ict wat eat sast aest aedt hkt sgt pht brt art mst cst cdt"
    zones += " akst hst wet west trt gst irst almt uzt bst nzst get amt azt tjt vlat samt"
    words = all_vocabularies()
    known = fillers() | words.weekdays | words.months.keys()
    assert not known & set(zones.split())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和8年3月14日 17時05分", "2026-03-14"),
        ("令和元年5月1日", "2019-05-01"),
        ("平成31年4月30日", "2019-04-30"),
        ("民國115年3月14日 17:05", "2026-03-14"),
        ("中華民國 115 年 3 月 14 日", "2026-03-14"),
    ],
)
def test_years_of_eras_are_read(text: str, day: str) -> None:
    reading = read_date(text, timezone=None)
    assert reading
    assert reading.value[:10] == day
    assert find_date(f"公開 {text} 港") == text


@pytest.mark.parametrize("zone", ["GMT", "UTC", "+0000", "Z"])
def test_the_date_of_a_feed_loads_no_language_for_its_zone(zone: str) -> None:
    any_finder.cache_clear()
    assert read_date(f"Sat, 14 Mar 2026 11:00:07 {zone}", language="en")
    assert read_date(f"Sat, 14 Mar 2026 11:00:08 {zone}")
    assert any_finder.cache_info().misses == 0
