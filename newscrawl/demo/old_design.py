"""Pages of the old design: an article and a day's archive. Markup modelled on real pages."""

from datetime import date, datetime
from html import escape as esc

from newscrawl.demo.editions import PAPER, Edition
from newscrawl.demo.markup import (
    article_head,
    byline,
    clock_day,
    document,
    meta,
    printed,
    sections,
    tag_link,
    zone_label,
)
from newscrawl.demo.old_comments import section as comments
from newscrawl.demo.paper import Block, Paper, Story


def article(story: Story, paper: Paper, base: str, now: datetime) -> str:
    """Return the page of an article. `now` is the time of the visit, which the page prints."""
    edition = paper.edition
    title = f'<div class="b-article__header-title"><h1 itemprop="{_title_prop(story)}">'
    title += f"{esc(story.headline)}</h1></div>"
    # With a big photo the title is in the photo's box, outside the article's.
    big = story.place % 8 == 1 and story.image
    main = (
        (f'<div class="b-article__header m-big">{_photo(story)}{title}</div>' if big else "")
        + f'<div class="b-article">{"" if big else title}{_refs(story, edition)}'
        + _hidden(story, base)
        + f'<div itemprop="description" class="b-article__lead"><p>{esc(story.lead)}</p></div>'
        + (
            ""
            if big or not story.image
            else f'<div class="b-article__header">{_photo(story)}</div>'
        )
        + '<div itemprop="articleBody" class="b-article__text">'
        + "\n".join(_block(block, story, paper) for block in story.blocks)
        + f"</div>{_likes(story.number)}{_tags(story, edition)}</div>"
        + comments(story, edition, base)
    )
    head = article_head(story, base) + _metas(story)
    return _page(paper, head, main, now, story)


def archive(day: date, stories: list[Story], paper: Paper, now: datetime) -> str:
    """Return the list of a day's articles."""
    rows = "".join(
        '<li class="b-plainlist__item">'
        f'<span class="b-plainlist__date">{printed(s.local(s.published), zone=False)}</span>'
        f'<h2 class="b-plainlist__title"><a href="{s.listed_path}">{esc(s.headline)}</a></h2>'
        f'<div class="b-plainlist__announce"><p>{esc(s.lead)}</p></div>{_likes(s.number)}</li>'
        for s in stories
    )
    more = (
        f'<a class="b-plainlist__more m-more" data-ajax="/services/{day:%Y%m%d}/more.html?'
        f'id=0&amp;date={day:%Y%m%d}T000000">{esc(paper.edition.label["loadmore"])}</a>'
    )
    main = f'<ul class="b-plainlist">{rows}</ul>{more}'
    return _page(paper, "", main, now)


def _title_prop(story: Story) -> str:
    return "name" if story.kind == "2019" else "headline"


def _metas(story: Story) -> str:
    # The Z stands in every zone: these are local times, wrongly marked as UTC.
    times = meta("datePublished", f"{story.local(story.published):%Y-%m-%dT%H:%M:%SZ}", "itemprop")
    if story.modified:
        times += meta(
            "dateModified", f"{story.local(story.modified):%Y-%m-%dT%H:%M:%SZ}", "itemprop"
        )
    cut = story.lead[:60].rstrip() + "..."
    return times + meta("description", cut) + meta("analytics:rubric", story.section)


def _refs(story: Story, edition: Edition) -> str:
    label, local = edition.label, story.local(story.published)
    zone, rtl = story.kind != "2019", edition.rtl
    published, updated = printed(local, zone=zone, rtl=rtl), ""
    if story.modified:
        moment = story.local(story.modified)
        updated = (
            f'<time itemprop="dateModified" datetime="{moment:%Y-%m-%dT%H:%M}" '
            f'class="b-article__refs-date-upd">({esc(label["updated"])} '
            f"{printed(moment, zone=zone, rtl=rtl)}) </time>"
        )
    authors = " and ".join(
        f'<a rel="author" href="/authors/{place}_{story.number}/">{esc(author)}</a>'
        for place, author in enumerate(story.authors)
    )
    return (
        f'<div class="b-article__refs-text"><a class="b-article__refs-rubric" '
        f'href="/{story.section}/" itemprop="articleSection">{esc(label[story.section])}</a>'
        '<div class="b-article__refs-credits"><time class="b-article__refs-date" '
        f'itemprop="dateCreated" datetime="{local:%Y-%m-%dT%H:%M}">{published}'
        f'</time>{updated}<span data-article="{story.number}" id="getShortUrl" data-shortUrl="" '
        f'class="b-article__refs-getshorturl">{esc(label["short"])}</span></div>'
        + (
            f'<div class="b-article__refs-author">{esc(label["by"])} {authors}</div>'
            * bool(authors)
        )
        + f'<div class="b-counters"><a href="{story.path}#comments" class="b-counters-icon '
        f'b-counters-icon_comments js-anchor"><i></i>\n {story.declared}\n </a>'
        '<span class="b-counters-icon b-counters-icon_like"><i></i>\n 0\n </span>'
        '<span class="b-counters-icon b-counters-icon_dislike"><i></i>\n 0\n </span></div></div>'
    )


def _hidden(story: Story, base: str) -> str:
    image = f'<div itemprop="image">{base}{story.image}</div>' if story.image else ""
    # The whole body once more: hidden, but still text.
    return (
        f'<div class="b-article__meta">{image}<div itemprop="publisher"><div itemprop="name">'
        f'{PAPER}</div></div><div itemprop="author"><div itemprop="name">{esc(byline(story))}'
        f'</div></div><div itemprop="mainEntityOfPage">{base}{story.path}</div>'
        f"<div>{esc(story.body)}</div></div>"
    )


def _photo(story: Story) -> str:
    return (
        f'<img src="{story.image}" alt="{esc(story.caption)}" title="{esc(story.caption)}" '
        'width="700" height="400"><div class="b-article__header-copy"><span><span>'
        f"{esc(story.credit)}</span></span></div>"
    )


def _block(block: Block, story: Story, paper: Paper) -> str:
    text, rows = esc(block.text), [esc(row) for row in block.items]
    if block.kind == "orphan":
        # As in real sources: the inject is inside the paragraph, which a parser closes there.
        return f"<p>{text} {_inject(story, paper)} {rows[0]}</p>"
    if block.kind == "strong":
        return f"<p><strong>{text} {_inject(story, paper)} {rows[0]}</strong></p>"
    if block.kind == "photo":
        return (
            f'<div class="b-inject m-photo"><img src="/img/{story.number + 1}.svg" '
            f'alt="{rows[0]}"><div class="b-inject__copy"><span>{rows[1]}</span></div></div>'
        )
    if block.kind == "list":
        return f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>"
    if block.kind == "banner":
        return '<div class="b-banner m-banner-33"></div>'
    tag = {"quote": 'blockquote class="marker-quote1"', "h2": "h2", "h3": "h3"}.get(block.kind, "p")
    return f"<{tag}>{text}</{tag.split()[0]}>"


def _inject(story: Story, paper: Paper) -> str:
    other = paper.stories[(paper.stories.index(story) * 7 + 3) % len(paper.stories)]
    return (
        '<div class="b-inject m-related"><div class="b-inject__article">'
        f"<time>{other.local(other.published):%d.%m, %H:%M}</time> "
        f'<a href="{other.path}">{esc(other.headline)}</a></div></div>'
    )


def _likes(number: int) -> str:
    # Plain links: a crawler that follows every link on the page votes.
    links = "".join(
        f'<a href="/services/likes/like/?article_id={number}&amp;value={value}" '
        f'class="b-article__likes-{way} js-like{way.title()}">0</a>'
        for way, value in (("up", 1), ("down", -1))
    )
    return f'<div class="b-article__likes js-likes">{links}</div>'


def _tags(story: Story, edition: Edition) -> str:
    if not story.tags:
        return '<div class="b-article__refs"></div>'
    return (
        '<div class="b-article__refs"><div class="b-article__refs-item"><div '
        f'class="b-article__refs-item-description">{esc(edition.label["tags"])}</div><div '
        'class="b-article__refs-item-title b-article__refs-tags">'
        + ", ".join(map(tag_link, story.tags))
        + f'</div></div><div class="b-article__refs-story-title">{esc(edition.label["topic"])} '
        f'<a href="/trend/{story.section}-06072017/">{esc(story.section)}<span>33</span></a>'
        "</div></div>"
    )


def _clock(now: datetime, kind: str) -> str:
    if kind == "2019":
        inner = f'<span class="m-timezone">{now:%H:%M} {zone_label(now)}</span>{clock_day(now)}'
    else:
        inner = (
            f'<span class="m-timezone m-vat">{now:%H:%M} {zone_label(now)}</span>'
            f'<span class="m-vat">{clock_day(now)}</span>'
        )
    return f'<div class="b-sitenav__time">{inner}</div>'


def _side(paper: Paper) -> str:
    label = paper.edition.label

    def items(stories: list[Story]) -> str:
        return "".join(
            '<li class="b-news__item"><span class="b-news__time"><span class="m-timezone">'
            f"{s.local(s.published):%H:%M} {zone_label(s.local(s.published))} </span></span>"
            f'<a href="{s.path}">{esc(s.headline)}</a></li>'
            for s in stories
        )

    return (
        f'<div class="l-sidebar"><div class="b-block b-tabs b-news"><h6>{esc(label["latest"])}</h6>'
        f'<div id="latest-tab"><ul>{items(paper.newest(6))}</ul></div>'
        f"<h6>{esc(label['mostread'])}</h6>"
        f'<div id="mostread-tab"><ul>{items(paper.stories[:4])}</ul></div></div></div>'
    )


def _page(paper: Paper, head: str, main: str, now: datetime, story: Story | None = None) -> str:
    edition, kind = paper.edition, story.kind if story else "2020"
    title = story.headline if story else edition.label["news"]
    consent = (
        '<div class="cookie"><p>{consent}</p><button id="cookieAccept" class="cookie__accept">'
        "{accept}</button></div>"
    ).format(**{key: esc(word) for key, word in edition.label.items()})
    body = (
        f'{consent if kind == "2020" else ""}<div class="page_container"><div class="b-sitenav">'
        f"{_clock(now.astimezone(story.zone if story else edition.zone), kind)}</div>"
        f'<div class="b-header"><a class="b-header__logo" href="/">{PAPER}</a></div>'
        '<div class="b-mainnav" id="mainnav"><ul class="b-mainnav__list">'
        f'<li class="b-mainnav__item"><a href="/">{esc(edition.label["home"])}</a></li>'
        f'{sections(edition, "b-mainnav__item")}</ul></div><div class="l-main"><div '
        f'class="l-maincolumn">{main}</div>{_side(paper)}</div></div>'
        '<script src="/js/riacomments.js"></script>'
    )
    return document(edition, title=title, head=head, body=body, css="m-old")
