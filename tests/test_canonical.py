"""Addresses in one form, and whether two are of one site."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newscrawl.extract.canonical import clean_url, same_site
from newscrawl.sites.news import News


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
