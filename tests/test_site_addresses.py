"""Sites: addresses, editions, what they refuse, and how they travel."""

import pickle
from collections.abc import Callable
from datetime import date

import pytest

from newscrawl.plugins import all_sites
from newscrawl.sites.base import Site
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik


@pytest.mark.parametrize(
    ("path", "ident", "day", "section"),
    [
        ("/radio/202004281079127690-some-words/", "1079127690", date(2020, 4, 28), "radio"),
        ("/politics/201905081028410278/", "1028410278", date(2019, 5, 8), "politics"),
        ("/panorama/20180306319828021-worte-und-mehr/", "319828021", date(2018, 3, 6), "panorama"),
        ("/20231007/some-words---more-1114006542.html", "1114006542", date(2023, 10, 7), None),
        ("/20231007/1076133500.html", "1076133500", date(2023, 10, 7), None),
        ("/amp/20231007/1076133500.html?x=1#top", "1076133500", date(2023, 10, 7), None),
        ("/20231007/%D9%82%D9%88-1076133500.html", "1076133500", date(2023, 10, 7), None),
        ("/interview/20171116/1508888160.html", "1508888160", date(2017, 11, 16), "interview"),
        ("/trend/words-06072017/", None, None, None),
        ("/tags/keyword_words/", None, None, None),
        ("/authors/somebody/", None, None, None),
        ("/docs/about/privacy_policy.html", None, None, None),
        ("/20231007/", None, None, None),
        ("/culture/20170101/", None, None, None),
        ("/services/likes/like/?article_id=1079127690&value=1", None, None, None),
        ("/export/rss2/archive/index.xml", None, None, None),
    ],
)
def test_addresses(path: str, ident: str | None, day: date | None, section: str | None) -> None:
    site = Sputnik()
    url = f"https://sputniknews.com{path}"
    assert site.number(url) == ident
    assert site.day(url) == day
    assert site.section(url) == section
    assert site.wants(url) is (ident is not None)
    assert not site.wants(f"https://elsewhere.example{path}")


def test_one_address_per_article() -> None:
    site = Sputnik()
    assert site.canonical("https://SPUTNIKNEWS.com/amp/20231007/a-1076133500.html?in=t#c") == (
        "https://sputniknews.com/20231007/a-1076133500.html"
    )
    assert site.canonical("https://sputniknews.com/?utm_source=x&q=1") == (
        "https://sputniknews.com/?q=1"
    )


def test_editions() -> None:
    hosts = [host for one in Sputnik.editions for host in (one.host, *one.other_hosts)]
    assert len(hosts) == len(set(hosts))
    assert len({one.code for one in Sputnik.editions}) == len(Sputnik.editions)
    for edition in Sputnik.editions:
        site = Sputnik(edition=edition.code)
        assert site.scope == f"sputnik.{edition.code}"
        assert site.zone
        assert site.wants(f"https://{edition.host}/20231007/1076133500.html")
    assert {one.code for one in Sputnik.editions if not one.zone_guessed} == {"en", "cn"}
    assert Ria().scope == "ria"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Sputnik(edition="xx"),
        lambda: Sputnik(base_url="127.0.0.1:8008"),
        lambda: Sputnik(base_url="ftp://a.example"),
        lambda: Sputnik(base_url="http://[::1"),
        lambda: Sputnik(base_url=""),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(make: Callable[[], Site]) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        make()


def test_a_moved_site_takes_its_addresses_along() -> None:
    site = Sputnik(base_url="http://127.0.0.1:8008/")
    moved = site.url("https://sputniknews.com/20231007/1076133500.html")
    assert moved == "http://127.0.0.1:8008/20231007/1076133500.html"
    assert site.wants(moved)
    assert not site.wants("http://127.0.0.1:9/20231007/1076133500.html")
    assert site.url("/a") == "http://127.0.0.1:8008/a"
    assert site.url("https://elsewhere.example/a") == "https://elsewhere.example/a"
    assert Sputnik().url("https://sputniknews.com/a") == "https://sputniknews.com/a"


def test_sites_are_found_and_their_sources_can_travel() -> None:
    sites = all_sites()
    assert {"sputnik", "ria"} <= set(sites)
    for site in sites.values():
        assert pickle.loads(pickle.dumps(site.sources)) == site.sources
