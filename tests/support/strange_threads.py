"""Threads of kinds that no engine here is written for, each with what is to be read of it."""

from typing import NamedTuple

TEXT = (
    "<article><h1>The ferry is late</h1><p>"
    + "The pier was full by nine and the boat lay in the fog. " * 20
    + "</p></article>"
)
SAID = (
    "I waited two hours in the rain for it.",
    "Then take the bridge, it is always there.",
    "The bridge is shut since the storm, my friend.",
    "Who pays for all of this, I ask you?",
)


class Told(NamedTuple):
    """One comment of the truth."""

    author: str | None
    text: str | None
    date: str | None
    """The beginning of its date."""
    parent: int | None = None
    """Its place in the truth."""


class Thread(NamedTuple):
    """A page, and the truth."""

    html: str
    truth: tuple[Told, ...]
    status: str = "complete"


ORLA = Told("Orla", SAID[0], "2026-11-25T10:00")
PIM = Told("Pim", SAID[1], "2026-11-25T11:00")
QUILL = Told("Quill", SAID[2], "2026-11-25T12:00")
THREE = (ORLA, PIM, QUILL)
NESTED = (ORLA, PIM._replace(parent=0), QUILL)


def page(inside: str, head: str = "") -> str:
    return f'<html lang="en"><head>{head}</head><body>{TEXT}{inside}</body></html>'


def moment(hour: int) -> str:
    return f"2026-11-25T1{hour}:00:00Z"


def row(number: int, told: Told, *, keyed: bool = True, more: str = "") -> str:
    key = f' id="comment-{number}"' if keyed else ""
    return (
        f'<li class="comment"{key}><b class="author">{told.author}</b> '
        f'<time datetime="{told.date}:00Z">25 Nov</time><p>{told.text}</p>{more}</li>'
    )


ROWS = row(1, ORLA) + row(2, PIM)


def listed(inside: str = "", rows: str = ROWS, heading: str = "") -> str:
    return page(f'<div id="comments">{heading}<ul>{rows}</ul>{inside}</div>')


def indented(hour: int, told: Told, level: int) -> str:
    return (
        f'<tr class="athing comtr" id="440{hour}"><td><table><tr><td class="ind"><img src="s.gif" '
        f'height="1" width="{40 * level}"></td><td class="default"><div><span class="comhead">'
        f'<a href="user?id={told.author}" class="hnuser">{told.author}</a> <span class="age" '
        f'title="2026-11-25T1{hour}:00:00 {1795600800 + 3600 * hour}"><a href="item?id=440{hour}">'
        f'3 hours ago</a></span> <span class="navs"> | <a href="#4402">next</a> <a class="togg" '
        f'href="javascript:void(0)">[–]</a></span></span></div><div class="comment"><div '
        f'class="commtext c00">{told.text}</div><div class="reply"><p><a href="reply?id={hour}">'
        f"reply</a></div></div></td></tr></table></td></tr>"
    )


def folding(hour: int, told: Told, replies: str = "") -> str:
    who = f'<a href="/user/{told.author}" class="author">{told.author}</a>'
    return (
        f'<div class="thing noncollapsed comment" id="thing_t1_aa{hour}" data-type="comment"><div '
        f'class="midcol"><div class="arrow up"></div></div><div class="entry"><p class=tagline><a '
        f'href="javascript:void(0)" class="expand">[–]</a>{who if told.author else "[deleted]"} '
        f'<span class="score unvoted" title="4">4 points</span> <time datetime="{moment(hour)}">5 '
        f'hours ago</time> <a href="javascript:void(0)" class="numchildren">(1 child)</a></p><form '
        f'action="#" class="usertext"><input type="hidden" name="thing_id"/><div class="usertext-'
        f'body"><div class="md"><p>{told.text}</p></div></div></form><ul class="buttons"><li><a '
        f'href="/c/{hour}/" class="bylink">permalink</a></li></ul></div><div class="child">'
        f"{replies}</div></div>"
    )


def unfolded(hour: int, told: Told, replies: str = "") -> str:
    return (
        f'<details open><summary><b>{told.author}</b> · <time datetime="{moment(hour)}">25 Nov'
        f"</time></summary><p>{told.text}</p>{replies}</details>"
    )


def cells(hour: int, told: Told) -> str:
    return f"<tr><td>{told.author}</td><td>25.11.2026 1{hour}:00</td><td>{told.text}</td></tr>"


def post(number: int, told: Told) -> str:
    return (
        f'<div id="p{number}" class="post bg{number % 2}"><dl class="postprofile"><dt><a '
        f'href="./member?u={number}" class="username">{told.author}</a></dt><dd>Posts: 31</dd><dd>'
        f"Joined: 03 Feb 2019, 10:22</dd></dl><div class=postbody><h3><a href='#p{number}'>Re: Late"
        f'</a></h3><p class="author">by <strong><a class="username">{told.author}</a></strong> » '
        f'<time datetime="{told.date}:00Z">25 Nov 2026</time></p><div class="content">{told.text}'
        f'</div><div class="signature">Ships pass in the night</div></div></div>'
    )


def of_day(told: Told) -> Told:
    """Return the truth where a time stands without a zone: the day alone is sure."""
    return told._replace(date="2026-11-25")


OPENING = Told(
    "Rasmus", "The opening words of this topic, which is the article.", "2026-11-25T09:00"
)
GONE = Told(None, None, None)
LATEST = (
    '<li class="comment"><b class="author">Xen</b> <a href="/other#comment-77">The mill</a> <time '
    'datetime="2026-11-25T12:00:00Z"></time><p>The mill turns again, hurrah for that!</p></li>'
)
POSTS = "".join(post(n, told) for n, told in enumerate((OPENING, *THREE), 70))
ICON = '<b class="user">{0}</b> <i class="clock" title="25 November 2026, 1{1}:00"></i><p>{2}</p>'
THREADS = {
    "posts of a forum": Thread(
        page(POSTS).replace(TEXT, "<h2>The ferry is late</h2>"),
        THREE,
    ),
    "indents of pictures": Thread(
        page(f"<table>{indented(0, ORLA, 0)}{indented(1, PIM, 1)}{indented(2, QUILL, 0)}</table>"),
        NESTED,
    ),
    "a text in a form of hidden fields": Thread(
        page(
            f'<div class="commentarea">{folding(0, ORLA, folding(1, PIM))}{folding(2, QUILL)}</div>'
        ),
        NESTED,
    ),
    "a removed one that keeps its replies": Thread(
        page(
            '<div class="commentarea">'
            + folding(0, Told(None, "[removed]", None), folding(1, PIM))
            + folding(2, QUILL)
            + "</div>"
        ),
        (GONE, PIM._replace(parent=0), QUILL),
    ),
    "details in a section called a discussion": Thread(
        page(
            '<section class="discussion"><h2>Discussion</h2>'
            f"{unfolded(0, ORLA, unfolded(1, PIM))}{unfolded(2, QUILL)}</section>"
        ),
        NESTED,
    ),
    "cells of a table": Thread(
        page(
            '<table id="comments"><tr><th>Name</th><th>When</th><th>Comment</th></tr>'
            f"{cells(0, ORLA)}{cells(1, PIM)}{cells(2, QUILL)}</table>"
        ),
        tuple(map(of_day, THREE)),
    ),
    "a date in the title of an icon": Thread(
        page(
            '<div id="comments">'
            + "".join(
                f'<div class="comment" id="c{n}">{ICON.format(told.author, n, told.text)}</div>'
                for n, told in enumerate(THREE)
            )
            + "</div>"
        ),
        tuple(map(of_day, THREE)),
    ),
    "two columns": Thread(
        page(
            f'<div id="comments"><ul class="for">{row(1, ORLA)}</ul>'
            f'<ul class="against">{row(2, PIM)}{row(3, QUILL)}</ul></div>'
        ),
        THREE,
    ),
    "the latest of the site inside": Thread(
        listed(f'<div class="recent"><h4>Also here</h4><ul>{LATEST}</ul></div>'), (ORLA, PIM)
    ),
    "the latest of the site beside": Thread(
        listed().replace("</body>", f'<aside class="latest-comments"><ul>{LATEST}</ul></aside>'),
        (ORLA, PIM),
    ),
    "a pinned one without ids": Thread(
        page(
            f'<div id="comments"><ul class="pinned-comment">{row(2, PIM, keyed=False)}</ul><ul>'
            f"{row(1, ORLA, keyed=False)}{row(2, PIM, keyed=False)}</ul></div>"
        ),
        (ORLA, PIM),
    ),
    "a choice of the editors with ids of its own": Thread(
        listed(heading=f'<ul class="editors-picks">{row(902, PIM)}</ul>'), (ORLA, PIM)
    ),
    "the same words twice in the thread": Thread(
        listed(rows=row(1, ORLA) + row(2, PIM) + row(3, PIM)), (ORLA, PIM, PIM)
    ),
    "a folded one of a low score": Thread(
        listed(
            rows=ROWS
            + row(3, QUILL).replace(
                "<p>", '<span>comment score below threshold</span> <a href="#">[+]</a><p>'
            )
        ),
        THREE,
    ),
}
