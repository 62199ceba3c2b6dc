"""The names of months and weekdays, language by language.

They are CLDR's (date_cldr); our tables add further words that pages print. A language is made up
at its first use, so a page in a known language takes that one and English.
"""

from functools import lru_cache
from typing import NamedTuple

from newscrawl.extract.date_cldr import cldr
from newscrawl.extract.date_words import LANGUAGES, WORD, fillers, fold, numbered_months

# January to December, ";" between months. CLDR has the form that stands beside a day, the one that
# stands alone and one abbreviation. Pages also print other cases ("w marcu"), other abbreviations
# ("Sept"), spellings of another country (Afghanistan, Austria, the Levant, the Maghreb) and months
# in words where CLDR has numbers (ja, vi).
MORE_MONTHS = {
    "ab": "ажьырныҳәа; жәабран; хәажәкыра; ; ; рашәара; ԥхынгәы; нанҳәа; цәыббра; ; ; ",
    "ar": "كانون الثاني|جانفي; شباط|فيفري; آذار; نيسان|أفريل; أيار|ماي; حزيران|جوان|يونيه;"
    "تموز|جويلية|يوليه; آب|أوت; أيلول|شتنبر; تشرين الأول; تشرين الثاني|نونبر; كانون الأول|دجنبر",
    "be": "стд; ; ; крс; траўня|тра; ; ; жнв; врс; кст; ; снж",
    "cs": "lednu; únr|únoru; březnu; dubnu; květnu; čer|červnu; črc|črv|červenci; srpnu; ; říjnu;"
    "; prosinci",
    "de": "jänner; feber; mrz; ; ; ; ; ; ; ; ; ",
    "en": "; ; ; ; ; ; ; ; sept; ; ; ",
    "es": "; ; ; ; ; ; ; ; sep|set|setiembre; ; ; ",
    "fa": "جنوری; فبروری; مارچ; اپریل; می; جون; جولای; آگست; سپتمبر; اکتوبر; نومبر; دسمبر",
    "fi": "tammik|tammikuussa; helmik|helmikuussa; maalisk|maaliskuussa; huhtik|huhtikuussa;"
    "toukok|toukokuussa; kesäk|kesäkuussa; heinäk|heinäkuussa; elok|elokuussa;"
    "syysk|syyskuussa; lokak|lokakuussa; marrask|marraskuussa; jouluk|joulukuussa",
    "fr": "jan; fév; ; ; ; jun; jul; aoû; sep; ; ; ",
    "he": "בינואר; בפברואר; במרץ|במרס|מרס; באפריל; במאי; ביוני; ביולי; באוגוסט; בספטמבר; באוקטובר;"
    "בנובמבר; בדצמבר",
    "hi": "; ; ; ; ; ; ; अग; सितम्बर; अक्तूबर; नवम्बर; दिसम्बर",
    "hu": "; feb; már; ; ; ; ; ; ; ; ; ",
    "hy": "հունվարին; փետրվարին; մարտին; ապրիլին; մայիսին; հունիսին; հուլիսին; օգոստոսին;"
    "սեպտեմբերին; հոկտեմբերին; նոյեմբերին; դեկտեմբերին",
    "ja": "一月; 二月; 三月; 四月; 五月; 六月; 七月; 八月; 九月; 十月; 十一月; 十二月",
    "ka": "იანვარს; თებერვალს; მარტს; აპრილს; მაისს; ივნისს; ივლისს; აგვისტოს; სექტემბერს;"
    "ოქტომბერს; ნოემბერს; დეკემბერს",
    "lv": "janvārī; februārī; martā; aprīlī; maijā; jūnijā; jūlijā; augustā; septembrī;"
    "oktobrī; novembrī; decembrī",
    "pl": "styczniu; lutym; marcu; kwie|kwietniu; maju; czerwcu; lipcu; sierpniu; wrześniu;"
    "październiku; listopadzie; grudniu",
    "ro": "; febr; mart; ; ; ; ; ; sep; ; noiem; ",
    "ru": "; фев; ; ; ; ; ; ; сен; ; ноя; ",
    "sl": "januarja; februarja; marca; aprila; maja; junija; julija; avgusta; septembra; oktobra;"
    "novembra; decembra",
    "sr": "januara|јануара; februara|фебруара; marta|марта; aprila|априла; maja|маја;"
    "juna|јуна; jula|јула; avgusta|августа; septembra|септембра; oktobra|октобра;"
    "novembra|новембра; decembra|децембра",
    "sv": "; ; ; ; ; jun; jul; ; sept; ; ; ",
    "tg": "январи; феврали; марти; апрели; майи; июни; июли; августи; сентябри; октябри; ноябри;"
    "декабри",
    "uk": "; ; берез; кві; тра; чер; ; сер; верес; жов; лис|листоп; гру",
    "uz": "; ; ; ; ; ; ; ; sentyabr|сентябрь; oktyabr|октябрь; ноябрь; декабрь",
    "vi": "tháng một; tháng hai; tháng ba; tháng tư; tháng năm; tháng sáu; tháng bảy; tháng tám;"
    "tháng chín; tháng mười; tháng mười một; tháng mười hai",
}

# Other cases ("в среду"), other abbreviations, and names with a number.
MORE_WEEKDAYS = {
    "az": "be; ça",
    "be": "пнд; аўт; чцв; чв; пят; суб; няд",
    "cs": "pon; úte; stř; středu; středy; čtv; pát; pátku; sob; sobotu; soboty; ned; neděli",
    "da": "tir; tor",
    "de": "mon; die; mit; don; fre; sam; son",
    "en": "mo; tu; tues; we; th; fr; sa; su",
    "es": "lu; mi; ju; vi; sa; do",
    "fa": "چهار شنبه; پنج شنبه; دو شنبه",
    "fi": "sunnuntaina",
    "fr": "lu; ma; me; je; ve; sa; di",
    "hu": "vas",
    "pl": "poniedzialek; pn; wto; środę; śro; sro; cz; pią; pi; sobotę; so; sb; niedzielę; nie; nd",
    "pt": "segunda; terça; quarta; quinta; sexta",
    "ro": "mi",
    "ru": "пнд; втр; срд; среду; чтв; птн; пятницу; сбт; субботу; воскресение; вск",
    "sv": "månd; tisd; onsd; torsd; fred; lörd; sönd",
    "tg": "чоршанбе",
    "tr": "çrs; prs",
    "uk": "пон; понед; вів; вівтор; сер; середу; серед; чет; п'ятницю; пят; суб; суботу; субот;"
    "нед; неділю; неділ",
    "vi": "thứ 1; thứ 2; thứ 3; thứ 4; thứ 5; thứ 6; thứ 7",
    "zh": "礼拜一; 礼拜二; 礼拜三; 礼拜四; 礼拜五; 礼拜六; 礼拜日; 礼拜天; 星期天",
}


class Vocabulary(NamedTuple):
    """Folded words and what they mean."""

    months: dict[str, int]
    weekdays: frozenset[str]


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """Return the months and weekdays of one of LANGUAGES; empty for any other."""
    if language not in LANGUAGES:
        return Vocabulary({}, frozenset())
    names = cldr()[language]
    months = numbered_months(MORE_MONTHS.get(language, "")) | names.months
    more = fold(MORE_WEEKDAYS.get(language, "")).split(";")
    weekdays = {*names.weekdays, *(" ".join(WORD.findall(name)) for name in more)}
    # A single Latin letter is not a name.
    named = frozenset(word for word in weekdays if len(word) > 1 or not word.isascii())
    return Vocabulary(months, named)


@lru_cache(maxsize=1)
def all_vocabularies() -> Vocabulary:
    """Return the words that mean the same in every language that has them; loads all languages."""
    meanings: dict[str, set[int]] = {}
    weekdays: set[str] = set()
    for words in map(vocabulary, LANGUAGES):
        for word, number in words.months.items():
            meanings.setdefault(word, set()).add(number)
        weekdays |= words.weekdays
    months = {word: min(found) for word, found in meanings.items() if len(found) == 1}
    return Vocabulary(months, frozenset(weekdays))


def is_word_of_dates(word: str, languages: tuple[str, ...]) -> bool:
    """Return whether a folded word is a name or a filler; those of `languages` are asked first."""
    if word in fillers():
        return True
    return any(_has(vocabulary(name), word) for name in languages) or _has(all_vocabularies(), word)


def _has(words: Vocabulary, word: str) -> bool:
    return word in words.months or word in words.weekdays
