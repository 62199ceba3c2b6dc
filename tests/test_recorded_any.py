"""Recorded answers, harmed in one place: every other comment is read as before.

The recordings are third-party and not part of the repository; without them these tests skip.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.engines.answers import string
from tests.support.any_answer import LEAVES
from tests.support.invariants import are_written, few
from tests.support.recorded_answers import GUARDIAN, read, recorded

pytestmark = pytest.mark.slow

LIVE = "https://livecomments.viafoura.co/v4/livecomments/s/c/comments?limit=100"
NYT = "https://www.nytimes.com/svc/community/V3/requestHandler?cmd=GetCommentsAll&offset=0"
REST = "https://paper.example/wp-json/wp/v2/comments?post=4&per_page=100&page=1&order=asc"
ROWS = 6
"""Of a recording; the rest is the same again."""
RECORDED = {
    "guardian": ("guardian_comments_1.json", GUARDIAN, "id"),
    "nyt": ("nyt_community_v3_sample.json", NYT, "commentID"),
    "viafoura": ("viafoura_apnews_reduced.json", LIVE, "content_uuid"),
    "wordpress": ("wordpress_native_rest_comments.json", REST, "id"),
}


def shortened(data: Any) -> Any:
    if isinstance(data, list):
        return [shortened(one) for one in data[:ROWS]]
    return {key: shortened(one) for key, one in data.items()} if isinstance(data, dict) else data


def places(data: Any, key: str, owner: str | None = None) -> Iterator[tuple[Any, Any, str | None]]:
    """Yield where a plain value stands, as (container, key), and the comment it is of."""
    if isinstance(data, dict) and (own := string(data.get(key))):
        owner = own
    for name, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, dict | list):
            yield from places(value, key, owner)
        else:
            yield data, name, owner


@pytest.mark.parametrize("name", RECORDED)
@few
@given(data=st.data())
def test_one_harmed_value_costs_its_comment_alone(name: str, data: st.DataObject) -> None:
    file, url, key = RECORDED[name]
    tree = deepcopy(shortened(recorded(file)))
    _, before = read(name, tree, url)
    container, at, owner = data.draw(st.sampled_from(list(places(tree, key))))
    container[at] = data.draw(LEAVES)
    batch, after = read(name, tree, url)
    are_written(batch.comments)
    for ident, comment in before.items():
        if ident != owner and batch.status != "error":
            same = after[ident]
            assert (same.text, same.author) == (comment.text, comment.author)
            assert same.date_published_raw == comment.date_published_raw
