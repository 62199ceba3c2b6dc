"""A guess at the time zone of an outlet, with what speaks for it."""

import csv
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

NO_COUNTRY = frozenset(
    {"AC", "AI", "CC", "CO", "EU", "FM", "IO", "LA", "ME", "SU", "TK", "TV", "WS"}
)
"""Endings of addresses that name a country and are used everywhere, or name none."""


def country_of(host: str, language: str) -> tuple[str, str]:
    """Return a country (ISO 3166) and what speaks for it; "" and "" if nothing does.

    >>> country_of("paper.co.uk", "en"), country_of("paper.example", "de-AT")
    (('GB', 'its address ends in .uk'), ('AT', 'its language is de-AT'))
    """
    ending = host.partition(":")[0].rpartition(".")[2]
    code = {"UK": "GB"}.get(ending.upper(), ending.upper())
    if code in _zones() and code not in NO_COUNTRY:
        return code, f"its address ends in .{ending}"
    region = next((part for part in language.split("-")[1:] if len(part) == 2), "").upper()
    return (region, f"its language is {language}") if region in _zones() else ("", "")


def guess_zone(country: str, moments: Iterable[datetime]) -> tuple[str, str]:
    """Return an IANA zone and why; "" and why if none is sure enough.

    `moments` are dates with the offsets that the outlet prints. UTC is no evidence: programs print
    it everywhere.
    """
    printed = [moment for moment in moments if moment.utcoffset()]
    shown = ", ".join(sorted({f"{moment:%z}" for moment in printed}))
    zones = _zones().get(country, [])
    fitting = [zone for zone in zones if all(_fits(zone, moment) for moment in printed)]
    if not zones:
        return "", f"dates print {shown}, but the country is unknown" if shown else "no sign of it"
    if not fitting:
        return "", f"no zone of {country} has the offset of its dates, {shown}"
    if len({_year(zone) for zone in fitting}) > 1:
        return "", f"{country} has several zones" + (f" with {shown}" if shown else "")
    why = f"its dates print {shown}" if shown else f"{country} has no other"
    return fitting[0], why


def _fits(zone: str, moment: datetime) -> bool:
    return moment.astimezone(ZoneInfo(zone)).utcoffset() == moment.utcoffset()


def _year(zone: str) -> tuple[timedelta | None, ...]:
    """Return the offsets of the months of a year: zones with the same ones are alike."""
    return tuple(
        datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in range(1, 13)
    )


@cache
def _zones() -> dict[str, list[str]]:
    """Return the zones of each country, the one with most people first (`zone.tab` of IANA)."""
    found: dict[str, list[str]] = {}
    text = files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    for row in csv.reader(text.splitlines(), delimiter="\t"):
        if row and not row[0].startswith("#"):
            found.setdefault(row[0], []).append(row[2])
    return found
