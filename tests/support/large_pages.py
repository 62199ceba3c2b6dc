"""Documents with very many of one thing, as a stranger's page may have them."""

import json
from collections.abc import Callable

ADDRESS = "https://herald.test/2026/03/14/the-bridge-is-open-again-1234567.html"
HEAD = (
    '<!doctype html><html lang="en"><head><title>The bridge is open again | The Herald</title>'
    '<meta property="og:title" content="The bridge is open again">'
    '<meta property="article:published_time" content="2026-03-14T09:00:00Z">'
)
STORY = (
    "<article><h1>The bridge is open again</h1>"
    "<p>The bridge over the river was opened on Saturday after two years of work, and the first to "
    "cross it were the children of both schools.</p></article>"
)


def page(body: str = "", head: str = "") -> str:
    return f"{HEAD}{head}</head><body>{STORY}{body}</body></html>"


def many(make: Callable[[int], str], size: int) -> str:
    return "".join(map(make, range(size)))


def row(number: int, inside: str = "") -> str:
    return (
        f'<li class="comment" id="comment-{number}"><b class="fn">Reader {number}</b> '
        f'<time datetime="2026-03-14T10:{number % 60:02}:00Z">14 March</time>'
        f'<div class="comment-content"><p>I crossed it as number {number}.</p></div>{inside}</li>'
    )


def rows(size: int) -> str:
    return page(f'<ol class="comment-list" id="comments">{many(row, size)}</ol>')


def unnamed(size: int) -> str:
    """Rows that nothing names: found by their repetition."""

    def one(number: int) -> str:
        return (
            f'<div class="x1"><div class="x2"><a href="/u/{number}">Reader {number}</a> '
            f"<span>14 March 2026, 10:{number % 60:02}</span></div><div>I crossed it as number "
            f"{number}.</div><button>Reply</button></div>"
        )

    return page(f"<section><h2>{size} comments</h2>{many(one, size)}</section>")


def thread(size: int) -> str:
    """Rows of which each answers the one before, 20 deep."""
    threads = []
    for start in range(0, size, 20):
        inside = ""
        for number in reversed(range(start, min(start + 20, size))):
            inside = f'<ul class="children">{row(number, inside)}</ul>'
        threads.append(inside)
    return page(f'<ol class="comment-list" id="comments">{"".join(threads)}</ol>')


def nested(tag: str) -> Callable[[int], str]:
    return lambda size: page(f"<{tag}>" * size + "deep" + f"</{tag}>" * size)


def nested_rows(size: int) -> str:
    opened = (
        f'<ul class="children"><li class="comment" id="comment-{n}"><b class="fn">Reader {n}</b>'
        f"<p>Number {n}.</p>"
        for n in range(size)
    )
    return page("".join(opened))


def linked_comments(size: int) -> str:
    comments = [
        {
            "@type": "Comment",
            "text": f"I crossed it as number {n}.",
            "author": {"@type": "Person", "name": f"Reader {n}"},
            "dateCreated": "2026-03-14T10:00:00Z",
        }
        for n in range(size)
    ]
    story = {"@type": "NewsArticle", "headline": "The bridge is open again", "comment": comments}
    return page(head=f'<script type="application/ld+json">{json.dumps(story)}</script>')


def linked_articles(size: int) -> str:
    """One list of many articles, of which the page's own is none."""
    listed = [
        {"@type": "NewsArticle", "headline": f"The bridge {n}", "url": f"https://herald.test/{n}"}
        for n in range(size)
    ]
    return page(head=f'<script type="application/ld+json">{json.dumps(listed)}</script>')


def state(size: int) -> str:
    """A script that holds the page's comments, as those of single-page applications do."""
    comments = [
        {
            "id": n,
            "author": {"name": f"Reader {n}"},
            "text": f"I crossed it as number {n}.",
            "created_at": "2026-03-14T10:00:00Z",
        }
        for n in range(size)
    ]
    data = json.dumps({"props": {"comments": comments}})
    return page(f'<script id="__NEXT_DATA__" type="application/json">{data}</script>')


def deep_json(size: int) -> str:
    data = '{"a":[' * size + "1" + "]}" * size
    return page(
        f'<script type="application/ld+json">{data}</script><script>window.__STATE__ = {data};'
        "</script>"
    )


def words(size: int, word: str = "bridge ") -> str:
    return word * (size // len(word))


def each(pattern: str, size: int) -> str:
    """Return a pattern many times, `#` its number."""
    return "".join(pattern.replace("#", str(number)) for number in range(size))


def body(pattern: str, around: str = "<div>#</div>") -> Callable[[int], str]:
    return lambda size: page(around.replace("#", each(pattern, size)))


def head(pattern: str) -> Callable[[int], str]:
    return lambda size: page(head=each(pattern, size))


MANY: dict[str, tuple[int, Callable[[int], str]]] = {
    "attributes": (50_000, body('data-a#="#" ', "<div #>x</div>")),
    "classes": (50_000, body("comment-# ", '<div class="#">x</div>')),
    "h1": (50_000, body("<h1>The bridge #</h1>")),
    "h2": (50_000, body("<h2># comments</h2>")),
    "p": (200_000, body("<p>Day #.", "<article>#</article>")),
    "long p": (20_000, body(f"<p>{'bridge ' * 30}#.", "<article>#</article>")),
    "meta": (200_000, head('<meta name="k#" content="v">')),
    "same meta": (100_000, head('<meta name="author" content="A. Reader #">')),
    "links": (50_000, body('<a href="/a/#">Read #</a> ')),
    "page links": (50_000, body('<a href="?page=#">#</a> ')),
    "canonicals": (50_000, head('<link rel="canonical" href="/a/#">')),
    "feeds": (50_000, head('<link rel="alternate" type="application/rss+xml" href="/f/#">')),
    "linked data": (
        50_000,
        head('<script type="application/ld+json">{"@type":"Thing","name":"thing #"}</script>'),
    ),
    "br": (100_000, body("one<br>", "<article><p>#</p></article>")),
    "time": (20_000, body('<time datetime="2026-03-14">14 March</time>')),
    "distinct time": (20_000, body('<time datetime="2026-03-14">14 March #</time>')),
    "dates": (50_000, body('<span class="date">14 March 2026, at #</span>')),
    "authors": (50_000, body('<a rel="author" class="author" href="/u/#">A. Reader #</a>')),
    "tags": (50_000, body('<a rel="tag" href="/t/#">tag #</a>')),
    "spans": (100_000, body("<span>one #</span> ", "<p>#</p>")),
    "unclosed": (50_000, body("<b><i>")),
    "list": (100_000, body("<li>one #", "<ul>#</ul>")),
    "table": (50_000, body("<tr><td>one<td>#", "<table>#</table>")),
    "pictures": (50_000, body('<img src="/p/#.png" alt="one">')),
    "buttons": (50_000, body("<button>Show more comments</button>")),
    "distinct buttons": (50_000, body("<button>Show # more comments</button>")),
    "forms": (30_000, body('<form action="/c"><textarea name="comment"></textarea></form>')),
    "scripts": (50_000, body("<script>var a# = {};</script>")),
    "frames": (50_000, body('<iframe src="/f/#"></iframe>')),
    "articles": (20_000, body("<article><h2>The bridge #</h2><p>One.</p></article>")),
    "comment sections": (
        20_000,
        body('<div class="comments" id="comments#"><p>one</p></div>'),
    ),
    "microdata": (
        20_000,
        body(
            '<div itemprop="comment" itemscope itemtype="https://schema.org/Comment">'
            '<b itemprop="author">Reader #</b><p itemprop="text">One #.</p></div>'
        ),
    ),
    "stories": (
        20_000,
        body(
            '<div itemscope itemtype="https://schema.org/NewsArticle"><h2 itemprop="headline">'
            'The bridge #</h2><p itemprop="articleBody">One #.</p></div>'
        ),
    ),
}
DEEP: dict[str, tuple[int, Callable[[int], str]]] = {
    "nested div": (20_000, nested("div")),
    "nested span": (20_000, nested("span")),
    "nested blockquote": (20_000, nested("blockquote")),
    "nested table": (10_000, nested("table><tr><td")),
    "nested rows": (20_000, nested_rows),
    "deep JSON": (20_000, deep_json),
}
TALK: dict[str, tuple[int, Callable[[int], str]]] = {
    "rows": (40_000, rows),
    "unnamed rows": (20_000, unnamed),
    "threads": (20_000, thread),
    "linked comments": (50_000, linked_comments),
    "linked articles": (50_000, linked_articles),
    "state": (50_000, state),
}
LONG: dict[str, tuple[int, Callable[[int], str]]] = {
    "one text": (5_000_000, lambda size: page(f"<p>{words(size)}</p>")),
    "one word": (5_000_000, lambda size: page(f"<p>{'a' * size}</p>")),
    "one pre": (1_000_000, lambda size: page(f"<article><pre>{' ' * size}x</pre></article>")),
    "one script": (
        2_000_000,
        lambda size: page(f"<script>{words(size, 'a = {b: [1]}; ')}</script>"),
    ),
    "one heading": (1_000_000, lambda size: page(f"<h1>{words(size)}</h1>")),
    "one title": (1_000_000, lambda size: page(head=f"<title>{words(size)}</title>")),
    "one comment": (
        1_000_000,
        lambda size: page(f'<ol class="comment-list">{row(1, words(size))}{row(2)}</ol>'),
    ),
    "one author": (1_000_000, lambda size: page(f'<a rel="author">{words(size)}</a>')),
    "one date": (
        1_000_000,
        lambda size: page(f'<time class="published">{words(size, "14 March ")}</time>'),
    ),
    "entities": (500_000, lambda size: page(f"<p>{words(size, '&amp;quot; &#8230; ')}</p>")),
}
KINDS = MANY | DEEP | TALK | LONG
"""Name: how many a page of some megabytes has, and what makes the page."""
