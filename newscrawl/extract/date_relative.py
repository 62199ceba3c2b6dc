"""How pages say "2 hours ago" and "yesterday", language by language: the words and their reader.

The tables are our own: CLDR has "3 hours ago" and "yesterday", but lacks "3h ago", "just now", the
abbreviations and other words of comment sections, and Abkhaz.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from newscrawl.extract.date_words import LETTER, fold

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = ("second", "minute", "hour", "day", "week", "month", "year")


class Ago(NamedTuple):
    """A number of units before the fetch time. Zero seconds means "just now"."""

    number: int
    unit: Unit


BARE = re.compile(r"\d{1,3}\s?[^\W\d_]{1,8}\.?")
Agos = tuple[Ago, ...]
"""`5 days, 7 hours`: the larger unit first."""


# Each line: second; minute; hour; day; week; month; year; words before; words after; just now;
# today; yesterday. Patterns, folded like the text they are matched against.
LINES = {
    "en": r"s|secs?|seconds?; m|mins?|minutes?; h|hrs?|hours?; d|days?; w|wks?|weeks?;"
    r"mos?|months?; y|yrs?|years?; ; ago; (?:just )?now|moments? ago|a few seconds ago;"
    r"today; yesterday",
    "de": r"sek\w*; min\w*; std|stunden?|h; tag\w*; wochen?; monat\w*; jahr\w*; vor; her;"
    r"gerade eben|soeben|jetzt|eben; heute; gestern",
    "fr": r"s|sec\w*; min\w*; h|heures?; j|jours?; sem\w*; mois; ans?|années?; il y a|il ya; ;"
    r"à l'instant|maintenant; aujourd'hui; hier",
    "es": r"s|seg\w*; min\w*; h|horas?; d|días?; sem\w*; mes(?:es)?; años?; hace; ;"
    r"ahora(?: mismo)?|justo ahora|hace un momento; hoy; ayer",
    "pt": r"s|seg\w*; min\w*; h|horas?; d|dias?; sem\w*; m[eê]s(?:es)?; anos?; há; atrás;"
    r"agora(?: mesmo)?; hoje; ontem",
    "it": r"s|sec\w*; min\w*; h|or[ae]; g|giorn[oi]; settiman[ae]; mes[ei]; ann[oi]; ; fa;"
    r"adesso|proprio ora|ora; oggi; ieri",
    "cs": r"sek\w*|s|vteřin\w*; min\w*; h|hod\w*; den|dny|dnem|dní|dnů; týd\w*; měsíc\w*;"
    r"rok\w*|lety|let; před; ; právě teď|nyní|právě; dnes; včera",
    "pl": r"s|sek\w*; min\w*; g|godz\w*; dni|dzień; tydz\w*|tygod\w*; mies\w*; rok|lata?; ;"
    r"temu; przed chwilą|teraz|właśnie teraz; dziś|dzisiaj; wczoraj",
    "sr": r"sek\w*|сек\w*; min\w*|мин\w*; h|sat\w*|сат\w*|ч; dan\w*|дан\w*; nedelj\w*|недељ\w*;"
    r"mesec\w*|месец\w*; godin\w*|годин\w*; pre|prije|пре; ; upravo|sada|управо|сада;"
    r"danas|данас; juče|јуче",
    "lt": r"s|sek\w*; min\w*; h|val\w*; d|dien\w*; sav\w*; mėn\w*; metus|metų|m; prieš; ;"
    r"ką tik|dabar; šiandien; vakar",
    "lv": r"s|sek\w*; min\w*; h|st|stund\w*; dien\w*; nedēļ\w*; mēneš\w*; gad\w*; pirms; ;"
    r"tikko|tagad|nupat; šodien; vakar",
    "ro": r"s|sec\w*; min\w*; h|or[ae]; zile?|zi; săptămân\w*; lun[aăi]; ani?; acum; în urmă;"
    r"chiar acum|acum; azi|astăzi; ieri",
    "tr": r"sn|saniye; dk|dakika; sa|saat; gün; hf|hafta; ay; yıl|sene; ; önce;"
    r"az önce|şimdi|demin; bugün; dün",
    "fa": r"ثانیه; دقیقه; ساعت; روز; هفته; ماه; سال; ; پیش|قبل; همین حالا|هم اکنون|اکنون;"
    r"امروز; دیروز",
    "ar": r"ثانية|ثوان\w*; دقيقة|دقائق; ساعة|ساعات; يوما?|أيام; أسبوعا?|أسابيع; شهرا?|أشهر|شهور;"
    r"سنة|سنوات|عاما?|أعوام; قبل|منذ; ; الآن|قبل قليل|منذ قليل|منذ لحظات; اليوم; أمس",
    "vi": r"giây; phút; giờ|tiếng; ngày; tuần; tháng; năm; ; trước; vừa xong|bây giờ;"
    r"hôm nay; hôm qua",
    "ja": r"秒; 分; 時間; 日; 週間?; (?:か|カ|ヶ|ケ|ヵ|箇)月; 年; ; 前; たった今|今;"
    r"今日|本日; 昨日",
    "zh": r"秒鐘?|秒钟?; 分鐘|分钟; [個个]?小[時时]; 天|日; [個个]?星期|周|週; [個个]月; 年; ;"
    r"之?前; 刚刚|剛剛|刚才|剛才; 今天|今日; 昨天|昨日",
    "ky": r"сек\w*; мүн\w*; саат; күн; апта; ай; жыл; ; мурун|мурда; азыр(?: эле)?|жаңы эле;"
    r"бүгүн; кечээ",
    "el": r"δευτ\w*; λεπτ\w*; ώρ\w*|ώ; ημέρ\w*|μέρ\w*; εβδ\w*; μήν\w*; χρόν\w*|έτ\w*;"
    r"πριν(?: από)?; πριν; μόλις τώρα|τώρα|μόλις; σήμερα; χθες|χτες",
    "be": r"сек\w*; хв\w*; гадз\w*; дзень|дні|дзён; тыд\w*; месяц\w*; год|гады|гадоў; ;"
    r"таму(?: назад)?|назад; толькі што|зараз; сёння; учора",
    "hy": r"վայրկյան; րոպե; ժամ; օր; շաբաթ; ամիս; տարի; ; առաջ; հենց նոր|հիմա; այսօր; երեկ",
    # Abkhaz: only the days, for want of a reliable source for its "ago".
    "ab": r" ; ; ; ; ; ; ; ; ; ; иахьа; иацы",
    "os": r"секунд\w*; минут\w*; сахат\w*; бон\w*; къуыри\w*; мӕй\w*; аз\w*; ; размӕ; ныртӕккӕ;"
    r"абон; знон",
    "ka": r"წამის|წმ; წუთის|წთ; საათის|სთ; დღის; კვირის; თვის; წლის; ; წინ; ახლახან|ახლა;"
    r"დღეს; გუშინ",
    "az": r"san\w*; dəq\w*; saat; gün; həftə; ay; il; ; əvvəl|öncə; indicə|indi; bu gün|bugün;"
    r"dünən",
    "kk": r"сек\w*; мин\w*; сағ\w*; күн; апта; ай; жыл; ; бұрын; қазір|жаңа ғана; бүгін; кеше",
    "uz": r"son\w*|сония; daq\w*|дақиқа; soat|соат; kun|кун; hafta|ҳафта; oy|ой; yil|йил; ;"
    r"oldin|avval|олдин|аввал; hozir(?:gina)?|ҳозир(?:гина)?; bugun|бугун; kecha|кеча",
    "tg": r"сония; дақиқа; соат; рӯз; ҳафта; моҳ; сол; ; пеш|қабл; ҳозир|ҳоло; имрӯз; дирӯз",
    "ru": r"с|сек\w*; м|мин\w*; ч|час\w*; д|день|дня|дней|дн; нед\w*; мес\w*; г|год\w*|лет; ;"
    r"назад; только что|сейчас; сегодня; вчера",
    "uk": r"с|сек\w*; хв\w*; год\w*; день|дні|дня|днів; тиж\w*; міс\w*; рік|рок\w+; ; тому|назад;"
    r"щойно|зараз; сьогодні; вчора|учора",
    "nl": r"s|sec\w*; min\w*; u|uur|uren; dag\w*; wk|weken|week; maand\w*; jaar|jaren; ; geleden;"
    r"zojuist|nu|net; vandaag; gisteren",
    "sv": r"s|sek\w*; min\w*; h|tim\w*; dag\w*; veck\w*; månad\w*; år; för; sedan|sen;"
    r"just nu|nyss|nu; idag|i dag; igår|i går",
    "nb": r"s|sek\w*; min\w*; t|timer?; dag\w*; uker?; måned\w*; år; for; siden; "
    r"akkurat nå|nå; i dag; i går",
    "da": r"s|sek\w*; min\w*; t|timer?; dage?; uger?; måned\w*; år; for; siden;"
    r"lige nu|netop nu|nu; "
    r"i dag; i går",
    "fi": r"s|sek\w*; min\w*; t|tunti\w*; pv|päiv\w*; vk|viikko\w*; kk|kuukau\w*; v|vuosi|vuotta; ;"
    r"sitten; juuri nyt|nyt|äsken; tänään; eilen",
    "sk": r"sek\w*|s; min\w*; h|hod\w*; deň|dni|dňom|dňami|dní; týžd\w*; mesiac\w*; rok\w*; pred; ;"
    r"práve teraz|práve|teraz; dnes; včera",
    "bg": r"сек\w*; мин\w*; ч|час\w*; ден|дни|дена; седмиц\w*; месец\w*; годин\w*; преди; ;"
    r"току що|сега; днес; вчера",
    "hr": r"sek\w*; min\w*; h|sat\w*; dan\w*; tjed\w*; mjesec\w*; godin\w*; prije|pre; ;"
    r"upravo|sada; danas; jučer",
    "sl": r"sek\w*; min\w*; h|ur\w*; dan|dnem|dnevom\w*|dni|dnevi; teden|tedn\w*; mesec\w*;"
    r"let\w*; pred; ; pravkar|zdaj; danes; včeraj",
    "he": r"שניה|שנייה|שניות; דקה|דקות|דק; שעה|שעות; יום|ימים; שבוע|שבועות; חודש|חודשים;"
    r"שנה|שנים; לפני; ; כרגע|עכשיו|ממש עכשיו|הרגע; היום; אתמול",
    "ko": r"초; 분; 시간; 일; 주일?; 개월|달; 년; ; 전; 방금(?: 전)?|지금; 오늘; 어제",
    "hi": r"सेकंड|सेकेंड|सेकण्ड; मिनट; घंटा|घंटे|घंटों|घण्टे; दिन|दिनों; सप्ताह|हफ़्ते|हफ्ते|हफ्तों;"
    r"महीना|महीने|महीनों|माह; साल|वर्ष|वर्षों|सालों; ; पहले|पूर्व; अभी(?: अभी)?; आज; कल",
    "id": r"detik|dtk; menit|mnt; jam; hari; minggu|pekan; bulan|bln; tahun|thn; ;"
    r"(?:yang )?lalu; baru saja|sekarang; hari ini; kemarin",
    "th": r"วินาที; นาที; ชั่วโมง|ชม; วัน; สัปดาห์|อาทิตย์; เดือน; ปี; ; ที่แล้ว|ที่ผ่านมา|ก่อน;"
    r"เมื่อสักครู่|เมื่อกี้|ตอนนี้; วันนี้; เมื่อวาน|เมื่อวานนี้",
    "hu": r"mp|másodperc\w*; p|perc\w*; óráv?\w*; nap\w*; het\w*|hét\w*; hónap\w*; év\w*; ;"
    r"ezelőtt; most|épp most; ma; tegnap",
}

ONE = (
    "(?:an?|one|eine[rnm]?|une?|una|uno|um|uma|jedn[a-z]{1,4}|ett?|en|ei|een|o|egy|один|одну|bir"
    "|mot)"
)

# Units that may stand without "one". Any other unit without a number is not a date.
ALONE = frozenset(
    fold(
        "секунду минуту час день неделю месяц год хвилину годину тиждень місяць рік хвіліну гадзіну"
        " дзень тыдзень minutę godzinę dzień tydzień miesiąc rok minutou hodinou dnem týdnem"
        " měsícem rokem minut sat dan nedelju mesec godinu сат дан недељу годину minutę valandą"
        " dieną savaitę mėnesį metus minūtes stundas dienas nedēļas gada minuutti tunti päivä"
        " viikko kuukausi vuosi دقيقة ساعة يوم أسبوع شهر سنة عام"
        " deň týždeň mesiac rokom dňom týždňom mesiacom hodinou ден седмица година mjesec tjedan"
        " uro dnem tednom mesecem letom minuto דקה שעה יום שבוע חודש שנה"
    ).split()
)

DUALS: dict[str, Unit] = {
    "שעתיים": "hour",
    "יומיים": "day",
    "שבועיים": "week",
    "חודשיים": "month",
    "שנתיים": "year",
    fold("ثانيتين"): "second",
    fold("دقيقتين"): "minute",
    fold("ساعتين"): "hour",
    fold("يومين"): "day",
    fold("أسبوعين"): "week",
    fold("شهرين"): "month",
    fold("سنتين"): "year",
    fold("عامين"): "year",
}


AND = fold(
    "and|und|et|y|e|i|a|si|ve|og|och|en|ja|es|kai|και|и|і|та|да|u|un|ir|in|oraz|va|və|dan|ва|жана"
    "|және|եւ|և|და|ӕмӕ|और|และ|va|및"
)
JOIN = re.compile(rf"\s?[,،、·]?\s?(?:(?:{AND})\s|و\s?|ו-?|與|和|と)?")
"""What stands between two units."""
NUMBER = rf"(?:\d{{1,3}}\s?(?:de )?|{ONE} )"
AMOUNT = re.compile(rf"(?:(?P<count>\d{{1,3}})\s?(?:de )?|(?P<one>{ONE}) )?(?P<unit>{LETTER}+)\.?")
FURTHER = rf"(?:{JOIN.pattern}{NUMBER}|\s(?:(?:{AND})\s|و\s?|ו-?))"
UNSPACED = r"\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
EDGES = (
    rf"(?:(?<![\d.,:])(?=\d)|(?<!{LETTER})(?=\D))",
    rf"(?![^\W_{UNSPACED}])",
)
"""What a form in a longer text must not begin and end with: half a number or half a word."""


class Forms(NamedTuple):
    now: re.Pattern[str]
    ago: list[re.Pattern[str]]
    within: list[re.Pattern[str]]
    """The same, in a longer text."""


def day_words(language: str) -> dict[str, int]:
    """Return the folded words for today and yesterday, as 0 and -1 days."""
    *_, today, yesterday = _fields(language)
    words = dict.fromkeys(today.split("|"), 0) | dict.fromkeys(yesterday.split("|"), -1)
    return {word: shift for word, shift in words.items() if word}


def read_ago(text: str, languages: tuple[str, ...]) -> Agos | None:
    """Return the meaning of folded `text`, if it is a relative form and nothing else.

    The page's own languages come first; otherwise all languages that know the form must agree.

    >>> read_ago("5 days, 7 hours ago", ("en",))
    (Ago(number=5, unit='day'), Ago(number=7, unit='hour'))
    """
    if not (_marks().search(text) or _nows().fullmatch(text)):
        return None
    for group in (languages, tuple(LINES)):
        said = {agos for name in group if name in LINES and (agos := _in_language(text, name))}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def read_bare(text: str, language: str | None) -> Agos | None:
    """Return the meaning of a folded amount alone, as `5h`, on a page in a language.

    Only a place that is a date's makes it one. "14h" is a time of day in many languages, and an age
    in English.

    >>> read_bare("5h", "en"), read_bare("14h", "fr"), read_bare("3 tage", "de")
    ((Ago(number=5, unit='hour'),), None, (Ago(number=3, unit='day'),))
    """
    if language not in LINES or not BARE.fullmatch(text):
        return None
    found = _units(text, language)
    is_clock = language != "en" and re.fullmatch(r"\d+\s?h\.?", text)
    return None if is_clock else found


def is_bare(text: str) -> bool:
    """Return whether a folded text is an amount of time alone, in any language."""
    return any(read_bare(text, language) for language in LINES)


def find_ago(text: str) -> tuple[int, int] | None:
    """Return where folded `text` holds a relative form of any language, the first: start and end.

    >>> find_ago("quill 5 days, 7 hours ago reply"), find_ago("for 3 of them it rained")
    ((6, 25), None)
    """
    spans = [
        match.span()
        for name in dict.fromkeys(n for mark in _marks().findall(text) for n in _marked(mark))
        for form in _forms(name).within
        for match in form.finditer(text)
        if _in_language(match[0], name)
    ]
    return min(spans, key=lambda span: (span[0], -span[1]), default=None)


@lru_cache(maxsize=1)
def _marks() -> re.Pattern[str]:
    """Return what finds the words around an amount, in any language."""
    words = {word for name in LINES for word in _fields(name)[7:9] if word}
    either = "|".join(sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W\d_{UNSPACED}])(?:{either}){EDGES[1]}")


@lru_cache(maxsize=1)
def _nows() -> re.Pattern[str]:
    return re.compile("|".join(_fields(name)[9] for name in LINES if _fields(name)[9]))


@lru_cache(maxsize=1024)
def _marked(mark: str) -> list[str]:
    """Return the languages that have this word around an amount."""
    return [name for name in LINES if any(re.fullmatch(f, mark) for f in _fields(name)[7:9] if f)]


def _in_language(text: str, language: str) -> Agos | None:
    if not _hint(language).search(text):
        return None  # its forms are long, and not compiled for nothing
    forms = _forms(language)
    if forms.now.fullmatch(text):
        return (Ago(0, "second"),)
    for form in forms.ago:
        if (match := form.fullmatch(text)) and (agos := _units(match["span"], language)):
            return agos
    return None


def _units(text: str, language: str) -> Agos | None:
    """Return the numbers and units in a text, if they are all of it and each is smaller."""
    found: list[Ago] = []
    place = 0
    while place < len(text):
        match = AMOUNT.match(text, place)
        ago = _unit(match, language) if match else None
        if not (match and ago) or (found and UNITS.index(ago.unit) >= UNITS.index(found[-1].unit)):
            return None
        found.append(ago)
        place = match.end()
        joint = JOIN.match(text, place)
        place = joint.end() if joint and place < len(text) else place
    return tuple(found)


def _unit(match: re.Match[str], language: str) -> Ago | None:
    count, one, word = match["count"], match["one"], match["unit"]
    if language in {"ar", "he"} and not count and word in DUALS:
        return Ago(2, DUALS[word])
    if not (count or one or word in ALONE):
        return None
    unit = next(
        (unit for unit, pattern in _words_of_units(language) if pattern.fullmatch(word)), None
    )
    return Ago(int(count or 1), unit) if unit else None


@lru_cache(maxsize=64)
def _hint(language: str) -> re.Pattern[str]:
    """Return what every form of a language holds: a word around an amount, or one for now."""
    return re.compile("|".join(f"(?:{one})" for one in _fields(language)[7:10] if one) or "(?!)")


@lru_cache(maxsize=64)
def _forms(language: str) -> Forms:
    *units, before, after, now, _, _ = _fields(language)
    unit = rf"(?:{'|'.join(filter(None, (*units, *DUALS)))})\.?"
    forms: list[str] = []
    for more in ("{0,2}", "{0}"):
        span = rf"(?P<span>{NUMBER}?{unit}(?:{FURTHER}{unit}){more})"
        if before:
            forms.append(rf"(?:{before})\s{span}")
        if after:
            # In Chinese and Japanese "ago" follows the unit without a blank.
            forms.append(
                rf"(?:(?:{before})\s)?{span}\s?(?:{after})" if before else rf"{span}\s?(?:{after})"
            )
    return Forms(
        re.compile(now or "(?!)"),
        [re.compile(form) for form in forms],
        [re.compile(form.join(EDGES)) for form in forms],
    )


@lru_cache(maxsize=64)
def _words_of_units(language: str) -> list[tuple[Unit, re.Pattern[str]]]:
    # Not among the forms, which take ten times as long to compile.
    units = zip(UNITS, _fields(language), strict=False)
    return [(unit, re.compile(words or "(?!)")) for unit, words in units]


@lru_cache(maxsize=64)
def _fields(language: str) -> list[str]:
    return [part.strip() for part in fold(LINES[language]).split(";")]
