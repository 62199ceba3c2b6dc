"""The hosts of a site: one host in all its spellings, IPv6, and a front page that moves on."""

import shutil
import socket
import subprocess
from email.message import Message
from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit
from newscrawl.sites.news import News
from tests.support.changing import GONE, Answer, answering, story
from tests.support.crawling import crawl, ended, record_folder, start


@pytest.mark.parametrize(
    ("root", "url"),
    [
        ("https://häuser.example", "https://xn--huser-gra.example/a"),
        ("https://xn--huser-gra.example", "https://HÄUSER.example/a"),
        ("https://faß.example", "https://xn--fa-hia.example/a"),
        ("https://новости.example:443/", "https://www.xn--b1amnebsh.example/a"),
        ("https://paper.example:443", "https://paper.example/a"),
        ("https://paper.example", "https://www.paper.example:443/a"),
        ("https://www.paper.example", "https://paper.example./a"),
        ("http://paper.example:80", "http://PAPER.example/a"),
        ("http://paper.example:8080", "http://paper.example:8080/a"),
        ("http://[::1]:8080", "http://[::1]:8080/a"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/a"),
    ],
)
def test_a_host_is_the_same_in_all_its_spellings(root: str, url: str) -> None:
    site = News([root])
    assert site.is_ours(url)
    assert site.url(url).isascii()
    assert site.url("/a") == News([site.base_url]).url("/a")


@pytest.mark.parametrize(
    ("root", "url", "welcome"),
    [
        ("https://paper.example", "https://edition.paper.example/", True),
        ("https://paper.co.uk", "https://www1.paper.co.uk/", True),
        ("https://paper.co.uk", "https://other.co.uk/", False),
        ("https://paper.example", "https://parked.example/", False),
        ("http://127.0.0.1:8008", "http://127.0.0.2:8008/", True),
    ],
)
def test_a_front_page_may_lead_to_another_host_of_the_same_site(
    root: str, url: str, *, welcome: bool
) -> None:
    site = News([root])
    assert (site.welcomes(url), site.is_ours(url)) == (welcome, welcome)


def paper(path: str, _: Message) -> Answer:
    return {
        "/": Answer('<html><a href="/news/the-harbour-opened-again">x</a>'),
        "/news/the-harbour-opened-again": story(
            "Open", '<meta property="og:type" content="article">'
        ),
    }.get(path, GONE)


def test_it_is_followed_there_and_that_is_said(tmp_path: Path) -> None:
    with answering(paper, "127.0.0.2") as (there, _):

        def moved(path: str, _: Message) -> Answer:
            return Answer(status=301, headers={"Location": f"{there}{path}"})

        with answering(moved) as (here, _):
            allowed = f"LOCAL_ADDRESSES={there.removeprefix('http://')}"
            runs = [
                crawl("news", tmp_path, allowed, url=here, comments="no", revisit=revisit)
                for revisit in ("due", "none")
            ]
    assert [run.status for run in runs] == [0, 0]
    assert [row["url"] for row in runs[1].lines("articles")] == [
        f"{there}/news/the-harbour-opened-again"
    ]
    assert f"leads to {there}/" in runs[0].stderr


def test_an_address_of_ipv6_is_crawled(tmp_path: Path) -> None:
    try:
        with socket.socket(socket.AF_INET6) as one:
            one.bind(("::1", 0))
    except OSError:
        pytest.skip("this machine has no IPv6")
    with answering(paper, "::1") as (base, _):
        run = crawl("news", tmp_path, url=base, comments="no")
    assert run.status == 0
    assert len(run.lines("articles")) == 1


def test_a_name_that_has_addresses_of_ipv6_alone_is_crawled(tmp_path: Path) -> None:
    """In a mount namespace of its own, where the machine's names are others."""
    names = tmp_path / "names"
    names.write_text("127.0.0.1 localhost\n::1 six.localhost\n")
    inside = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /etc/hosts && exec "$@"', str(names)]
    known = [*inside, "getent", "ahosts", "six.localhost"]
    if (
        not shutil.which("unshare")
        or subprocess.run(known, check=False, capture_output=True).returncode
    ):
        pytest.skip("needs root, mount namespaces and IPv6")
    with answering(paper, "::1") as (base, _):
        url = base.replace("[::1]", "six.localhost")
        process = start("news", tmp_path, within=inside, url=url, comments="no")
        run = ended(process, record_folder(tmp_path, "news", url=url))
    assert run.status == 0, run.stderr
    (row,) = run.lines("articles")
    assert row["url"] == f"{url}/news/the-harbour-opened-again"


def test_a_robots_txt_that_leads_to_a_host_that_is_down_names_that_host(tmp_path: Path) -> None:
    with answering(paper, "127.0.0.2") as (there, _):
        pass  # closed again

    def moved(path: str, _: Message) -> Answer:
        return Answer(status=301, headers={"Location": f"{there}{path}"})

    with answering(moved) as (here, _):
        allowed = f"LOCAL_ADDRESSES={there.removeprefix('http://')}"
        run = crawl("news", tmp_path, allowed, "RETRY_ENABLED=False", url=here, comments="no")
    here, there = (one.removeprefix("http://") for one in (here, there))
    assert run.status == Exit.UNREACHABLE
    assert f"{here} leads to {there}: {there} refuses the connection" in run.stderr
