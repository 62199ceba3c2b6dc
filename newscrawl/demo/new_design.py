"""Pages of the new design: an article with its chat, and lists. Markup modelled on RIA's."""

import json
from datetime import datetime
from html import escape as esc

from newscrawl.demo.editions import PAPER, Edition
from newscrawl.demo.markup import article_head, document, meta, printed, sections
from newscrawl.demo.paper import Block, Paper, Story

CLOSED_AFTER = 24 * 3600
"""Seconds after publication at which RIA's chat closes."""


def article(story: Story, paper: Paper, base: str, now: datetime) -> str:
    """Return the page of an article; its chat and its counters are empty shells."""
    edition = paper.edition
    local = story.local(story.published)
    head = (
        article_head(story, base)
        + meta("description", story.lead)
        + meta("analytics:rubric", edition.label[story.section])
        + meta("article:published_time", f"{local:%Y%m%dT%H%M%z}", "property")
        + _modified(story)
        # As on RIA's pages: the same word on every article.
        + meta("article:section", edition.label["news"], "property")
        + "".join(meta("article:tag", tag, "property") for tag in story.tags)
    )
    settings = {
        "endlessScrollUrl": "/services/article/infinity/",
        "article": {
            "id": story.number,
            "chat_expired": (now - story.published).total_seconds() > CLOSED_AFTER,
        },
        "chat": {"show": True},
    }
    body = (
        f"<script>var GLOBAL = {json.dumps(settings)};</script>"
        f'<div class="content" id="content"><div class="endless" id="endless">'
        f"{item(story, paper, base)}</div>{_widgets(paper)}</div>"
    )
    return _page(paper, title=story.headline, head=head, body=body, now=now)


def item(story: Story, paper: Paper, base: str) -> str:
    """Return one article of the endless page."""
    edition, local = paper.edition, story.local(story.published)
    attributes = {
        "id": story.number,
        "date": f"{story.day:%Y%m%d}",
        "endless": 1,
        "url": story.path,
        "full-url": base + story.path,
        "title": story.headline,
        "published": f"{local:%Y-%m-%dT%H:%M}",
        "keywords": ", ".join(story.tags),
        "author": ", ".join(story.authors) or " ",
        "analytics-rubric": edition.label[story.section],
        "pts": int(story.published.timestamp()),
        "article-type": "online" if any(b.kind == "live" for b in story.blocks) else "article",
    }
    data = "".join(f' data-{key}="{esc(str(value))}"' for key, value in attributes.items())
    return (
        f'<div class="endless__item"{data}><div class="layout-article layout"><div '
        f'class="article m-article" data-article-id="{story.number}">{_meta(story, base)}'
        f"{_header(story, edition)}"
        f'<div class="article__body">{"".join(_block(b, story, paper) for b in story.blocks)}</div>'
        f"{_userbar(story, edition)}{_tags(story)}</div></div></div>"
    )


def listing(paper: Paper, title: str, stories: list[Story], now: datetime, more: str = "") -> str:
    """Return a list of articles: the front page, a section or a day."""
    head = f'<h1 class="title">{esc(title)}</h1>'
    body = f'<div class="content">{head}{rows(stories, more, paper)}</div>'
    return _page(paper, title=title, head="", body=body, now=now)


def rows(stories: list[Story], more: str, paper: Paper, css: str = "list") -> str:
    """Return rows of a list, and the button under them."""
    found = "".join(
        f'<div class="list__item"><div class="list__content"><a class="list__title" '
        f'href="{s.listed_path}">{esc(s.headline)}</a><div class="list__info"><span '
        f'class="list__date" data-unixtime="{int(s.published.timestamp())}">'
        f"{printed(s.local(s.published), zone=False)}</span></div></div></div>"
        for s in stories
    )
    label = esc(paper.edition.label["loadmore"])
    button = f'<a class="list__more" data-url="{esc(more)}">{label}</a>' if more else ""
    return f'<div class="{css}">{found}</div>{button}'


def _modified(story: Story) -> str:
    if not story.modified:
        return ""
    moment = f"{story.local(story.modified):%Y%m%dT%H%M%z}"
    return meta("article:modified_time", moment, "property")


def _meta(story: Story, base: str) -> str:
    modified = f"{story.local(story.modified):%Y-%m-%dT%H:%M%z}" if story.modified else None
    pairs = [
        ("headline", story.headline),
        ("alternativeHeadline", story.second_headline or story.headline),
        ("description", story.lead),
        ("datePublished", f"{story.local(story.published):%Y-%m-%dT%H:%M%z}"),
        *([("dateModified", modified)] if modified else []),
        *[("articleSection", tag) for tag in story.tags],
        ("articleBody", story.body),
        ("telephone", "0 000 000-0000"),
        ("streetAddress", "7 Quay of Lanterns"),
        ("ratingValue", "4.7"),
    ]
    people = "".join(
        f'<div itemprop="author" itemscope><div itemprop="name">{esc(author)}</div></div>'
        for author in story.authors
    )
    return (
        '<div class="article__meta" itemscope itemtype="https://schema.org/Article">'
        + "".join(f'<div itemprop="{key}">{esc(value)}</div>' for key, value in pairs)
        + f'{people}<div itemprop="copyrightHolder"><div itemprop="name">{PAPER}</div></div>'
        f'<a itemprop="discussionUrl" href="{base}{story.path}?chat_room_id={story.number}"> </a>'
        "</div>"
    )


def _header(story: Story, edition: Edition) -> str:
    local, tag = story.local(story.published), "h1"
    second, updated = "", ""
    if story.second_headline:
        # As on RIA's pages: the h1 is a second title, the headline a plain box.
        tag = "div"
        second = f'<h1 class="article__second-title">{esc(story.second_headline)}</h1>'
    if story.modified:
        moment = printed(story.local(story.modified), rtl=edition.rtl, gap=" ")
        word = esc(edition.label["updated"])
        updated = f'<span class="article__info-date-modified"> ({word}: {moment})</span>'
    return (
        '<div class="article__header"><div class="article__info"><div class="article__info-date">'
        f'<a href="/{story.day:%Y%m%d}/" data-unixtime="{int(story.published.timestamp())}">'
        f"{printed(local, rtl=edition.rtl, gap=' ')}</a>{updated}</div><div "
        'class="article__info-statistic"></div></div>'
        f'<{tag} class="article__title">{esc(story.headline)}</{tag}>{second}'
        f'<div class="article__announce"><div class="article__announce-text">{esc(story.lead)}'
        f"</div>{_media(story.image, story.caption, story.credit)}</div>{_authors(story)}</div>"
    )


def _media(image: str | None, caption: str, credit: str) -> str:
    if not image:
        return ""
    return (
        f'<div class="media"><img src="{image}" alt="{esc(caption)}" width="700" height="400">'
        f'<div class="media__description">{esc(caption)}</div><div class="media__copyright"><div '
        f'class="media__copyright-item m-copyright">{esc(credit)}</div></div></div>'
    )


def _authors(story: Story) -> str:
    return "".join(
        f'<div class="article__author"><div class="article__author-name">{esc(author)}</div></div>'
        for author in story.authors
    )


def _block(block: Block, story: Story, paper: Paper) -> str:
    if block.kind == "live":
        return _live(block, story)
    inner = {
        "text": f'<div class="article__text">{esc(block.text)}</div>',
        "quote": f'<div class="article__quote"><div class="article__quote-text">{esc(block.text)}'
        "</div></div>",
        "h2": f'<h2 class="article__h2">{esc(block.text)}</h2>',
        "h3": f'<h3 class="article__h3">{esc(block.text)}</h3>',
        "list": "".join(f"<li>{esc(row)}</li>" for row in block.items).join(
            ('<ul class="article__list">', "</ul>")
        ),
        "banner": '<aside><div class="banner"><div class="banner__content"></div></div></aside>',
    }.get(block.kind)
    name = {"photo": "media"}.get(block.kind, block.kind)
    if block.kind == "photo":
        inner = _media(f"/img/{story.number + 1}.svg", *block.items)
    elif block.kind == "article":
        inner = _related(story, paper)
    elif inner is None:
        inner = f'<div class="article__{name}">{esc(" ".join(block.items))}</div>'
    return f'<div class="article__block" data-type="{name}">{inner}</div>'


def _related(story: Story, paper: Paper) -> str:
    other = paper.stories[(paper.stories.index(story) * 5 + 2) % len(paper.stories)]
    return (
        f'<div class="article__article"><a class="article__article-title" href="{other.path}">'
        f'{esc(other.headline)}</a><div class="article__article-info">'
        f"{other.local(other.published):%d.%m, %H:%M}</div></div>"
    )


def _live(block: Block, story: Story) -> str:
    rows_ = "".join(
        f'<div class="online__item" data-id="{place}"><div class="online__item-time">'
        f'{printed(story.local(story.published), gap=" ")}</div><div class="online__item-text">'
        f"{esc(text)}</div></div>"
        for place, text in enumerate(block.items)
    )
    return f'<div class="online"><div class="online__list">{rows_}</div></div>'


def _userbar(story: Story, edition: Edition) -> str:
    emoji = "".join(f'<a class="emoji__item" data-type="s{n}"></a>' for n in range(1, 7))
    return (
        f'<div class="article__userbar" data-article-id="{story.number}"><div '
        f'class="article__userbar-emoji"><div class="emoji" data-id="{story.number}">{emoji}</div>'
        f'</div><a class="article__userbar-chat" data-id="{story.number}">'
        f"{esc(edition.label['chat'])}</a></div>"
    )


def _tags(story: Story) -> str:
    if not story.tags:
        return '<ul class="article__tags"></ul>'
    items = "".join(
        f'<li class="tag"><a class="article__tags-item" href="/tags/keyword_{esc(tag)}/">'
        f'<span class="tag__text">{esc(tag)}</span></a></li>'
        for tag in story.tags
    )
    return f'<ul class="article__tags" data-type="tags">{items}</ul>'


def _widgets(paper: Paper) -> str:
    words = {key: esc(word) for key, word in paper.edition.label.items()}
    ticker = "".join(
        f'<div class="lenta__item"><span class="lenta__item-date" '
        f'data-unixtime="{int(s.published.timestamp())}">{s.local(s.published):%H:%M}</span> '
        f'<a href="{s.path}">{esc(s.headline)}</a></div>'
        for s in paper.newest(6)
    )
    return (
        f'<div class="widgets"><div class="lenta" id="widgetLenta">{ticker}</div>'
        '<div class="widgets__r-chat" id="widgetRChat"><div class="widgets__r-header-text">'
        f'<span id="chatTitle">{words["chat"]}</span></div><div class="chat" id="chat">'
        f'<a class="chat__more" style="display: none;">{words["older"]}</a>'
        '<div class="chat__lenta"></div>'
        f'<div class="chat__expired" style="display: none;">{words["closed"]}</div>'
        '<div class="chat__input" style="display: none;"><form action="/services/chat/add/" '
        'method="GET" class="chat__form"><textarea name="comment"></textarea>'
        f'<button name="sub" type="submit" class="chat__input-send">{words["send"]}</button>'
        "</form></div></div></div></div>"
    )


def _page(paper: Paper, *, title: str, head: str, body: str, now: datetime) -> str:
    edition = paper.edition
    words = {key: esc(word) for key, word in edition.label.items()}
    clock = printed(now.astimezone(edition.zone), rtl=edition.rtl, gap=" ")
    page = (
        f'<div class="page"><div class="header"><a class="header__logo" href="/">{PAPER}</a>'
        f'<span class="header__clock">{clock}</span><ul class="header__menu">'
        f"{sections(edition, 'header__menu-item')}</ul></div>{body}</div>"
        f'<div class="cookie m-bottom"><p>{words["consent"]}</p><button id="cookieAccept" '
        f'class="cookie__accept">{words["accept"]}</button></div>'
        '<script src="/js/riachat.js"></script>'
    )
    return document(edition, title=title, head=head, body=page, css="m-new")
