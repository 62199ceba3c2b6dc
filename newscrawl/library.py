"""Articles and comments out of saved pages, for notebooks: the items that a crawl would write."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import UnionType

from newscrawl import clock
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.extract.capture import UNKNOWN, made
from newscrawl.extract.claims import claimed_address
from newscrawl.extract.clean_html import read_text_html
from newscrawl.extract.finishing import clean, finish
from newscrawl.extract.paged import next_page
from newscrawl.generic.engine import rows_for
from newscrawl.generic.markup.count import declared_count
from newscrawl.generic.page_signs import page_signs, place_signs
from newscrawl.items import Article, Comment, CommentsStatus
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.base import Site
from newscrawl.sites.news import News
from newscrawl.sites.urls import read_url
from newscrawl.threads.forest import build
from newscrawl.threads.found import GENERIC, Found, Provenance
from newscrawl.threads.verdict import Verdict, beside, outcome, status_of_none, status_of_some
from newscrawl.threads.ways import detect, engines_of


class Comments(list[Comment]):
    """The comments of one page in reading order, and how much of the discussion they are."""

    declared: int | None = None
    """Comments of the discussion as the page declares them, or the least (`99+`, `1.2K`); None if
    it does not say."""
    status: CommentsStatus = "none"
    """As `Article.comments_status`, judged by the page alone. `partial` without a comment: a
    system that loads its comments by script is set up there."""
    reason: str | None = None
    """Why `status`, in a few words."""
    engine: str | None = None
    """The name of the engine that read them; None if there are none."""
    systems: list[str]
    """Every comment system recognised on the page, read or not."""


def read_article(  # noqa: PLR0913 - all but the first two by name
    html: bytes | str,
    url: str,
    *,
    site: Site | None = None,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
    text_html: bool = True,
) -> Article:
    """Return the article on a saved page. Broken HTML raises nothing: what is missing is None.

    `html` is the document, as served (its charset is found out) or decoded; `url` its http(s)
    address. `site` reads it by a site's own rules, else the general ones do. `timezone` is the zone
    of times printed without one, an IANA name: without it such a time gives its day. `language` is
    a BCP 47 tag for a page that names none. `now`, aware, is when the page was fetched (default:
    this moment): "2 hours ago" is counted from it, and what lies later is not believed. Without it,
    such words are not read on a page whose own dates, or whoever saved it, say that it is old.
    `text_html` false leaves out the text as markup.

    Raises TypeError for an argument of another type, ValueError for an address, a zone or a `now`
    that cannot be used.
    """
    page = _page(html, url)
    article = _article(page, site, timezone, language, now)
    if text_html:
        article.text_html = clean(read_text_html(page, article.article_body))
    return article


def read_comments(  # noqa: PLR0913 - all but the first two by name
    html: bytes | str,
    url: str,
    *,
    site: Site | None = None,
    timezone: str | None = None,
    language: str | None = None,
    now: datetime | None = None,
) -> Comments:
    """Return the comments in the HTML of a saved page, dates read and threads built.

    The arguments are those of `read_article`. Nothing is fetched, so what the page itself does not
    hold is missing, and `status` and `reason` of the list say so.
    """
    page = _page(html, url)
    article = _article(page, site, timezone, language, now)
    found = Comments()
    engines = engines_of(all_engines(), site.engines if site else ())
    detected = detect(engines, page)
    count = declared_count(page.root, url)
    if article.comment_count is None and count:
        article.comment_count = count.exact
    read = _rows(page, article, engines, detected)
    name, best = outcome(read)
    found.extend(build(list(best.comments.values())).comments)
    for comment in found:
        finish(comment)
    found.systems = sorted({*detected, *article.comment_systems})
    if best.at_least is None and count:
        best.at_least = count.least
    found.declared = best.number(article.comment_count)
    found.engine = name if found else None
    dead = {one: why for one in detected if (why := engines[one].unsupported) is not None}
    by_script = {
        one: "loads its comments by script"
        for one in detected
        if one not in dead and not (engines[one].themed and best.comments)
        if not (_brought(read, one) or (engines[one].themed and not found.declared))
    }
    found.status, found.reason = _verdict(page, read, found.declared, by_script, dead)
    found.declared = found.declared if found.declared is not None else best.at_least
    return found


def _page(html: bytes | str, url: str) -> Page:
    _must_be(html, bytes | str, "html", "the page as bytes or str")
    _must_be(url, str, "url", "the address of the page as str")
    return Page(html, read_url("url", url))


def _must_be(value: object, kind: type | UnionType, name: str, wanted: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"{name} is of type {type(value).__name__}: give {wanted}")


def _article(
    page: Page,
    site: Site | None,
    timezone: str | None,
    language: str | None,
    now: datetime | None,
) -> Article:
    _must_be(now, datetime | None, "now", "an aware datetime")
    if now is not None and now.tzinfo is None:
        raise ValueError(f"now {now.isoformat()} has no zone: give an aware datetime")
    article = (site or News([page.url], timezone)).article(page)
    article.in_language = article.in_language or language
    article.metadata = replace(
        article.metadata,
        date_downloaded=clock.stamp(now),
        date_served=made(page) if now is None else None,
        timezone=timezone or article.metadata.timezone,
    )
    finish(article)
    if now is None and article.metadata.date_served is None and _is_old(article):
        article.metadata.date_served = UNKNOWN
    if claimed := claimed_address(page):
        article.metadata.validation_messages.append(
            f"canonical_url: the page declares {claimed}; nothing here confirms that"
        )
    if further := next_page(page):
        article.metadata.validation_messages.append(
            f"article_body: of this page alone; it may go on at {further}"
        )
    return article


def _is_old(article: Article) -> bool:
    """Return whether no date of a page is of the last two days: it may have been saved long ago."""
    dates = [one for one in (article.date_published, article.date_modified) if one]
    border = clock.stamp(clock.now() - timedelta(days=2))
    return bool(dates) and max(dates) < border[: len(max(dates))]


def _rows(
    page: Page,
    article: Article,
    engines: dict[str, CommentEngine],
    detected: dict[str, str],
) -> dict[str, Found]:
    """Return what the rows in the HTML give to each engine, the generic one last."""
    ref, read = ArticleRef.of(article), dict[str, Found]()
    for name in (*detected, GENERIC):
        if name == GENERIC and any(
            one.comments and (one.whole(ref.declared) or ref.declared is None)
            for one in read.values()
        ):
            break
        if engines[name].unsupported is None and (batch := _read(engines[name], page, ref)):
            batch.signs += page_signs(page, batch.comments) if batch.comments else []
            read[name] = Found()
            read[name].take(batch, "html", Provenance.of(article.metadata), markup=True)
    return read


def _read(engine: CommentEngine, page: Page, ref: ArticleRef) -> Batch | None:
    own = engine.rows(page, ref)
    if own and engine.themed:
        shaped = rows_for(engine, page, ref).comments
        own.comments = shaped if _dated(shaped) >= _dated(own.comments) else own.comments
    return own


def _dated(comments: list[Comment]) -> int:
    return sum(any(map(str.isdigit, one.date_published_raw or "")) for one in comments)


def _brought(read: dict[str, Found], name: str) -> bool:
    return name in read and bool(read[name].comments)


def _verdict(
    page: Page,
    read: dict[str, Found],
    declared: int | None,
    by_script: dict[str, str],
    dead: dict[str, str],
) -> Verdict:
    best = outcome(read)[1]
    if best.comments:
        if len(best.comments) < (declared or 0) and not best.against(declared):
            best.trouble = best.trouble or "the page holds no more"
        silent = beside(read, all_engines(), [*dead, *by_script])
        return status_of_some(best, len(best.comments), declared, by_script, silent)
    status, reason = status_of_none(read, best, declared, dead, place_signs(page))
    if status in {"none", "partial", "error"} and by_script and declared != 0:
        count = f"0 of {declared}: " if declared else ""
        return "partial", f"{count}{'; '.join(f'{name} {why}' for name, why in by_script.items())}"
    return status, reason
