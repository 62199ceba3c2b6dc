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
        # Seven and eight digits are told from a day by their place.
        ("/20230901/some-words--5489034.html", "5489034", date(2023, 9, 1), None),
        ("/20260501/some-words-50123456.html", "50123456", date(2026, 5, 1), None),
        ("/mundo/2019071214200815-some-words/", "14200815", date(2019, 7, 12), "mundo"),
        ("/20260501/20260502/", None, None, None),
        ("/20260501/archive.html", None, None, None),
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


def test_an_edition_is_one_site_on_all_its_hosts_and_in_both_forms_of_address() -> None:
    hosts = ("noticiaslatam.lat", "sputniknews.lat", "mundo.sputniknews.com")
    paths = ("/20190713/un-faro-1088000228.html", "/puerto/201907131088000228-un-faro/")
    urls = [f"https://{host}{path}" for host in hosts for path in paths]
    site = Sputnik("es")
    assert {key for url in urls for key in site.keys(url)} == {"sputnik.es:1088000228"}
    assert all(site.wants(url) for url in urls)
    assert [site.is_former(url) for url in urls] == [False, False, True, True, True, True]
    old, new = urls[-1], urls[0]
    assert site.present(old, new) == new
    # Neither another article, nor another former host, nor a stranger is the present address.
    for other in (new.replace("228", "229"), urls[2], new.replace("noticiaslatam", "paper")):
        assert site.present(old, other) == old
    assert site.present(new, old) == new
    walk = [url := urls[0]]
    while url := site.before(url) or "":
        walk.append(url)
    assert walk == urls[::2]
    moved = Sputnik("es", base_url="http://127.0.0.1:8008")
    assert moved.before("http://127.0.0.1:8008/") is None


@pytest.mark.parametrize(
    ("code", "host"),
    [
        ("es", "noticiaslatam.lat"),
        ("pt", "noticiabrasil.net.br"),
        ("vi", "kevesko.vn"),
        ("ar", "sarabic.ae"),
        ("sr", "sputnikportal.rs"),
        ("ja", "sputniknews.jp"),
        ("in", "sputniknews.in"),
        ("hi", "hindi.sputniknews.in"),
        ("africa", "en.sputniknews.africa"),
        ("africa-fr", "fr.sputniknews.africa"),
        ("kz", "sputnik.kz"),
    ],
)
def test_present_hosts(code: str, host: str) -> None:
    assert Sputnik(code).url("/") == f"https://{host}/"
