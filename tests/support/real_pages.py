"""Real pages of Sputnik and RIA, not part of the repository, and what was read off them by hand."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from newscrawl.page import Page
from newscrawl.sites.base import Site
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik

PAGES = Path(__file__).parents[3] / "shared" / "sputnik" / "pages"


@dataclass(frozen=True, kw_only=True)
class Expected:
    file: str
    site: type[Site]
    id: str
    headline: str
    """SHA-256, its first 12 digits; so are all texts below."""
    second: str | None = None
    description: str
    body: str
    letters: int
    """Characters of the body that are no white space."""
    paragraphs: int
    section: str
    keywords: tuple[int, ...] = ()
    """Lengths of the tags, in order."""
    authors: tuple[str, ...] = ()
    publisher: str = "643c903a8d0d"
    published_raw: str
    published: str
    modified_raw: str | None = None
    modified: str | None = None
    zone: str = "+03:00"
    images: int
    main_image: bool = True
    declared: int | None = None
    systems: tuple[str, ...] = ()


CASES = [
    Expected(
        file="en-2020-article.html",
        site=Sputnik,
        id="sputnik.en:1079127690",
        headline="d0017ae1df9f",
        description="aab5ccb1e895",
        body="569da4b72a91",
        letters=2490,
        paragraphs=10,
        section="7ffd2d2fc8c9",
        keywords=(7, 23, 6, 11, 16, 11, 8),
        authors=("c7a03b32fe14",),
        publisher="60723a45d5a0",
        published_raw="1588114658",
        published="2020-04-28T22:57:38Z",
        modified_raw="2020-04-29T11:14:24Z",
        modified="2020-04-29T11:14:24Z",
        zone="+00:00",
        images=0,
        declared=0,
        systems=("facebook",),
    ),
    Expected(
        file="ria-2017-politics-comments.html",
        site=Ria,
        id="ria:1507454680",
        headline="552f12a7ae08",
        description="d0e08d07aa51",
        body="e8b248cff108",
        letters=1331,
        paragraphs=9,  # 6 in `p` and 3 orphans
        section="934921933d1f",
        keywords=(13, 4, 7),
        published_raw="1508842080",
        published="2017-10-24T10:48:00Z",
        modified_raw="20171024T1612+0300Z",
        modified="2017-10-24T13:12:00Z",
        images=1,
        declared=557,
    ),
    Expected(
        file="ria-2017-interview-comments.html",
        site=Ria,
        id="ria:1508888160",
        headline="73229ae24fb4",
        second="f5a32452269c",
        description="348e4841fae7",
        body="376acd28a10e",
        letters=12438,
        paragraphs=39,  # 34 in `p` and 5 orphans
        section="cce0dff7856d",
        keywords=(18, 6),
        published_raw="1510819200",
        published="2017-11-16T08:00:00Z",
        modified_raw="20171116T1430+0300Z",
        modified="2017-11-16T11:30:00Z",
        images=5,
        declared=24,
    ),
    Expected(
        file="ria-2017-article-nocomments.html",
        site=Ria,
        id="ria:1509076610",
        headline="74352fb74dde",
        description="b4d685c6d283",
        body="ba704e90735c",
        letters=1194,
        paragraphs=5,  # 4 in `p` and 1 orphan
        section="d6ecdbe00d98",
        keywords=(37, 7, 8),
        published_raw="1510988601",
        published="2017-11-18T07:03:21Z",
        images=0,
        main_image=False,  # og:image names a folder
        declared=0,
    ),
    Expected(
        file="ria-2017-longread.html",
        site=Ria,
        id="ria:1484831978",
        headline="ad04b629c92e",
        description="16d7155d3b5e",
        body="dca19940ee94",
        letters=4530,
        paragraphs=13,
        section="f1947f79fdfb",
        authors=("ba34a2558443",),
        published_raw="1483257600",
        published="2017-01-01T08:00:00Z",
        modified_raw="20170101T1133+0300Z",
        modified="2017-01-01T08:33:00Z",
        images=13,
    ),
    Expected(
        file="ria-2022-article-chat.html",
        site=Ria,
        id="ria:1794720292",
        headline="0d09e5ffe91e",
        second="92876b1c1f39",
        description="39224590dabf",
        body="3200804817a1",
        letters=1478,
        paragraphs=5,
        section="c8ad1d110dec",
        keywords=(9, 6, 3, 13, 4),
        published_raw="1654928654",
        published="2022-06-11T06:24:14Z",
        modified_raw="2022-06-11T09:28",
        modified="2022-06-11T06:28:00Z",
        images=1,
    ),
]


def short(text: str | None) -> str | None:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else None


def load(file: str) -> Page:
    body = (PAGES / file).read_bytes()
    found = re.search(rb'(?:og:url" content|rel="canonical" href)="([^"]+)', body)
    return Page(body, found[1].decode() if found else "https://ria.ru/")


def name(case: Expected) -> str:
    return case.file
