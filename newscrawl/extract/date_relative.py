"""How pages say "2 hours ago" and "yesterday", language by language: the words and their reader.

The tables are our own: CLDR has "3 hours ago" and "yesterday", but lacks "3h ago", "just now", the
abbreviations and other words of comment sections, and Abkhaz.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from newscrawl.extract.date_words import fold

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]
UNITS: tuple[Unit, ...] = ("second", "minute", "hour", "day", "week", "month", "year")


class Ago(NamedTuple):
    """A number of units before the fetch time. Zero seconds means "just now"."""

    number: int
    unit: Unit


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
    "hu": r"mp|másodperc\w*; p|perc\w*; óráv?\w*; nap\w*; het\w*|hét\w*; hónap\w*; év\w*; ;"
    r"ezelőtt; most|épp most; ma; tegnap",
}

ONE = "(?:an?|one|eine[rnm]?|une?|una|uno|um|uma|jedn[a-z]+|ett?|en|ei|een|o|egy|один|одну|bir|mot)"

# Units that may stand without "one". Any other unit without a number is not a date.
ALONE = frozenset(
    fold(
        "секунду минуту час день неделю месяц год хвилину годину тиждень місяць рік хвіліну гадзіну"
        " дзень тыдзень minutę godzinę dzień tydzień miesiąc rok minutou hodinou dnem týdnem"
        " měsícem rokem minut sat dan nedelju mesec godinu сат дан недељу годину minutę valandą"
        " dieną savaitę mėnesį metus minūtes stundas dienas nedēļas gada minuutti tunti päivä"
        " viikko kuukausi vuosi دقيقة ساعة يوم أسبوع شهر سنة عام"
    ).split()
)

DUALS: dict[str, Unit] = {
    fold("ثانيتين"): "second",
    fold("دقيقتين"): "minute",
    fold("ساعتين"): "hour",
    fold("يومين"): "day",
    fold("أسبوعين"): "week",
    fold("شهرين"): "month",
    fold("سنتين"): "year",
    fold("عامين"): "year",
}


class Forms(NamedTuple):
    now: re.Pattern[str]
    ago: list[re.Pattern[str]]
    units: list[tuple[Unit, re.Pattern[str]]]


def day_words(language: str) -> dict[str, int]:
    """Return the folded words for today and yesterday, as 0 and -1 days."""
    *_, today, yesterday = _fields(language)
    words = dict.fromkeys(today.split("|"), 0) | dict.fromkeys(yesterday.split("|"), -1)
    return {word: shift for word, shift in words.items() if word}


def read_ago(text: str, languages: tuple[str, ...]) -> Ago | None:
    """Return the meaning of folded `text`, if it is a relative form and nothing else.

    The page's own languages come first; otherwise all languages that know the form must agree.
    """
    for group in (languages, tuple(LINES)):
        said = {ago for name in group if name in LINES and (ago := _in_language(text, name))}
        if said:
            return said.pop() if len(said) == 1 else None
    return None


def _in_language(text: str, language: str) -> Ago | None:
    forms = _forms(language)
    if forms.now.fullmatch(text):
        return Ago(0, "second")
    match = next((found for form in forms.ago if (found := form.fullmatch(text))), None)
    if not match:
        return None
    count, one, word = match["count"], match["one"], match["unit"]
    if language == "ar" and not count and word in DUALS:
        return Ago(2, DUALS[word])
    if not (count or one or word in ALONE):
        return None
    unit = next((unit for unit, pattern in forms.units if pattern.fullmatch(word)), None)
    return Ago(int(count or 1), unit) if unit else None


@lru_cache(maxsize=64)
def _forms(language: str) -> Forms:
    *units, before, after, now, _, _ = _fields(language)
    what = rf"(?:(?P<count>\d{{1,3}})\s?(?:de )?|(?P<one>{ONE}) )?(?P<unit>[^\W\d_]+)\.?"
    forms = []
    if before:
        forms.append(rf"(?:{before})\s{what}")
    if after:
        lead = rf"(?:(?:{before})\s)?" if before else ""
        # In Chinese and Japanese "ago" follows the unit without a blank.
        forms.append(rf"{lead}{what.replace('+)', '+?)')}\s?(?:{after})")
    return Forms(
        re.compile(now or "(?!)"),
        [re.compile(form) for form in forms],
        [(unit, re.compile(words or "(?!)")) for unit, words in zip(UNITS, units, strict=True)],
    )


def _fields(language: str) -> list[str]:
    return [part.strip() for part in fold(LINES[language]).split(";")]
