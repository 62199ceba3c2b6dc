"""Numbers, days and spans of time in readable form. Pure."""

from datetime import date

_UNITS = ((86_400, "day", "days"), (3600, "h", "h"), (60, "min", "min"), (1, "s", "s"))
"""Seconds and names."""


def number(value: float) -> str:
    """Return a number with thousands separators.

    >>> number(1234567), number(2.5)
    ('1,234,567', '2.5')
    """
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def count(value: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "article"), count(2000, "article"), count(0, "reply", "replies")
    ('1 article', '2,000 articles', '0 replies')
    """
    return f"{number(value)} {one if value == 1 else many or f'{one}s'}"


def percent(share: float | None) -> str:
    """Return a share in percent, never rounded to all or nothing.

    >>> percent(0.5), percent(0.99996), percent(1), percent(0.00001), percent(0), percent(None)
    ('50.0%', '99.9%', '100%', '0.1%', '0%', 'unknown')
    """
    if share is None:
        return "unknown"
    if share in {0, 1}:
        return f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}"


def span(minutes: float) -> str:
    """Return a span of time in its two largest units.

    >>> span(0.5), span(1.2), span(45), span(160), span(1440), span(2000)
    ('30 s', '1 min 12 s', '45 min', '2 h 40 min', '1 day', '1 day 9 h')
    """
    parts, rest = list[str](), round(minutes * 60) if minutes < 10 else round(minutes) * 60
    for size, one, many in _UNITS:
        whole, rest = divmod(rest, size)
        if whole:
            parts.append(f"{whole} {one if whole == 1 else many}")
        elif parts:
            break
    return " ".join(parts[:2]) or "0 s"


def day(iso: str, *, year: bool = True) -> str:
    """Return an ISO date in readable form.

    >>> day("2026-03-04"), day("2026-03-04", year=False)
    ('4 Mar 2026', '4 Mar')
    """
    read = date.fromisoformat(iso[:10])
    return f"{read.day} {read:%b %Y}" if year else f"{read.day} {read:%b}"


def moment(iso: str) -> str:
    """Return an ISO moment to the minute.

    >>> moment("2026-03-04T08:30:11Z")
    '4 Mar 2026, 08:30 UTC'
    """
    return f"{day(iso)}, {iso[11:16]} UTC"
