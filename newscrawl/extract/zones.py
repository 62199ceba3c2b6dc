"""Time zones as sites declare them and as dates print them."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

OFFSET = re.compile(r"(?:utc|gmt)? ?([+\-−]) ?(\d{1,2})(?:[:.]?(\d{2}))?$")

WIDEST = timedelta(hours=14)
"""The largest offset from UTC anywhere on earth."""

ABBREVIATIONS = {
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "eet": "Europe/Helsinki",
    "eest": "Europe/Helsinki",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "wet": "Europe/Lisbon",
    "west": "Europe/Lisbon",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "hkt": "Asia/Hong_Kong",
    "pkt": "Asia/Karachi",
    "wib": "Asia/Jakarta",
    "wita": "Asia/Makassar",
    "sast": "Africa/Johannesburg",
    "eat": "Africa/Nairobi",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "awst": "Australia/Perth",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
}
"""Those with one meaning in news."""

FIXED = {
    "npt": "+05:45",
    "sgt": "+08:00",
    "myt": "+08:00",
    "pht": "+08:00",
    "ict": "+07:00",
    "trt": "+03:00",
    "brt": "-03:00",
}
"""Those that the time zone database prints as a number."""

AMBIGUOUS = frozenset(
    "ist bst cst cdt gst ast adt sst wst act art amt bdt ct mt wat cat idt irst wit gmt bt".split()
)
"""Those of several countries: read on a site in such a zone only; elsewhere the day is left."""

SEASONLESS = {
    "et": ("EST", "EDT"),
    "pt": ("PST", "PDT"),
    "ct": ("CST", "CDT"),
    "mt": ("MST", "MDT"),
    "мск": ("MSK",),
    "mez": ("CET",),
    "mesz": ("CEST",),
}


def site_zone(name: str) -> tzinfo | None:
    """Return the zone of an IANA name, "UTC", or an offset like `+03:00`; None if unknown."""
    if name.strip().upper() in {"UTC", "GMT", "Z"}:
        return UTC
    if OFFSET.match(name.strip().lower()):
        return fixed_offset(name)
    return _iana(name.strip())


def is_abbreviation(word: str) -> bool:
    """Return whether a folded word is the abbreviation of a zone, whichever it is.

    >>> is_abbreviation("ist"), is_abbreviation("xyz")
    (True, False)
    """
    return word in abbreviations()


@lru_cache(maxsize=1)
def abbreviations() -> frozenset[str]:
    """Return the abbreviations of zones that dates are printed with, folded."""
    return AMBIGUOUS.union(ABBREVIATIONS, FIXED)


def fixed_offset(text: str) -> timezone | None:
    """Return the zone of `+03:00`, `-0530`, `+3`, `gmt+3`; None if it is anything else or absurd.

    >>> fixed_offset("+0530")
    datetime.timezone(datetime.timedelta(seconds=19800))
    """
    match = OFFSET.match(text.strip().lower())
    if not match or int(match[3] or 0) > 59:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    if size > WIDEST:
        return None
    return timezone(size if match[1] == "+" else -size)


def with_zone(local: datetime, printed: str | None, site: str) -> datetime | None:
    """Return a naive local time as an aware one; None if the zone is not understood.

    `printed` is the zone beside the time, in lower case; if it is None, `site` counts. A time that
    the clocks skip or show twice gives None: it is not one instant.
    """
    home = site_zone(site)
    if printed is None:
        return _once(local, home) if home else None
    if printed in {"z", "utc", "gmt"}:
        return local.replace(tzinfo=UTC)
    if zone := fixed_offset(FIXED.get(printed, printed)):
        return local.replace(tzinfo=zone)
    return _abbreviated(local, printed, home)


def _abbreviated(local: datetime, printed: str, home: tzinfo | None) -> datetime | None:
    # The abbreviation must be in force there at that time: "CET" in July is not trusted.
    for zone in (home, _iana(ABBREVIATIONS.get(printed, ""))):
        for fold in (0, 1):
            moment = local.replace(tzinfo=zone, fold=fold) if zone else None
            if moment and moment.tzname() in SEASONLESS.get(printed, (printed.upper(),)):
                return moment
    return None


def _once(local: datetime, zone: tzinfo) -> datetime | None:
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first if first.utcoffset() == second.utcoffset() else None


@lru_cache(maxsize=256)
def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (OSError, ValueError, KeyError):  # no such zone, or not a name at all
        return None
