"""The comments in any HTML, as served or as a browser drew it: rows found, read, merged."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from lxml.html import HtmlElement

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.engines.made_id import MadeIds, bounded
from newscrawl.engines.signs import PARENTS, UNSIGNED, Sign
from newscrawl.extract.containers import comment_containers, cut_out, twins
from newscrawl.extract.posts import is_answered, opens, posts, words_outside
from newscrawl.extract.signatures import talk_page
from newscrawl.extract.text import letters
from newscrawl.extract.unnamed import ENOUGH
from newscrawl.generic.markup.answered import leads_to, value_of
from newscrawl.generic.markup.beside import in_box, is_of_another_page, once_each
from newscrawl.generic.markup.count import declared_count
from newscrawl.generic.markup.cut import has_opener, is_cut
from newscrawl.generic.markup.find import find_rows
from newscrawl.generic.markup.heads import wrap_heads
from newscrawl.generic.markup.jsonld import embedded_comments
from newscrawl.generic.markup.learn import learn
from newscrawl.generic.markup.lift import HEAD
from newscrawl.generic.markup.nest import Row, is_one_of_roots, nest
from newscrawl.generic.markup.quotes import said_by_rows
from newscrawl.generic.markup.read import Reading, read_row
from newscrawl.generic.markup.repeat import dated_rows, snapshot_rows
from newscrawl.generic.markup.row import Learned, RowView, own, roles, thread_areas
from newscrawl.generic.markup.signed import SIGNED, signed_rows
from newscrawl.generic.markup.signoff import signed_off
from newscrawl.generic.markup.subjects import cut_subjects, titles_of
from newscrawl.generic.markup.talk import TALK, dated_leaves, talk_rows
from newscrawl.generic.markup.told import are_signed, told_rows
from newscrawl.generic.paging.links import is_further
from newscrawl.items import Comment
from newscrawl.page import Page

POST = "post"
"""The kind of rows that are a forum's posts."""


ABOUT = ("description", "og:description")
MOMENT = len("2026-05-03T10:00")
ENOUGH_ALIKE = 40
"""So many letters of a page's description are not the beginning of a comment by chance."""


def read_rows(engine: CommentEngine, page: Page, article: ArticleRef) -> Batch:
    """Return the comments of the page in reading order, and the count its heading declares.

    Parents are hints: `threads.build` makes threads of them.
    """
    tree = page.tree()
    count = declared_count(tree, page.url)
    places = twins(page.once(comment_containers), page.root, tree)
    further = is_further(article.url, page.url)
    read = read_tree(tree, places, page.url, article.language, further=further)
    comments = _comments(engine, read, article)
    if comments and not further and (_is_opening(comments[0], page) or _dates_page(comments, tree)):
        del comments[0]
    if not comments:
        comments = embedded_comments(engine, page.ld_nodes, article)
    signed = any(SIGNED in row.kind for row in read)
    return Batch(
        comments=comments,
        declared=count.exact if count else None,
        at_least=count.least if count else None,
        signs=[*(_unsigned(page) if signed else []), *_astray(read, page, article)],
    )


def _unsigned(page: Page) -> list[Sign]:
    """Return a sign for the lines among the comments of a talk page that nobody signed."""
    found = talk_page(page.root)
    number = found.unsigned if found else 0
    return [Sign(UNSIGNED, f"{number} lines among the comments are not signed")] if number else []


def _is_astray(row: Row, article: ArticleRef) -> bool:
    return bool(row.astray) and not leads_to(row.astray or "", article.url)


def _astray(read: dict[Row, Reading], page: Page, article: ArticleRef) -> list[Sign]:
    """Return a sign for links of replies that lead to no comment of their page, nor to the page.

    Where nesting or levels tell the parents they are not needed.
    """
    if any(row.parent or row.level for row in read):
        return []
    astray = [row for row in read if _is_astray(row, article)]
    number = sum(not leads_to(row.astray or "", page.url) for row in astray)
    return (
        [Sign(PARENTS, f"{number} answer what is not on their page", sure=True)] if number else []
    )


def read_tree(
    tree: HtmlElement,
    places: list[HtmlElement],
    url: str,
    language: str | None = None,
    *,
    further: bool = False,
) -> dict[Row, Reading]:
    """Return the rows of a tree with what they say, in reading order. Takes the tree apart.

    `places` are its containers of comments; `further` says that it is a later page of a thread.
    """
    language = language or tree.get("lang")
    wrap_heads(places)
    if areas := thread_areas(tree):
        rows, learned = snapshot_rows(tree, areas, language)
    else:
        rows = served_rows(tree, places, language, further=further)
        learned = _known_of(rows, tree, language)
    boxed = {row for row in rows if in_box(row.element)}
    rows = [row for row in rows if row not in boxed or not is_of_another_page(row, url)]
    others = said_by_rows([row.element for row in rows])
    titles = titles_of(tree)
    read: list[tuple[Row, Reading]] = []
    # From the last to the first: a row's replies are out of it before it is read.
    for row in reversed(rows):
        cut_out(row.element)
        cut_subjects(row.element, titles)
        sure = row.marked or (row.key is not None and len(rows) > 1)
        opens = has_opener(row.element)
        if reading := read_row(
            RowView(row.element, row.key, url, learned), sure=sure, others=others
        ):
            reading.cut = opens and is_cut(reading.text)
            read.append((row, reading))
    # A lone row without a date is rather a notice of the page: "Sign in to comment".
    if len(read) == 1 and not (read[0][1].published.raw or read[0][0].marked):
        return {}
    if not are_signed(dict(read)):
        return {}
    return once_each(dict(reversed(read)), boxed)


def _known_of(rows: list[Row], tree: HtmlElement, language: str | None) -> Learned:
    """Return what is known of rows before they are read: where the text stands, or what repeats."""
    bodies: dict[HtmlElement, frozenset[str]] = {}
    elements = {row.element for row in rows}
    for body in (row.body for row in rows if row.body is not None):
        # Who is named in a text whose head stands outside of it did not write it.
        bodies |= {one: roles(one) - HEAD for one in own(body, elements)}
        bodies[body] = frozenset(["text"])
    if not bodies and rows and all(TALK in row.kind for row in rows):
        return learn([row.element for row in rows], set(dated_leaves(tree, language)))
    return Learned(roles=signed_off([row.element for row in rows]) | bodies)


def served_rows(
    tree: HtmlElement, places: list[HtmlElement], language: str | None, *, further: bool = False
) -> list[Row]:
    """Return the rows of a page as served: named ones, else dated, posts, or those that answer."""
    signed = signed_rows(tree)
    named = find_rows(tree) or dated_rows(tree, places, language)
    if len(signed) > len(named):
        return signed
    rows = with_answers(tree, named, further=further) if named else post_rows(tree, further=further)
    return rows or talk_rows(tree, language, further=further) or told_rows(tree, language)


def post_rows(tree: HtmlElement, *, further: bool) -> list[Row]:
    """Return the posts of a forum's thread; the one that opens it is the article."""
    kind = frozenset([POST])
    rows = [Row(element, key, False, kind) for element, key in posts(tree).items()]
    nest(tree, rows)
    elements = {row.element for row in rows}
    whole = not rows or further or is_one_of_roots(rows)
    opened = not whole and opens(rows[0].element, elements, tree)
    return rows[1:] if opened else rows


def with_answers(tree: HtmlElement, named: list[Row], *, further: bool) -> list[Row]:
    """Return named rows together with the answers to a question, below which some of them stand."""
    found = posts(tree)
    if not is_answered(found) or any(row.element in found for row in named):
        return named
    kept = [row.element for row in post_rows(tree, further=further)]
    keys = {row.element: row for row in named}
    rows = [
        keys.get(one) or Row(one, found[one], False, frozenset([POST]))
        for one in tree.iter()
        if one in keys or one in kept
    ]
    nest(tree, rows)
    return rows


def _comments(
    engine: CommentEngine, read: dict[Row, Reading], article: ArticleRef
) -> list[Comment]:
    keys = _keys(read)
    known = set(keys.values())
    explicit = any(r.parent_key in known for r in read.values())
    threaded = any(row.parent or row.level for row in read)
    sizes = {row: len(reading.text or "") for row, reading in read.items()}
    comments = []
    for row in merged(list(read), keys, sizes):
        reading = read[row]
        above = row.parent
        while above is not None and above not in keys:
            above = above.parent
        parent = row.parent_key or (keys[above] if above else None)
        if reading.parent_key in known or (explicit and reading.parent_key):
            parent = reading.parent_key
        level = row.level if row.level is not None else 0 if threaded else None
        to_article = row.answers_article or (row.answers is not None and row.answers not in keys)
        if row.answers or to_article:
            parent = keys.get(row.answers) if row.answers else None
            level = 0 if to_article else level
        elif parent is None and row.astray and not threaded and _is_astray(row, article):
            parent = bounded(value_of(row.astray) or row.astray)
        comments.append(
            engine.comment(
                article,
                keys[row],
                parent=None if parent == keys[row] else parent,
                published=reading.published,
                text=reading.text,
                text_html=reading.html,
                is_truncated=reading.cut or None,
                is_edited=reading.edited,
                author=reading.author,
                url=reading.url,
                status=reading.status,
                depth=level,
                parent_author=None if to_article else reading.parent_author,
                upvote_count=reading.votes[0],
                downvote_count=reading.votes[1],
            )
        )
    return comments


def _is_opening(first: Comment, page: Page) -> bool:
    """Return whether the first row is a forum's opening post: what the page says it is about."""
    about = (letters(page.meta(name) or "") for name in ABOUT)
    said = letters(first.text or "")
    return any(len(one) >= ENOUGH_ALIKE and said.startswith(one) for one in about)


def _dates_page(comments: list[Comment], rest: HtmlElement) -> bool:
    """Return whether a page without a text of its own is dated by its first row: a forum's thread.

    `rest` is the page without its rows.
    """
    moment = (comments[0].date_published_raw or "")[:MOMENT]
    alone = len(comments) < 2 or comments[0].parent_id is not None
    if alone or len(moment) < MOMENT or rest.find(".//h1") is None or words_outside(rest) >= ENOUGH:
        return False
    dates = (one.get("datetime") or "" for one in rest.iter("time"))
    return any(moment == one[:MOMENT] for one in dates)


def _keys(read: dict[Row, Reading]) -> dict[Row, str]:
    """Return an id for each row: its own, or one made of its words, the same on every visit."""
    keys: dict[Row, str] = {}
    made = MadeIds()
    for row, reading in read.items():
        key = row.key
        if key is None:
            parent = row.parent_key or (keys.get(row.parent) if row.parent else None)
            name = reading.author.name if reading.author else None
            key = made.make(name, reading.text, reading.published, parent, place=row.piece)
        keys[row] = key
    return keys


START, END = "\0start", "\0end"
"""No keys of rows: HTML holds no such character."""


def merged(rows: Sequence[Row], keys: dict[Row, str], sizes: dict[Row, int]) -> list[Row]:
    """Return one row for each key, in the order of the whole thread.

    What was dropped stood before what is there at last; parts overlap, and a row that one part
    lacks comes after the row it follows in another. The page's last state of a row is kept, else
    the longest: a text may have been opened meanwhile.
    """
    best: dict[str, Row] = {}
    for row in rows:
        known = best.setdefault(keys[row], row)
        if known.piece and (not row.piece or sizes[row] > sizes[known]):
            best[keys[row]] = row
    pieces = [list(part) for _, part in groupby(rows, key=lambda row: row.piece)]
    pieces.sort(key=lambda part: part[0].piece or math.inf)
    return [best[key] for key in _in_order([keys[row] for row in part] for part in pieces)]


def _in_order(parts: Iterable[list[str]]) -> list[str]:
    """Return the keys of overlapping lists as one list."""
    following: dict[str, str] = {START: END}
    last = START
    for part in parts:
        at = last
        first = next((key for key in part if key in following), part[0])
        if first != part[0] and first in following:
            # What comes before the first known key stands there, too.
            at = next(before for before, after in following.items() if after == first)
        for key in part:
            if key not in following:
                following[key], following[at] = following[at], key
                last = key if at == last else last
            at = key
    return list(_walk(following))


def _walk(following: dict[str, str]) -> Iterator[str]:
    key = following[START]
    while key != END:
        yield key
        key = following[key]
