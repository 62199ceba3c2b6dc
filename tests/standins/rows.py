"""Rows of server-rendered threads, each scenario's different: names, nesting, ids and dates."""

from collections.abc import Callable
from datetime import datetime
from html import escape

from newscrawl.demo.invent import Post
from tests.standins.scenario import START, stamp

Row = Callable[[Post, int], str]
"""From a post and its depth to HTML."""


def lines(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br>")


def printed(moment: datetime, seconds: bool = True) -> str:
    """Return a moment as an English page prints it.

    >>> printed(START)
    '14 March 2026, 08:30:12 UTC'
    """
    return f"{moment.day} {moment:%B %Y, %H:%M}" + (f":{moment:%S} UTC" if seconds else "")


def acts(name: str, tag: str = "button") -> str:
    """Return what no crawler may press, wired to be counted."""
    kinds = ("Like", "Reply", "Report", "Share")
    return " ".join(
        f'<{tag} class="act" data-write="/write/{name}/{kind.lower()}">{kind}</{tag}>'
        for kind in kinds
    )


def expand(url: str, label: str, css: str = "more") -> str:
    return f'<button class="{css}" data-expand="{escape(url)}">{label}</button>'


def remark(post: Post, depth: int) -> str:
    """Flat, with explicit ids and parents in data attributes."""
    answered = f' data-reply-to="{post.parent}"' if post.parent else ""
    return (
        f'<div class="remark" data-remark-id="{post.id}"{answered} style="margin-left:{depth}em">'
        f"{_by('b', 'remark-by', post)} <time datetime='{stamp(post.created)}'>in March</time>"
        f'<p class="remark-said">{lines(post.text)}</p><i class="remark-score">{post.likes}</i> '
        f"{acts('infinite_scroll', 'a')}</div>"
    )


def opinion(post: Post, _depth: int) -> str:
    """Flat articles; the parent is a link's fragment."""
    answered = f'<a href="#opinion-{post.parent}">in reply to</a>' if post.parent else ""
    return (
        f'<article class="opinion" id="opinion-{post.id}"><header>{_by("strong", "who", post)} '
        f'<span class="when" title="{printed(post.created)}">14-15 March</span> {answered}</header>'
        f'<div class="what">{lines(post.text)}</div><footer><output>{post.likes}</output> '
        f"{acts('login_wall')}</footer></article>"
    )


def saying(post: Post, depth: int) -> str:
    """As some apps do: times are relative only, in words; depth is a class."""
    return (
        f'<section class="saying depth-{depth}" id="saying{post.id}"><em>{ago(post.created)}</em> '
        f"{_by('a', 'speaker', post)} <blockquote>{lines(post.text)}</blockquote>"
        f'<span class="thumbs">{post.likes}</span> {acts("relative_times")}</section>'
    )


def entry(post: Post, _depth: int) -> str:
    """As a definition list: the parent's id is an attribute, the date is printed text."""
    return (
        f'<dl class="entry" data-entry="{post.id}" data-parent="{post.parent or ""}">'
        f'<dt>{_by("span", "nick", post)}<br><small class="date">{printed(post.created)}</small>'
        f'</dt><dd class="entry-text">{lines(post.text)}</dd><dd><b>{post.likes}</b> '
        f"{acts('duplicates')}</dd></dl>"
    )


def voice(post: Post, _depth: int) -> str:
    """No ids anywhere, no parents: author, time and text are all there is."""
    return (
        f'<li class="voice"><div>{_by("span", "voice-name", post)} '
        f'<time datetime="{stamp(post.created)}">{printed(post.created, seconds=False)}</time>'
        f'</div><p>{lines(post.text)}</p><span class="voice-votes">{post.likes}</span> '
        f"{acts('same_text')}</li>"
    )


def counted(post: Post, depth: int) -> str:
    """Depth is an attribute `indent`."""
    return (
        f'<div class="msg-box" id="msg_{post.id}" indent="{depth}"><p class="msg-head">'
        f'{_by("span", "msg-user", post)} | <time datetime="{stamp(post.created)}">'
        f'{printed(post.created)}</time></p><div class="msg-body"><p>{lines(post.text)}</p></div>'
        f'<p class="msg-foot">+{post.likes} {acts("declared_more")}</p></div>'
    )


def plain(post: Post, depth: int) -> str:
    return (
        f'<div class="c-item c-lvl-{depth}" id="c-item-{post.id}"><h5>'
        f'{post.author or ""}</h5><time datetime="{stamp(post.created)}">March</time>'
        f'<div class="c-text">{lines(post.text)}</div><small>{post.likes}</small>'
        f"{acts('navigating_button')}</div>"
    )


def level(post: Post, depth: int) -> str:
    """As old server-rendered boards: flat, levels as classes, dates to the minute."""
    return (
        f'<div class="comment level-{depth}" id="c{post.id}"><p class="comment-info">'
        f"{_by('cite', 'comment-author', post)} "
        f'<span class="comment-date">{printed(post.created, seconds=False)} UTC</span></p>'
        f'<div class="comment-text">{lines(post.text)}</div>'
        f'<p class="comment-links"><span class="points">{post.likes} points</span> '
        f"{acts('flat_levels', 'a')}</p></div>"
    )


def ago(moment: datetime) -> str:
    """Return a moment relative to noon of the day after the first comment."""
    hours = max(1, round((START.replace(day=15, hour=12) - moment).total_seconds() / 3600))
    if hours >= 24:
        return "yesterday"
    return "an hour ago" if hours == 1 else f"{hours} hours ago"


def _by(tag: str, css: str, post: Post) -> str:
    return f'<{tag} class="{css}">{post.author}</{tag}>' if post.author else ""
