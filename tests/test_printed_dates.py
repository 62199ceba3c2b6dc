"""Dates among other words: whatever can be read must come out whole."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extract.date_halves import finder
from newscrawl.extract.date_names import vocabulary
from newscrawl.extract.date_relative import LINES
from newscrawl.extract.date_words import LANGUAGES
from newscrawl.extract.dates import read_date
from newscrawl.extract.printed_dates import find_date, find_dates, is_date
from tests.support.printed import AFTERNOONS, HOURS, MOMENTS, YESTERDAYS

NOW = datetime(2026, 3, 14, 12, 34, 56, tzinfo=UTC)
KNOWN = [*HOURS.items(), *YESTERDAYS.items(), *MOMENTS, *AFTERNOONS]


@pytest.mark.parametrize(("language", "raw"), KNOWN)
@pytest.mark.parametrize("around", ["{}", "Quill {}", "Quill | {} | 5 ♥", "{} (Harbour)"])
def test_what_can_be_read_is_cut_out_whole(language: str | None, raw: str, around: str) -> None:
    found = find_date(around.format(raw))
    assert found is not None
    read, alone = (read_date(one, now=NOW, language=language) for one in (found, raw))
    assert read == alone is not None


NINE = {"am": 9, "pm": 21, "noon": 21, "night": 21}
"""What nine o'clock is in each part of the day."""
PARTS = [(name, word, part) for name in LINES for word, part in finder(name).parts.items()]


@pytest.mark.parametrize(("language", "word", "part"), PARTS)
def test_every_part_of_the_day_of_every_language(language: str, word: str, part: str) -> None:
    expected = (f"2025-03-14T{NINE[part]:02}:05:00Z", "minute")
    for raw in (f"2025-03-14 9:05 {word}", f"2025-03-14 {word} 9:05"):
        assert read_date(raw, language=language) == expected
    found = find_date(f"Quill, 2025-03-14 9:05 {word} | Harbour")
    assert read_date(found or "", language=language) == expected


def test_every_language_has_words_for_both_halves_of_the_day() -> None:
    for language in LANGUAGES:
        parts = set(finder(language).parts.values())
        assert {"am", "pm"} <= parts, language


ZONES = [
    ("GMT+7", 7),
    ("GMT +7", 7),
    ("(GMT+7)", 7),
    ("UTC+3", 3),
    ("UTC+03:30", 3.5),
    ("UTC+3:30", 3.5),
    ("UTC-5", -5),
    ("UTC − 5", -5),
    ("(UTC+0530)", 5.5),
    ("(+0530)", 5.5),
    ("+0530", 5.5),
    ("+05:30", 5.5),
    ("(+05:30)", 5.5),
    ("GMT", 0),
    ("(UTC)", 0),
    ("Z", 0),
    ("PKT", 5),
    ("(WIB)", 7),
    ("JST", 9),
    ("SGT", 8),
    ("NPT", 5.75),
    ("EST", -5),
    ("hrs PKT", 5),
    ("МСК", 3),
    ("по МСК", 3),
    ("MEZ", 1),
]
DAYS = ["24 Nov 2026 17:05", "24.11.2026 17:05", "24/11/2026, 5:05 PM", "2026-11-24 17:05"]


@pytest.mark.parametrize(("zone", "hours"), ZONES)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("home", ["Asia/Karachi", "UTC", None])
def test_a_printed_zone_counts_whatever_the_site_has(
    zone: str, hours: float, day: str, home: str | None
) -> None:
    moment = datetime(2026, 11, 24, 17, 5, tzinfo=UTC) - timedelta(hours=hours)
    found = find_date(f"Quill, {day} {zone}") or ""
    reading = read_date(found, timezone=home, language="en-GB")
    assert reading == (moment.isoformat().replace("+00:00", "Z"), "minute")


@pytest.mark.parametrize("zone", ["IST", "CST", "BST", "(IST)", "hrs IST"])
@pytest.mark.parametrize("day", DAYS)
def test_a_zone_of_several_countries_leaves_the_day(zone: str, day: str) -> None:
    found = find_date(f"{day} {zone}") or ""
    assert read_date(found, timezone="Asia/Karachi", language="en-GB") == ("2026-11-24", "day")
    if "IST" in zone:
        reading = read_date(found, timezone="Asia/Kolkata", language="en-GB")
        assert reading == ("2026-11-24T11:35:00Z", "minute")


def test_a_year_may_stand_behind_the_time() -> None:
    raw = find_date("posted Fri Nov 20 10:07:00 2026 by Quill") or ""
    assert read_date(raw, now=NOW.replace(year=2027)) == ("2026-11-20T10:07:00Z", "second")


TWO_UNITS = [
    ("en", "5 days, 7 hours ago"),
    ("en", "5d 7h ago"),
    ("en", "5d7h ago"),
    ("en", "5 days and 7 hours ago"),
    ("de", "vor 5 Tagen und 7 Stunden"),
    ("de", "vor 5 Tagen, 7 Stunden"),
    ("fr", "il y a 5 jours et 7 heures"),
    ("es", "hace 5 días y 7 horas"),
    ("pt", "há 5 dias e 7 horas"),
    ("it", "5 giorni e 7 ore fa"),
    ("cs", "před 5 dny a 7 hodinami"),
    ("sk", "pred 5 dňami a 7 hodinami"),
    ("pl", "5 dni i 7 godzin temu"),
    ("sr", "пре 5 дана и 7 сати"),
    ("hr", "prije 5 dana i 7 sati"),
    ("sl", "pred 5 dnevi in 7 urami"),
    ("bg", "преди 5 дни и 7 часа"),
    ("lt", "prieš 5 dienas 7 valandas"),
    ("lv", "pirms 5 dienām un 7 stundām"),
    ("ro", "acum 5 zile și 7 ore"),
    ("tr", "5 gün 7 saat önce"),
    ("fa", "۵ روز و ۷ ساعت پیش"),
    ("ar", "قبل 5 أيام و7 ساعات"),
    ("ar", "منذ 5 أيام، 7 ساعات"),
    ("he", "לפני 5 ימים ו-7 שעות"),
    ("vi", "5 ngày 7 giờ trước"),
    ("id", "5 hari 7 jam yang lalu"),
    ("th", "5 วัน 7 ชั่วโมงที่แล้ว"),
    ("hi", "5 दिन, 7 घंटे पहले"),
    ("ja", "5日7時間前"),
    ("zh", "5天7小时前"),
    ("ko", "5일 7시간 전"),
    ("ky", "5 күн 7 саат мурун"),
    ("kk", "5 күн 7 сағат бұрын"),
    ("uz", "5 kun 7 soat oldin"),
    ("tg", "5 рӯз ва 7 соат пеш"),
    ("az", "5 gün 7 saat əvvəl"),
    ("el", "πριν από 5 ημέρες και 7 ώρες"),
    ("be", "5 дзён 7 гадзін таму"),
    ("hy", "5 օր 7 ժամ առաջ"),
    ("os", "5 боны 7 сахаты размӕ"),
    ("ka", "5 დღის და 7 საათის წინ"),
    ("ru", "5 дней 7 часов назад"),
    ("ru", "5 дней и 7 часов назад"),
    ("uk", "5 днів 7 годин тому"),
    ("nl", "5 dagen, 7 uur geleden"),
    ("sv", "för 5 dagar och 7 timmar sedan"),
    ("nb", "for 5 dager og 7 timer siden"),
    ("da", "for 5 dage og 7 timer siden"),
    ("fi", "5 päivää 7 tuntia sitten"),
    ("hu", "5 nap és 7 órával ezelőtt"),
]


@pytest.mark.parametrize(("language", "raw"), TWO_UNITS)
@pytest.mark.parametrize("tagged", [True, False])
def test_two_units_have_the_precision_of_the_smaller(language: str, raw: str, tagged: bool) -> None:
    found = find_date(f"Quill {raw}") or ""
    reading = read_date(found, now=NOW, language=language if tagged else None)
    assert reading == ("2026-03-09T05:00:00Z", "hour")


def test_two_units_are_tested_in_every_language() -> None:
    assert set(LINES) - {name for name, _ in TWO_UNITS} == {"ab"}  # no trusted word for "ago"


@pytest.mark.parametrize(
    ("raw", "value", "precision"),
    [
        ("2 years 3 months ago", "2023-12", "month"),
        ("1 year, 2 days ago", "2025-03-12", "day"),
        ("1 month, 1 hour ago", "2026-02-14T11:00:00Z", "hour"),
        ("3 weeks, 2 days ago", "2026-02-19", "day"),
        ("1 hour, 5 minutes ago", "2026-03-14T11:29:00Z", "minute"),
        ("1 day 2 hours 3 minutes ago", "2026-03-13T10:31:00Z", "minute"),
        ("an hour and a minute ago", "2026-03-14T11:33:00Z", "minute"),
        ("منذ يومين وساعتين", "2026-03-12T10:00:00Z", "hour"),
        ("לפני יומיים ו-3 שעות", "2026-03-12T09:00:00Z", "hour"),
        ("день и час назад", "2026-03-13T11:00:00Z", "hour"),
        ("7 hours, 5 days ago", None, None),
        ("5 days, 5 days ago", None, None),
        ("5 days, 7 trees ago", None, None),
    ],
)
def test_more_units(raw: str, value: str | None, precision: str | None) -> None:
    assert read_date(raw, now=NOW) == ((value, precision) if value else None)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Updated 25 Nov 2026, 09:10 | Published 24 Nov 2026, 17:05",
         ("25 Nov 2026, 09:10", "24 Nov 2026, 17:05")),
        ("2 hours ago and 3 days ago", ("2 hours ago", "3 days ago")),
        ("the section of 3 towns", ()),
        ("for 3 of them it rained before", ()),
        ("Quill 17.07, 2011 @ 13:00", ("17.07, 2011 @ 13:00",)),
        ("24 tháng 11, 2026", ("24 tháng 11, 2026",)),
        ("24-Nov-2026", ("24-Nov-2026",)),
    ],
)  # fmt: skip
def test_all_dates_of_a_line_in_their_order(text: str, dates: tuple[str, ...]) -> None:
    assert find_dates(text) == dates


MONTHS = [(name, word) for name in LANGUAGES for word in sorted(vocabulary(name).months)]


@settings(deadline=None)  # the first call loads all languages
@given(
    named=st.sampled_from(MONTHS),
    day=st.integers(1, 28),
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["", *(zone for zone, _ in ZONES)]),
    before=st.sampled_from(["", "Quill · ", "Posted: "]),
    after=st.sampled_from(["", " · Reply", " | 5 ♥"]),
)
def test_a_date_is_read_the_same_alone_and_among_words(
    named: tuple[str, str], day: int, minute: int, hour: int, zone: str, before: str, after: str
) -> None:
    language, month = named
    raw = f"{day} {month} 2025 {hour}:{minute:02} {zone}".strip()
    alone = read_date(raw, language=language)
    found = find_date(f"{before}{raw}{after}")
    if alone:
        assert read_date(found or "", language=language) == alone


def test_a_month_that_is_another_elsewhere_keeps_its_zone() -> None:
    assert find_date("Quill, 9 lis 2025 23:59 GMT+7 · Reply") == "9 lis 2025 23:59 GMT+7"


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_nothing_fails_on_any_text_and_what_is_found_stands_there(text: str) -> None:
    plain = " ".join(text[:400].split())
    assert all(found in plain for found in find_dates(text))
    is_date(text)


def test_a_date_within_words_without_blanks_is_found_once_and_no_more() -> None:
    assert find_dates("開店3カ月前も評判 1/13 05:30") == ("3カ月前",)
    assert find_dates("橋は3日前に直り、2時間前に開いた") == ("3日前", "2時間前")
