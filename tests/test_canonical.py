"""The address of an article: declared if plausible, else cleaned."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.extract.canonical import canonical_url, clean_url, same_site
from newscrawl.page import Page
from newscrawl.sites.news import News

URL = "https://www.lantern.example/harbour/2024/ferry-lost-in-fog-482913.html"


def page(head: str, url: str = URL) -> Page:
    return Page(f"<html><head>{head}</head><body>x</body></html>".encode(), url)


def link(href: str) -> str:
    return f'<link rel="canonical" href="{href}">'


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("https://a.example/x?utm_source=m&utm_medium=n", "https://a.example/x"),
        ("https://a.example/x?id=7&fbclid=abc&gclid=d#top", "https://a.example/x?id=7"),
        ("https://a.example/x?tag=1&tag=2&tag=1", "https://a.example/x?tag=1&tag=2&tag=1"),
        (
            "https://a.example/a%2Fb%20c?q=%D1%8F%26&gad_source=1",
            "https://a.example/a%2Fb%20c?q=%D1%8F%26",
        ),
        ("https://a.example/x?comp=3&author_id=4", "https://a.example/x?comp=3&author_id=4"),
    ],
)
def test_tracking_and_fragment_go_and_the_rest_stays_as_it_is(dirty: str, clean: str) -> None:
    assert clean_url(dirty) == clean


def test_the_declared_address_wins_even_from_a_mobile_host() -> None:
    mobile = URL.replace("www.", "m.") + "?utm_campaign=x"
    assert canonical_url(page(link(URL), mobile)) == URL


def test_a_relative_address_is_completed() -> None:
    assert canonical_url(page(link("/harbour/2024/ferry-lost-in-fog-482913.html"))) == URL


@pytest.mark.parametrize(
    "wrong",
    [
        "https://www.lantern.example/",
        "https://www.lantern.example/harbour/",
        "https://www.lantern.example/harbour/2024/orchard-festival-opens-771204.html",
        "https://other.example/harbour/2024/ferry-lost-in-fog-482913.html",
        "javascript:void(0)",
        "http://[broken",
    ],
)
def test_front_pages_sections_and_other_articles_are_refused(wrong: str) -> None:
    assert canonical_url(page(link(wrong), URL + "?utm_source=feed")) == URL


@pytest.mark.parametrize(
    ("path", "declared"),
    [
        ("article.php?id=1", "article.php"),
        ("article.php?id=1", "article.php?id="),
        ("article.php?id=1&utm_source=x", "article.php"),
        ("news/show.aspx?newsid=70001", "news/show.aspx"),
        ("view-article?story=ferry-lost-in-fog", "view-article"),
        ("?p=123", ""),
        ("index.php?option=com_content&view=article&id=7", "index.php?option=com_content"),
        ("nachricht?nr=4", "nachricht/"),
        ("read?x=482913", "read"),
    ],
)
@pytest.mark.parametrize("agreed", [False, True])
def test_a_query_that_tells_articles_apart_is_not_lost(
    path: str, declared: str, agreed: bool
) -> None:
    url, wrong = f"https://paper.example/{path}", f"https://paper.example/{declared}"
    head = link(wrong) + (f'<meta property="og:url" content="{wrong}">' if agreed else "")
    assert canonical_url(page(head, url)) == clean_url(url)


@pytest.mark.parametrize(
    ("path", "declared"),
    [
        ("harbour/ferry-lost-in-fog?id=7", "harbour/ferry-lost-in-fog"),
        ("a/482913.html?view=full&n=2", "a/482913.html"),
        ("harbour/ferry-lost-in-fog/?id=7", "harbour/ferry-lost-in-fog/"),
        ("harbour/boat-show/?srsltid=Ab1_c-d-e", "harbour/boat-show/"),
        ("harbour/story?id=44233864&cid=click_1_three_posts", "harbour/story?id=44233864"),
        ("harbour?page=2", "harbour"),
        ("article.php?id=1&print=1&sid=a8f200b1", "article.php?id=1"),
        ("?p=123", "2026/03/ferry-lost-in-fog/"),
        ("article.php?id=70001", "harbour/ferry-lost-in-fog-70001"),
    ],
)
def test_a_query_that_only_shows_the_article_in_another_way_is(path: str, declared: str) -> None:
    right = f"https://paper.example/{declared}"
    assert canonical_url(page(link(right), f"https://paper.example/{path}")) == right


def test_og_url_serves_where_the_link_is_wrong() -> None:
    head = link("https://www.lantern.example/") + f'<meta property="og:url" content="{URL}">'
    assert canonical_url(page(head, URL + "?page=1")) == URL


def test_a_new_slug_is_believed_where_link_and_og_url_agree() -> None:
    new = "https://www.lantern.example/sea/boat-found-again"
    head = link(new) + f'<meta property="og:url" content="{new}">'
    assert canonical_url(page(head)) == new


def test_an_amp_view_leads_to_its_article() -> None:
    article = "https://www.lantern.example/ferry-lost-in-fog"
    assert canonical_url(page(link(article), article + "/amp")) == article


def test_sites_are_registered_domains() -> None:
    assert same_site("https://m.paper.co.uk/a", "https://www.paper.co.uk/b")
    assert not same_site("https://one.co.uk/a", "https://two.co.uk/a")
    assert same_site("http://127.0.0.1:8000/a", "http://127.0.0.1:9000/a")


@settings(deadline=None)
@example("? &")
@example("?:& &")
@example("?cmp ")
@given(st.text(alphabet="ab/?#&=%;utm_[]:@.é \t", max_size=40))
def test_cleaning_is_idempotent_and_never_raises(tail: str) -> None:
    once = clean_url("https://a.example/" + tail)
    assert clean_url(once) == once


PARAMETERS = st.sampled_from(
    "utm_source utm_X fbclid GCLID yclid msclkid_ mc_cid _openstat igshid inj rcmd_alg xtor "
    "rcmd_id ref ref_id id page tag inject author_id comp q ocidx".split()
)
TRACKS = (
    "utm_source utm_X fbclid GCLID yclid mc_cid _openstat igshid inj rcmd_alg rcmd_id xtor".split()
)


@settings(deadline=None)
@given(st.lists(st.tuples(PARAMETERS, st.sampled_from(["=1", "=%D1%8F", "=", ""])), max_size=6))
def test_tracking_goes_wherever_it_stands_and_other_parameters_stay_in_their_order(
    pairs: list[tuple[str, str]],
) -> None:
    def address(kept: list[tuple[str, str]]) -> str:
        return "https://paper.example/a" + "?" * bool(kept) + "&".join(map("".join, kept))

    cleaned = clean_url(address(pairs))
    assert cleaned == address([pair for pair in pairs if pair[0] not in TRACKS])
    assert clean_url(cleaned) == cleaned
    # Sites have no list of their own.
    assert News(["https://paper.example"]).canonical(address(pairs)) == cleaned


@settings(deadline=None)
@given(st.text(max_size=60), st.text(alphabet="ab/?#&=%[]:.", max_size=30))
def test_any_declared_address_is_survived_and_stays_on_the_site(href: str, tail: str) -> None:
    href = href.replace('"', "").replace("\x00", "")
    own = "https://a.example/" + tail
    found = canonical_url(page(link(href), own))
    assert same_site(found, own) or found == clean_url(own)
