"""Whatever stands on a page, the article reader raises nothing."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extract.article import read_article
from newscrawl.page import Page
from tests.support.article_page import URL, read
from tests.support.invariants import is_line

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "name", "url", "item", "interactionType", "width"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)
FIELDS = [
    *("headline", "alternativeHeadline", "author", "publisher", "datePublished", "dateModified"),
    *("image", "keywords", "articleSection", "articleBody", "inLanguage", "isAccessibleForFree"),
    *("discussionUrl", "commentCount", "interactionStatistic", "description"),
    *("itemListElement", "breadcrumb"),
]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6), st.sampled_from(["", "List"]))
def test_any_json_ld_is_survived(values: dict[str, Any], kind: str) -> None:
    found = read(ld={"@type": "BreadcrumbList" if kind else "Article", **values})
    assert found.site == "lantern"
    is_line(found)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div>", "</div>", "<p class=date>", "</p>", "<h1>", "</h1>", "<article>", "<li>",
                "<time datetime='x'>", "<a href='http://['>", "<!--", "-->", "<figure>",
                "<table>", "<svg>", "<meta itemprop=commentCount content=-1>", "3 May 2024", "\x00",
                "<blockquote class=twitter-tweet>", "<script type=application/ld+json>{", "By Ada",
            ]
        )
        | st.text(max_size=8),
        max_size=30,
    )
)  # fmt: skip
def test_any_html_is_survived(pieces: list[str]) -> None:
    html = "".join(pieces).encode("utf-8", "replace")
    found = read_article(Page(html, URL), site="lantern")
    assert found.canonical_url == URL
    is_line(found)
