"""The generic reader: an Article from any news page."""

from lxml.html import HtmlElement

from newscrawl.extract import context
from newscrawl.extract.access import read_is_free, read_licence, read_parts
from newscrawl.extract.authors import read_authors
from newscrawl.extract.body import NODES, Body, is_too_large, read_body
from newscrawl.extract.breadcrumbs import read_breadcrumbs
from newscrawl.extract.claims import own_address
from newscrawl.extract.containers import comment_containers, comment_parts, cut_out, twins
from newscrawl.extract.corrections import read_correction
from newscrawl.extract.headline import read_titles
from newscrawl.extract.identity import url_hash
from newscrawl.extract.language import read_language
from newscrawl.extract.ld import plain
from newscrawl.extract.marks import marks_of
from newscrawl.extract.media import read_images
from newscrawl.extract.posts import posts
from newscrawl.extract.published import read_modified, read_published
from newscrawl.extract.script_text import read_script_text
from newscrawl.extract.text import letters
from newscrawl.extract.videos import read_videos
from newscrawl.items import Article, Metadata
from newscrawl.page import Page

THIN = 250
"""Characters of text; where the HTML has fewer, a script may hold the text."""
NO_TEXT = "article_body: the HTML holds no text; a script may draw it"
TOO_LARGE = f"article_body: the page has more than {NODES:,} elements; only a declared text is read"


def read_article(
    page: Page,
    *,
    site: str,
    article_id: str | None = None,
    timezone: str | None = None,
    edition: str | None = None,
) -> Article:
    """Return every field of the article that the page provides, dates as printed.

    `site` is the site part of the id; `article_id` the site's number, without which the id is a
    hash of its address. `timezone` is that of times printed without one.
    """
    tree = article_tree(page)
    own = own_address(page)
    titles = read_titles(page, tree)
    published, modified = read_published(page, tree), read_modified(page, tree)
    images = read_images(page, tree)
    body = _body(page, tree, titles.headline)
    language = read_language(page, body.text)
    return Article(
        id=f"{site}:{article_id or url_hash(own)}",
        site=site,
        edition=edition,
        url=page.url,
        canonical_url=own,
        request_url=page.request_url,
        headline=titles.headline,
        alternative_headline=titles.alternative,
        description=read_description(page),
        article_body=body.text,
        word_count=context.read_word_count(page),
        correction=read_correction(page, tree, body.text),
        article_section=context.read_section(page, tree),
        breadcrumbs=read_breadcrumbs(page, tree),
        keywords=context.read_keywords(page, tree),
        authors=read_authors(page, tree),
        publisher=context.read_publisher(page),
        date_published_raw=published.raw,
        date_published_source=published.source,
        date_modified_raw=modified.raw,
        date_modified_source=modified.source,
        in_language=language.tag,
        main_image=images[0] if images else None,
        images=images,
        videos=read_videos(page, tree),
        is_live_blog=context.read_is_live_blog(page, tree),
        is_accessible_for_free=read_is_free(page),
        has_part=read_parts(page),
        license=read_licence(page, tree),
        discussion_url=context.read_discussion_url(page),
        comment_count=context.read_comment_count(page),
        metadata=Metadata(
            extractor=body.way or "generic",
            timezone=timezone,
            language=language.declared if language.doubt else None,
            validation_messages=[
                *_said_of_reading(page, tree, body.text),
                *filter(None, [language.doubt]),
            ],
        ),
    )


def article_tree(page: Page) -> HtmlElement:
    """Return the page's tree without its comments and ruby, to read the article's fields from.

    It is not to be changed: where nothing is cut, it is the page's own.
    """
    named = page.once(comment_containers, page.once(marks_of))
    out = comment_parts(page.root, named, page.once(posts))
    out += page.root.iter("rt", "rp", "rtc")  # how a word is spoken, beside the word
    if not out:
        return page.root
    tree = page.tree()
    for element in twins(out, page.root, tree):
        cut_out(element)
    return tree


def read_description(page: Page) -> str | None:
    """Return the summary in the page's metadata."""
    for value in (
        page.ld.get("description"),
        page.meta("og:description"),
        page.meta("description", "dc.description", "dcterms.description", "twitter:description"),
    ):
        if text := plain(value):
            return text
    return None


def is_enough(body: str | None) -> bool:
    """Return whether a text may be an article's, and not what stands there until a script runs."""
    return len(body or "") >= THIN


def _body(page: Page, tree: HtmlElement, headline: str | None) -> Body:
    body = read_body(tree, headline=headline, declared=_declared_body(page))
    page.lines = {letters(block.text): block for block in reversed(body.blocks)}
    if is_enough(body.text):
        return body
    titles = (headline, page.meta("og:title"), page.text("title"))
    held = read_script_text(page, *titles)
    return Body(held, "script") if held and len(held) > len(body.text or "") else body


def _said_of_reading(page: Page, tree: HtmlElement, body: str | None) -> list[str]:
    if is_too_large(tree):
        page.cuts["elements"] = TOO_LARGE
    elif not body and page.scripts:
        return [NO_TEXT, *page.cuts.values()]
    return [*page.cuts.values()]


def _declared_body(page: Page) -> str | None:
    body = page.ld.get("articleBody")
    return body if isinstance(body, str) else None
