from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.dates import page_offset, read_date
from newscrawl.extract.printed_dates import find_date, is_date

NOW = datetime(2026, 3, 14, 12, 34, 56, tzinfo=UTC)  # a Saturday

# raw, timezone, language, value, precision
READ = [
    # ISO 8601
    ("2020-04-28T22:57:11Z", "Europe/Moscow", None, "2020-04-28T22:57:11Z", "second"),
    ("2020-04-28T22:57:11.987+03:00", "UTC", None, "2020-04-28T19:57:11Z", "second"),
    ("2020-04-28t22:57:11-0530", "UTC", None, "2020-04-29T04:27:11Z", "second"),
    ("2020-04-28 22:57:11 +00:00", "+03:00", None, "2020-04-28T22:57:11Z", "second"),
    ("2020-04-28 22:57:11Z", "+03:00", None, "2020-04-28T22:57:11Z", "second"),
    ("2020-04-28 22:57:11 UTC", "+03:00", None, "2020-04-28T22:57:11Z", "second"),
    ("2020-04-28T22:57", "UTC", None, "2020-04-28T22:57:00Z", "minute"),
    ("2020-04-28T22:57", "Europe/Moscow", None, "2020-04-28T19:57:00Z", "minute"),
    ("2020-04-28T22:57", "-05:30", None, "2020-04-29T04:27:00Z", "minute"),
    ("2020-04-28T22+03", "UTC", None, "2020-04-28T19:00:00Z", "hour"),
    ("20200428T225711Z", "UTC", None, "2020-04-28T22:57:11Z", "second"),
    ("20171116T1100+0300Z", "UTC", None, "2017-11-16T08:00:00Z", "minute"),
    ("20250729T1319+0800", "UTC", None, "2025-07-29T05:19:00Z", "minute"),
    ("20220611T0924", "Europe/Moscow", None, "2022-06-11T06:24:00Z", "minute"),
    ("20220611092403", "Europe/Moscow", None, "2022-06-11T06:24:03Z", "second"),
    ("20220611", "Europe/Moscow", None, "2022-06-11", "day"),
    ("2026-03", "Asia/Tokyo", None, "2026-03", "month"),
    ("2026", "Asia/Tokyo", None, "2026", "year"),
    # RFC 2822 and what JavaScript prints
    ("Wed, 08 May 2019 06:57:44 +0800", "UTC", None, "2019-05-07T22:57:44Z", "second"),
    ("Wed, 08 May 2019 06:57:44 GMT", "+03:00", None, "2019-05-08T06:57:44Z", "second"),
    ("8 May 2019 06:57:44 EST", "UTC", None, "2019-05-08", "day"),  # in May it is EDT
    ("8 May 2019 06:57:44 EDT", "UTC", None, "2019-05-08T10:57:44Z", "second"),
    ("8 Jan 2019 06:57 -0000", "+03:00", None, "2019-01-08T06:57:00Z", "minute"),
    ("Tue Mar 03 2020 10:00:00 GMT+0300 (MSK)", "UTC", "en", "2020-03-03T07:00:00Z", "second"),
    (
        "3 Mar 2020 10:00 GMT+3 (Moscow Standard Time)",
        "UTC",
        "en",
        "2020-03-03T07:00:00Z",
        "minute",
    ),
    ("2020-09-29T01:21:51PDT", "UTC", "en", "2020-09-29T08:21:51Z", "second"),
    ("2022-05-05T22:27:15 UTC", "+03:00", "es", "2022-05-05T22:27:15Z", "second"),
    ("2022-05-05T22:27:15 IST", "UTC", "en", "2022-05-05", "day"),  # of India, Israel, Ireland?
    ("2022-05-05T22:27:15IST", "UTC", "en", "2022-05-05", "day"),
    ("2022-05-05T22:27:15 IST", "Asia/Kolkata", "en", "2022-05-05T16:57:15Z", "second"),
    ("14 Mar 2025 08:30 CST", "UTC", "en", "2025-03-14", "day"),
    ("12:04, 3 May 2025 (UTC)", "+03:00", "en", "2025-05-03T12:04:00Z", "minute"),
    ("12:04, 3. Mai 2025 (CEST)", "UTC", "de", "2025-05-03T10:04:00Z", "minute"),
    # Unix time
    ("1588114631", "Europe/Moscow", None, "2020-04-28T22:57:11Z", "second"),
    ("1588114631987", "Europe/Moscow", None, "2020-04-28T22:57:11Z", "second"),
    ("1588114631987654", "UTC", None, "2020-04-28T22:57:11Z", "second"),
    ("1588114631.123", "UTC", None, "2020-04-28T22:57:11Z", "second"),
    # Sputnik and ria.ru
    ("22:57  GMT 28.04.2020", "Europe/Moscow", "en", "2020-04-28T22:57:00Z", "minute"),
    ("22:57 GMT +3 28.04.2020", "UTC", "en", "2020-04-28T19:57:00Z", "minute"),
    ("(updated 11:14  GMT 29.04.2020)", "+03:00", "en", "2020-04-29T11:14:00Z", "minute"),
    (" (обновлено: 09:28 11.06.2022)", "+03:00", "ru", "2022-06-11T06:28:00Z", "minute"),
    ("10:12 24.02.2017", "Europe/Moscow", None, "2017-02-24T07:12:00Z", "minute"),
    ("10 июня 2022, 23:43", "Europe/Moscow", "ru", "2022-06-10T20:43:00Z", "minute"),
    # English, numbers, rare shapes
    ("April 28, 2020 at 10:57 pm", "UTC", "en", "2020-04-28T22:57:00Z", "minute"),
    ("April 28, 2020 at 12:05 am", "UTC", "en", "2020-04-28T00:05:00Z", "minute"),
    ("28 April 2020", "Pacific/Kiritimati", "en", "2020-04-28", "day"),
    ("28.04.2020", "Pacific/Pago_Pago", "en-US", "2020-04-28", "day"),
    ("2020/04/28", "UTC", "en", "2020-04-28", "day"),
    ("April 2020", "UTC", "en", "2020-04", "month"),
    ("04/2020", "UTC", "en", "2020-04", "month"),
    ("04.2020", "UTC", "de", "2020-04", "month"),
    ("2020/04", "UTC", None, "2020-04", "month"),
    ("08:30 sat 14 March 2026", "UTC", "en", "2026-03-14T08:30:00Z", "minute"),
    ("08:30 mar 14 2026", "UTC", "en", "2026-03-14T08:30:00Z", "minute"),
    ("14. März 2020", "UTC", "de-AT", "2020-03-14", "day"),
    ("14 mar 2020", "UTC", "es-419", "2020-03-14", "day"),
    ("vor 3 Tagen", "UTC", "de_CH", "2026-03-11", "day"),
    ("Posted: March 11th, 2015 at 02:57", "UTC", "en", "2015-03-11T02:57:00Z", "minute"),
    ("14 March 2025, 8 pm", "UTC", "en", "2025-03-14T20:00:00Z", "hour"),
    ("8. April 2019 @ 11:38", "+02:00", "de", "2019-04-08T09:38:00Z", "minute"),
    ("19. Juni 2019 / 6:16", "+02:00", "de", "2019-06-19T04:16:00Z", "minute"),
    ("mar. 14 avril 2020", "UTC", "fr", "2020-04-14", "day"),
    # Which number is the day
    ("04/05/2020", "UTC", "en-US", "2020-04-05", "day"),
    ("04/05/2020", "UTC", "en-GB", "2020-05-04", "day"),
    ("04/05/2020", "UTC", "fr", "2020-05-04", "day"),
    ("04/05/2020", "UTC", "en", None, None),
    ("04/12/2020", "UTC", "en", None, None),
    ("04/05/2020", "UTC", None, None, None),
    ("04/05/2020", "UTC", "es-US", None, None),
    ("14/04/2020", "UTC", None, "2020-04-14", "day"),
    ("14.03.25, 11:29 Uhr", "UTC", "de", "2025-03-14T11:29:00Z", "minute"),
    ("14.03.25", "UTC", "zh", None, None),
    ("14.03.89", "UTC", "de", None, None),
    ("04/14/2020", "UTC", None, "2020-04-14", "day"),
    ("05/05/2020", "UTC", None, "2020-05-05", "day"),
    ("11/20/25 10:01:00", "UTC", "en", "2025-11-20T10:01:00Z", "second"),
    ("04/05/25", "UTC", "en-US", "2025-04-05", "day"),
    ("04/05/25", "UTC", "fr", "2025-05-04", "day"),
    # Zones by name
    ("28 Apr 2020 22.57 BST", "Europe/London", "en-GB", "2020-04-28T21:57:00Z", "minute"),
    ("28 Jan 2020 22.57 BST", "Europe/London", "en-GB", "2020-01-28", "day"),
    ("14 Mar 2025 08:30 CST", "Asia/Shanghai", "en", "2025-03-14T00:30:00Z", "minute"),
    ("14 Mar 2026 08:30 MSK", "Europe/Oslo", "en", "2026-03-14T05:30:00Z", "minute"),
    ("14 Mar 2013 08:30 MSK", "Europe/Oslo", "en", "2013-03-14T04:30:00Z", "minute"),
    ("14 Jul 2009 08:30 MSK", "Europe/Oslo", "en", "2009-07-14", "day"),  # the clock was MSD
    ("14 Jul 2025 08:30 CEST", "UTC", "en", "2025-07-14T06:30:00Z", "minute"),
    ("14 Jul 2025 08:30 CET", "UTC", "en", "2025-07-14", "day"),
    ("July 14, 2025 8:30 AM ET", "UTC", "en", "2025-07-14T12:30:00Z", "minute"),
    ("1 Nov 2020 01:30 EDT", "UTC", "en", "2020-11-01T05:30:00Z", "minute"),
    ("1 Nov 2020 01:30 EST", "UTC", "en", "2020-11-01T06:30:00Z", "minute"),
    # The first and the last that are believed
    ("14 March 1800", "UTC", "en", "1800-03-14", "day"),
    ("31 December 1799", "UTC", "en", None, None),
    ("2026-03-15T12:34:56Z", "UTC", "en", "2026-03-15T12:34:56Z", "second"),
    ("2026-03-15T12:34:57Z", "UTC", "en", None, None),
    ("2026-03-15", "UTC", "en", "2026-03-15", "day"),
    ("2026-03-16", "UTC", "en", None, None),
    # Skipped and doubled hours are no instant, but the day is known
    ("2025-03-30 02:30", "Europe/Oslo", None, "2025-03-30", "day"),
    ("2025-10-26 02:30", "Europe/Oslo", None, "2025-10-26", "day"),
    ("2025-10-26T02:30+01:00", "Europe/Oslo", None, "2025-10-26T01:30:00Z", "minute"),
    # Without a year: the latest one
    ("10 июня, 23:43", "Europe/Moscow", "ru", "2025-06-10T20:43:00Z", "minute"),
    ("3 марта", "Europe/Moscow", "ru", "2026-03-03", "day"),
    ("Jun 20th at 2:41 am", "UTC", "en", "2025-06-20T02:41:00Z", "minute"),
    ("20 March", "UTC", "en", None, None),  # a year ago, or printed in advance
    # Relative
    ("yesterday, 14:05", "Asia/Tokyo", "en", "2026-03-13T05:05:00Z", "minute"),
    ("yesterday", "Pacific/Kiritimati", "en", "2026-03-14", "day"),
    ("today 09:10", "UTC", "en", "2026-03-14T09:10:00Z", "minute"),
    ("just now", "UTC", "en", "2026-03-14T12:34:00Z", "minute"),
    ("3 days ago", "Pacific/Kiritimati", "en", "2026-03-12", "day"),
    ("2 weeks ago", "UTC", "en", "2026-02", "month"),  # 22 to 28 February
    ("1 week ago", "UTC", "en", "2026-03", "month"),  # 1 to 7 March
    ("10 weeks ago", "UTC", "en", None, None),  # 28 December to 3 January: not even the year
    ("11 months ago", "UTC", "en", "2025-04", "month"),
    ("2 years ago", "UTC", "en", "2024", "year"),
]


@pytest.mark.parametrize(("raw", "zone", "language", "value", "precision"), READ)
def test_read(
    raw: str, zone: str, language: str | None, value: str | None, precision: str | None
) -> None:
    reading = read_date(raw, timezone=zone, now=NOW, language=language)
    assert reading == ((value, precision) if value else None)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "nothing"),
        ("GMT +324 February 2017", "the page clock glued to the day of the visit"),
        ("04:46 GMT +3 24", "a clock and a number"),
        ("11:0016.11.2017", "glued"),
        ("06:0725.10.20172", "glued to the likes"),
        ("10:12 24.02.2017 | 3", "a count behind it"),
        ("09:24 11.06.2022 (обновлено: 09:28 11.06.2022)", "two dates"),
        ("14 March 2026 08:30 Moscow time", "a zone in words"),
        ("Vladivostok 08:30 14.03.2026", "a place is a zone"),
        ("1970-01-01T00:00:00Z", "a clock that was never set"),
        ("1970-01-01T03:00:00+03:00", "a clock that was never set"),
        ("January 1, 1970", "a clock that was never set"),
        ("14 Mar 2026 08:30 XYZ", "a zone nobody knows"),
        ("14 Mar 2026 08:30 GMT+25", "no such zone"),
        ("22:57 April 2020", "no day"),
        ("30 February 2026", "no such day"),
        ("2026-13-14", "no such month"),
        ("2026-03-14T25:00", "no such hour"),
        ("14/03/2569", "a Thai year"),
        ("14 марта 2569", "a Thai year"),
        ("14 Mar 26", "the 14th or the 26th"),
        ("14.03.26", "the 14th or the 26th"),
        ("04/05/26", "the 4th or the 5th"),
        ("20/11/26", "the 20th, or a year first"),
        ("1447-09-25", "a Hijri year"),
        ("1404/12/24", "an Iranian year without the language"),
        ("March", "a month alone"),
        ("Friday", "a weekday alone"),
        ("22:57", "a time alone"),
        ("before 14 March 2026", "not that day"),
        ("3 comments", "not a date"),
        ("1 min read", "not a date"),
        ("2 years", "an age, not a date"),
        ("in 2 hours", "the future"),
        ("часов назад", "its number is elsewhere"),
        ("10", "a number"),
        ("123456789", "a number"),
        ("2 days from now", "the future"),
        ("14 March 2026 13 comments", "more than a date"),
    ],
)
def test_refused(raw: str, reason: str) -> None:
    assert read_date(raw, now=NOW) is None, reason


# What a library that guesses makes of these (measured: dateparser 1.5, strict, "past", in the
# language given): why the dates are read here.
@pytest.mark.parametrize(
    ("raw", "language", "wrong", "reason"),
    [
        ("2 years", "en", "2024-03-14", "reads an age as a date"),
        ("in 2 hours", "en", "2026-03-14", "reads the future"),
        ("2 weeks ago", "en", "2026-02-28", "claims the day"),
        ("04/05/2020", "en", "2020-04-05", "month first for every English page"),
        ("1404/12/24", "fa", "1404-12-24", "takes an Iranian year for ours"),
        ("14/03/2569", "ru", "2569-03-14", "takes a Thai year for ours"),
        ("14.03.26", "en", "2026-03-14", "guesses the order"),
    ],
)
def test_guesses_are_not_made(raw: str, language: str, wrong: str, reason: str) -> None:
    reading = read_date(raw, now=NOW, language=language)
    assert reading is None or reading.value != wrong, reason


def test_iranian_years_with_the_language() -> None:
    for tag in ("fa", "fa-IR", "prs_AF"):
        assert read_date("1404/12/23", language=tag, now=NOW) == ("2026-03-14", "day")
    assert read_date("30 اسفند 1403", language="fa") == ("2025-03-20", "day")
    assert read_date("30 اسفند 1404", language="fa") is None  # has 29 days that year
    assert read_date("1300/01/01", language="fa") == ("1921-03-21", "day")
    assert read_date("1299/12/29", language="fa") is None


def test_a_29th_of_february_without_a_year_is_that_of_the_last_leap_year() -> None:
    january = datetime(2025, 1, 10, tzinfo=UTC)
    assert read_date("29 February", now=january, language="en") == ("2024-02-29", "day")
    assert read_date("29 February", now=NOW, language="en") is None


@pytest.mark.parametrize("raw", ["2 hours ago", "yesterday", "today 09:10", "10 июня", "just now"])
def test_relative_needs_the_fetch_time(raw: str) -> None:
    assert read_date(raw) is None


def test_unknown_site_zone_leaves_days_and_printed_zones() -> None:
    assert read_date("2026-03-14 08:30", timezone="Mars/Olympus") is None
    assert read_date("2026-03-14 08:30Z", timezone="Mars/Olympus") is not None
    assert read_date("2026-03-14", timezone="Mars/Olympus") == ("2026-03-14", "day")


# Properties

ZONES = st.sampled_from(
    ["UTC", "Europe/Moscow", "Asia/Kathmandu", "Pacific/Kiritimati", "Pacific/Pago_Pago", "-05:30"]
)
LANGUAGES = st.sampled_from([None, "en", "en-US", "pt-BR", "ru", "fa", "ar", "zh", "vi", "xx", ""])
OFFSETS = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timedelta(minutes=15 * quarters))
MOMENTS = st.builds(
    lambda moment, offset: moment.replace(tzinfo=timezone(offset), microsecond=0),
    st.datetimes(datetime(1900, 1, 2), datetime(2026, 3, 13)),  # noqa: DTZ001 - the zone is drawn
    OFFSETS,
).filter(lambda moment: moment.timestamp() != 0)  # what an unset date is printed as
DAYS = st.dates(date(1900, 1, 1), date(2026, 3, 14))
DATELIKE = st.text(alphabet="0123456789:./-+TZ ,()GMTagoyesterdayмарта年月日前ساعة", max_size=30)


@given(st.one_of(st.text(), DATELIKE), st.one_of(ZONES, st.text()), LANGUAGES)
def test_never_raises_and_never_reads_the_future(raw: str, zone: str, language: str | None) -> None:
    reading = read_date(raw, timezone=zone, now=NOW, language=language)
    assert reading is None or reading.value <= "2026-03-15T12:34:56Z"


@given(st.text(), st.one_of(st.integers(), st.text()))
def test_page_offset_never_raises(printed: str, unix: int | str) -> None:
    page_offset(printed, unix)


@given(MOMENTS, ZONES)
def test_an_instant_with_its_offset_is_that_instant(moment: datetime, zone: str) -> None:
    expected = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")
    iso, offset = moment.isoformat(), moment.strftime("%z")
    variants = [
        iso,
        iso.replace("T", " "),
        iso[:19] + offset,
        iso[:19] + " " + offset,
        iso[:19] + ".123456" + iso[19:],
        moment.strftime("%Y%m%dT%H%M%S") + offset,
        moment.strftime("%Y%m%dT%H%M%S") + offset + "Z",
        format_datetime(moment),
        moment.strftime("%H:%M:%S GMT") + offset + moment.strftime(" %d.%m.%Y"),
        moment.strftime("%d %B %Y at %I:%M:%S %p ") + offset,
        moment.astimezone(UTC).isoformat()[:19] + "Z",
    ]
    for raw in variants:
        assert read_date(raw, timezone=zone, now=NOW) == (expected, "second"), raw


@given(MOMENTS, ZONES)
def test_a_time_without_a_zone_is_the_sites(moment: datetime, zone: str) -> None:
    reading = read_date(moment.strftime("%Y-%m-%dT%H:%M"), timezone=zone, now=NOW)
    assert reading
    if reading.precision == "day":  # skipped or shown twice
        assert reading.value == moment.date().isoformat()
    else:
        home = ZoneInfo(zone) if "/" in zone or zone == "UTC" else timezone(-timedelta(hours=5.5))
        local = datetime.fromisoformat(reading.value).astimezone(home)
        assert local.strftime("%Y%m%d%H%M") == moment.strftime("%Y%m%d%H%M")


@given(DAYS, ZONES, LANGUAGES)
def test_a_day_never_shifts(day: date, zone: str, language: str | None) -> None:
    iso = day.isoformat()
    named = (f"{day.day} {day:%B} {day.year}", f"{day:%B} {day.day}, {day.year}")
    for raw in (iso, f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", f"{day:%Y/%m/%d}", *named):
        expected = (iso, "day") if iso != "1970-01-01" else None
        assert read_date(raw, timezone=zone, now=NOW, language=language) == expected, raw


@given(st.integers(1, 999), st.sampled_from(["second", "minute", "hour"]))
def test_units_ago(number: int, unit: str) -> None:
    plural = "" if number == 1 else "s"
    reading = read_date(f"{number} {unit}{plural} ago", now=NOW, language="en")
    assert reading
    assert reading.precision == unit
    behind = NOW - timedelta(**{f"{unit}s": number}) - datetime.fromisoformat(reading.value)
    assert timedelta(0) <= behind < timedelta(**{f"{unit}s": 1})


@given(st.integers(1, 999), ZONES)
def test_days_ago(number: int, zone: str) -> None:
    reading = read_date(f"{number} days ago", timezone=zone, now=NOW)
    assert reading
    behind = NOW.date() - date.fromisoformat(reading.value)
    assert abs(behind.days - number) <= 1


# The page's own offset


@pytest.mark.parametrize(
    ("printed", "unix", "offset"),
    [
        ("2020-04-28T22:57:11Z", 1588114631, "+00:00"),
        ("2019-11-20T15:30:12Z", "1574253011", "+03:00"),
        ("20171116T1100+0300Z", 1510819200, "+03:00"),
        ("17:27 28.04.2020", 1588114631, "-05:30"),
        ("2020-04-29T04:42", 1588114631, "+05:45"),
        ("2020-04-28", 1588114631, None),
        ("2020-04-30T22:57", 1588114631, None),
        ("2020-04-28T22:57", "2020-04-28", None),
        ("22:57", 1588114631, None),
        ("2020-04-28T25:57", 1588114631, None),
    ],
)
def test_page_offset(printed: str, unix: int | str, offset: str | None) -> None:
    assert page_offset(printed, unix) == offset


# Dates in the words around them


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Ombra, 14 March 2026, 08:30", "14 March 2026, 08:30"),
        ("08:30 on 14.03.2026 | reply", "08:30 on 14.03.2026"),
        ("Sept. 3rd", "Sept. 3rd"),
        ("3rd of Sept. by Vesk", "3rd of Sept."),
        ("5 boats of March", None),
        ("2 yr ago 3 replies", "2 yr ago"),
        ("3 replies, 14 March", "14 March"),
        ("vor einer Stunde", "vor einer Stunde"),
        ("yesterday", None),
        ("Boat 14 sails", None),
        ("", None),
    ],
)
def test_a_date_is_found_among_words(text: str, date: str | None) -> None:
    assert find_date(text) == date


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("14 March 2026 by Tilde", True),
        ("14 March 2026 by twelve more", True),
        ("14 March 2026 by twelve more.", True),
        ("14 March 2026 by thirteen more", False),
        ("14 September 2026 14 September 2026", False),  # one of two is more than a date
        ("Ombra", False),
    ],
)
def test_a_date_with_at_most_twelve_letters_beside_it_is_one(text: str, alone: bool) -> None:
    assert is_date(text) == alone
