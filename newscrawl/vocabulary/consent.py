"""Words of banners that ask for consent to cookies, in the languages they are used in."""

import re
from functools import lru_cache

from newscrawl.vocabulary.names import word_set, words
from newscrawl.vocabulary.words import either, terms

SYSTEMS = word_set(
    "onetrust ot didomi sourcepoint usercentrics cookiebot cookieyes iubenda tarteaucitron cmplz"
    " truste trustarc klaro osano evidon termly cookiefirst borlabs axeptio civicuk cky ketch"
)
"""Names of the systems that draw them."""
ABOUT = word_set("cookie cookies consent gdpr rgpd dsgvo ccpa lgpd")
PLACE = word_set(
    "banner bar notice consent policy law popup modal overlay message msg info information warning"
    " wall dialog layer hint box container wrapper disclaimer alert prompt toast footer panel"
    " manager settings preferences root holder main content text bottom top"
)
STATE = word_set(
    "has no is with without accepted given required show shown hide hidden open on off"
)
"""Words that make a name speak of a state of the page."""

ACCEPT = terms(
    "(?:i )?accept(?: all| cookies| all cookies| and (?:close|continue))?,"
    "(?:i )?agree(?: and .*)?, allow(?: all)?(?: cookies)?, (?:i )?consent, got it!?, ok(?:ay)?,"
    "reject(?: all)?(?: cookies)?,"
    "(?:decline|refuse)(?: all)?, manage (?:cookies|options|preferences|settings),"
    "(?:alle(?:s)? )?(?:cookies )?(?:akzeptieren|zulassen|annehmen|ablehnen)(?: und .*)?,"
    "(?:ich )?(?:stimme zu|zustimmen|einverstanden),"
    "(?:tout )?(?:accepter|refuser)(?: tout| et .*)?, j.accepte,"
    "(?:aceptar|rechazar)(?: todo| todas| cookies)?, acepto, (?:aceitar|rejeitar)(?: tudo| todos)?,"
    "accetta(?: tutti| tutto)?, accetto, rifiuta(?: tutti)?, (?:alles )?accepteren, akkoord,"
    "weigeren, acceptera(?: alla)?, godkänn(?: alla)?, godta(?: alle)?, tillad(?: alle)?,"
    "hyväksy(?: kaikki)?, (?:akceptuję|zgadzam się|akceptuj)(?: .*)?, odrzuć(?: .*)?,"
    "(?:přijmout|souhlasím|povolit)(?: .*)?, elfogadom, (?:принять|согласен|соглашаюсь)(?: .*)?,"
    "прийняти(?: .*)?, kabul et(?:.*)?, αποδοχή(?: .*)?, أوافق, قبول(?: .*)?, موافق,"
    "می.?پذیرم,"
    "(?:全部)?同意(?:する)?, 接受(?:全部)?, 同意して.*, 동의(?:.*)?, đồng ý,"
    "terima(?: semua)?, setuju, अनुमति दें, स्वीकार(?: .*)?"
)
TAKES = re.compile(rf"^\W*{either(ACCEPT)}\W*$", re.IGNORECASE)
SPEAKS = re.compile(
    r"\bcookies?\b|куки|ملفات تعريف الارتباط|کوکی|クッキー|쿠키|कुकी|\bevästei"
    r"|\bciasteczk|\binformationskapsel|storage and access|access information on a device",
    re.IGNORECASE,
)
PROSE, LONGEST = 60, 3_000
"""Characters of a banner beside its control: with fewer it is a row of controls, with more it may
be the article."""


@lru_cache(maxsize=20_000)
def is_consent_name(name: str) -> bool:
    """Return whether an id or class names a banner for consent.

    >>> is_consent_name("cookie-banner"), is_consent_name("onetrust-consent-sdk")
    (True, True)
    >>> is_consent_name("has-cookie-banner"), is_consent_name("cookie-recipes")
    (False, False)
    >>> is_consent_name("consent-form-for-doctors")
    False
    """
    parts = words(name)
    if not parts or not STATE.isdisjoint(parts):
        return False
    if parts[0] in SYSTEMS:
        return len(parts) > 1 or parts[0] != "ot"
    return not ABOUT.isdisjoint(parts) and (ABOUT | PLACE).issuperset(parts)


def takes_consent(label: str) -> bool:
    """Return whether a control gives or refuses consent, by what it says."""
    return len(label) <= LONGEST and bool(TAKES.match(label[:80]))


def speaks_of_consent(text: str, label: str) -> bool:
    """Return whether a text is a banner's around one of its controls: short, and of cookies."""
    return len(label) + PROSE <= len(text) <= LONGEST and bool(SPEAKS.search(text))
