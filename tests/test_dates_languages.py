"""Every language of the editions and some more: all months, an hour, yesterday. By hand."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from newscrawl.extract.date_names import all_vocabularies
from newscrawl.extract.date_relative import LINES, day_words
from newscrawl.extract.date_words import LANGUAGES, fillers
from newscrawl.extract.dates import read_date

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
    assert read_date(f"7 {name} 2025") == (f"2025-{number:02}-07", "day")


# Written as pages write it; 14 March 2025 at 08:30, in UTC.
MOMENTS = [
    ("en-US", "Friday, March 14, 2025 at 8:30 am"),
    ("en-GB", "Fri 14 Mar 2025 08.30 GMT"),
    ("de", "Freitag, 14. März 2025, 08:30 Uhr"),
    ("de", "14.03.2025 um 8:30 Uhr"),
    ("fr", "vendredi 14 mars 2025 à 08h30"),
    ("fr", "Publié le 14/03/2025 à 8 h 30"),
    ("es", "14 de marzo de 2025, 08:30 h"),
    ("es", "viernes 14 de marzo de 2025 a las 8:30 a. m."),
    ("pt-BR", "14 de março de 2025 às 8h30"),
    ("it", "venerdì 14 marzo 2025, ore 08:30"),
    ("cs", "14. března 2025 8:30"),
    ("cs", "14. 3. 2025 08:30"),
    ("pl", "14 marca 2025, godz. 8:30"),
    ("sr", "14. март 2025. 08:30"),
    ("sr", "14.03.2025. 08:30"),
    ("lt", "2025 m. kovo 14 d., 08:30"),
    ("lv", "2025. gada 14. martā, 08:30"),
    ("ro", "vineri, 14 martie 2025, ora 08:30"),
    ("tr", "14 Mart 2025 Cuma 08:30"),
    ("fa", "۱۴ مارس ۲۰۲۵، ۰۸:۳۰"),
    ("fa", "۲۴ اسفند ۱۴۰۳ ساعت ۰۸:۳۰"),
    ("prs", "۲۴ حوت ۱۴۰۳ ۰۸:۳۰"),
    ("ar", "الجمعة، 14 مارس 2025، الساعة 08:30"),
    ("ar", "١٤ مارس ٢٠٢٥ ٨:٣٠ ص"),
    ("ar", "GMT 08:30 14.03.2025"),
    ("vi", "Thứ sáu, 14 tháng 3, 2025, 08:30"),
    ("vi", "ngày 14 tháng 3 năm 2025 lúc 8:30"),
    ("ja", "2025年3月14日(金) 8時30分"),
    ("ja", "2025年3月14日 午前8:30"),
    ("ky", "2025-жылы 14-март, 08:30"),
    ("el", "Παρασκευή, 14 Μαρτίου 2025, 8:30 π.μ."),
    ("be", "14 сакавіка 2025 года, 08:30"),
    ("hy", "2025 թ. մարտի 14, 08:30"),
    ("ab", "14 хәажәкыра 2025 08:30"),
    ("os", "14 мартъийы 2025 аз, 08:30"),
    ("ka", "2025 წლის 14 მარტი, 08:30"),
    ("az", "14 mart 2025-ci il, 08:30"),
    ("kk", "2025 ж. 14 наурыз, 08:30"),
    ("uz", "2025-yil 14-mart, 08:30"),
    ("tg", "14 марти соли 2025, 08:30"),
    ("zh", "2025年03月14日 星期五 08:30"),
    ("zh-TW", "2025年3月14日 上午8點30分"),
    ("ru", "14 марта 2025 г., 08:30"),
    ("ru", "11:30 мск 14.03.2025"),
    ("ru", "(обновлено: 08:30 14.03.2025)"),
    ("nl", "14 maart 2025 om 08:30 uur"),
    ("sv", "14 mars 2025 kl. 08.30"),
    ("no", "14. mars 2025 kl. 08:30"),
    ("da", "14. marts 2025 kl. 08.30"),
    ("fi", "14.3.2025 klo 8.30"),
    ("hu", "2025. március 14. 8:30"),
    ("hu", "2025. 03. 14. 08:30"),
]


@pytest.mark.parametrize(("language", "raw"), MOMENTS)
def test_moment_as_its_language_writes_it(language: str, raw: str) -> None:
    assert read_date(raw, language=language, now=NOW) == ("2025-03-14T08:30:00Z", "minute")


# The words of CLDR for after noon, of languages whose words no other page prints.
AFTERNOONS = [
    ("cs", "14. března 2025 8:30 odp."),
    ("fi", "14.3.2025 8.30 ip."),
    ("lt", "2025-03-14 8:30 popiet"),
    ("lv", "2025-03-14 8:30 pēcp."),
    ("sv", "14 mars 2025 8:30 em"),
    ("tr", "14 Mart 2025 8:30 ÖS"),
    ("uk", "14 березня 2025 8:30 пп"),
    ("vi", "14/03/2025 8:30 CH"),
]


@pytest.mark.parametrize(("language", "raw"), AFTERNOONS)
def test_after_noon_in_the_words_of_its_language(language: str, raw: str) -> None:
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


def test_names_do_not_depend_on_what_was_read_before() -> None:
    # Chinese has no months of its own that stand alone; read first, they became other languages'.
    program = """
from newscrawl.extract.date_names import LANGUAGES, vocabulary
names = {one: vocabulary(one) for one in ORDER}
print([(one, sorted(names[one].months), sorted(names[one].weekdays)) for one in LANGUAGES])
"""
    forth, back = (
        run(program.replace("ORDER", order)) for order in ("LANGUAGES", "reversed(LANGUAGES)")
    )
    assert "січень" in forth
    assert forth == back


def test_a_page_loads_its_own_language_and_english() -> None:
    program = """
from newscrawl.extract.date_names import vocabulary
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
HOURS = {
    "en": "3 hours ago",
    "de": "vor 3 Stunden",
    "fr": "il y a 3 heures",
    "es": "hace 3 horas",
    "pt": "há 3 horas",
    "it": "3 ore fa",
    "cs": "před 3 hodinami",
    "pl": "3 godziny temu",
    "sr": "пре 3 сата",
    "lt": "prieš 3 valandas",
    "lv": "pirms 3 stundām",
    "ro": "acum 3 ore",
    "tr": "3 saat önce",
    "fa": "۳ ساعت پیش",
    "ar": "قبل 3 ساعات",
    "vi": "3 giờ trước",
    "ja": "3時間前",
    "ky": "3 саат мурун",
    "el": "πριν από 3 ώρες",
    "be": "3 гадзіны таму",
    "hy": "3 ժամ առաջ",
    "os": "3 сахаты размӕ",
    "ka": "3 საათის წინ",
    "az": "3 saat əvvəl",
    "kk": "3 сағат бұрын",
    "uz": "3 soat oldin",
    "tg": "3 соат пеш",
    "zh": "3小时前",
    "ru": "3 часа назад",
    "uk": "3 години тому",
    "nl": "3 uur geleden",
    "sv": "för 3 timmar sedan",
    "nb": "for 3 timer siden",
    "da": "for 3 timer siden",
    "fi": "3 tuntia sitten",
    "hu": "3 órával ezelőtt",
}

YESTERDAYS = {
    "en": "yesterday, 14:05",
    "de": "gestern um 14:05 Uhr",
    "fr": "hier à 14h05",
    "es": "ayer a las 14:05",
    "pt": "ontem às 14h05",
    "it": "ieri alle 14:05",
    "cs": "včera v 14:05",
    "pl": "wczoraj, 14:05",
    "sr": "јуче, 14:05",
    "lt": "vakar, 14:05",
    "lv": "vakar, 14:05",
    "ro": "ieri, 14:05",
    "tr": "dün 14:05",
    "fa": "دیروز ۱۴:۰۵",
    "ar": "أمس، 14:05",
    "vi": "hôm qua, 14:05",
    "ja": "昨日 14:05",
    "ky": "кечээ, 14:05",
    "el": "χθες, 14:05",
    "be": "учора, 14:05",
    "hy": "երեկ, 14:05",
    "ab": "иацы, 14:05",
    "os": "знон, 14:05",
    "ka": "გუშინ, 14:05",
    "az": "dünən, 14:05",
    "kk": "кеше, 14:05",
    "uz": "kecha, 14:05",
    "tg": "дирӯз, 14:05",
    "zh": "昨天 14:05",
    "ru": "вчера в 14:05",
    "uk": "вчора о 14:05",
    "nl": "gisteren om 14:05",
    "sv": "igår kl. 14.05",
    "nb": "i går kl. 14:05",
    "da": "i går kl. 14:05",
    "fi": "eilen klo 14.05",
    "hu": "tegnap 14:05",
}


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
