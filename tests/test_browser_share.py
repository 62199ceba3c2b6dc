"""Which share of a site's pages is opened in the browser, by what the site does."""

import pytest

from newscrawl.state.browser_use import ENOUGH, ONE_IN
from tests.tools.browser_share import DAYS, PER_DAY, Day, lived

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TABS = 4


def test_without_comments_one_in_twenty_is_opened() -> None:
    first, *later = lived("without comments")
    assert ENOUGH <= first.opened <= ENOUGH + TABS  # those that were open when the last one told
    assert sum(day.opened for day in later) <= len(later) * PER_DAY // ONE_IN + 1
    assert [day.read for day in later] == [0] * len(later)


@pytest.mark.parametrize("kind", ["rows in HTML", "a known system's JSON"])
def test_what_can_be_read_without_it_is_not_opened(kind: str) -> None:
    assert lived(kind) == [Day(PER_DAY, 0, PER_DAY)] * DAYS


def test_a_widget_is_opened_on_each_page() -> None:
    assert lived("a widget") == [Day(PER_DAY, PER_DAY, PER_DAY)] * DAYS


def test_a_widget_added_later_is_read_on_each_page_of_its_first_day() -> None:
    *before, last = lived("a widget from day 3")
    assert [day.read for day in before] == [0, 0]
    assert last.read == PER_DAY
    assert PER_DAY <= last.opened <= PER_DAY + TABS  # one that takes too long is opened again
