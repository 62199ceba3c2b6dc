"""The items: the contents of one line of output. Dataclasses, a docstring per field, no behaviour.

Names are schema.org's in snake_case. A date is four fields: the value (ISO 8601; UTC if the time
is known, else the bare date), `_raw` as printed, `_precision` and `_source`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Precision = Literal["second", "minute", "hour", "day", "month", "year"]
DateSource = Literal["jsonld", "microdata", "meta", "time", "api", "sitemap", "feed", "url", "text"]
CommentsStatus = Literal[
    "complete", "partial", "closed", "none", "unsupported", "blocked", "error", "skipped"
]
CommentsVia = Literal["html", "api", "browser"]
CommentStatus = Literal[
    "visible",
    "removed_by_author",
    "removed_by_moderator",
    "removed_unknown",
    "pending",
    "collapsed",
]

ArticleStatus = Literal["visible", "removed"]

SCHEMA_VERSION = "1"

Row = dict[str, Any]
"""A line of output as a JSON object: an article, a comment, or a run."""


class Printed(NamedTuple):
    """A date as a page prints it, and where it was found. Not yet read."""

    raw: str | None = None
    source: DateSource | None = None


@dataclass(kw_only=True, slots=True)
class Author:
    """Who wrote an article or a comment, as the page shows them."""

    name: str | None = None
    """The person's name alone; on a comment, the display name."""
    name_raw: str | None = None
    """The whole byline as printed, if it says more than the name."""
    url: str | None = None
    """The profile the page links to."""
    id: str | None = None
    """The site's own id of the account, if it is public."""
    is_staff: bool | None = None
    """True if the page marks a comment's author as a member of its staff."""
    location: str | None = None
    """The place the commenter gives, as printed."""


@dataclass(kw_only=True, slots=True)
class Breadcrumb:
    """One step of the path from the front page to the article."""

    name: str
    url: str | None = None


@dataclass(kw_only=True, slots=True)
class Image:
    """A picture of the article."""

    url: str
    caption: str | None = None
    credit_text: str | None = None
    width: int | None = None
    """In pixels, as the page declares it."""
    height: int | None = None


@dataclass(kw_only=True, slots=True)
class Video:
    """A film that belongs to the article."""

    url: str
    """Of the file, else of its player."""
    name: str | None = None
    duration: str | None = None
    """ISO 8601: `PT1M33S`."""


@dataclass(kw_only=True, slots=True)
class ArticlePart:
    """A part of a page of which it says whether it is free to read."""

    selector: str | None = None
    """Where it stands on the page: a CSS selector or an XPath, as declared."""
    is_accessible_for_free: bool


@dataclass(kw_only=True, slots=True)
class ArchiveRecord:
    """Where a web archive holds what was read (WARC, ISO 28500)."""

    source: str
    """The file, without its folder; for a WACZ with the file inside it. Of an archive that is asked
    over the network its host."""
    record_id: str
    """The record's `WARC-Record-ID`, as `<urn:uuid:...>`; or the address at which an archive on the
    network gives the capture as it was served."""
    date_captured: str
    """When it was captured: ISO 8601, UTC. That is what `date_downloaded` is, too."""


@dataclass(kw_only=True, slots=True)
class Metadata:
    """How and when a line was made."""

    date_downloaded: str | None = None
    """When the answer that held this item arrived: ISO 8601, UTC."""
    date_served: str | None = None
    """When the page was made, if that was earlier: by the `Date` of its server, or by whoever saved
    it (`unknown` if it does not say when). "2 hours ago" is counted from there, and not read at all
    if that is more than a day before `date_downloaded`."""
    spider: str | None = None
    run_id: str | None = None
    """UTC start time of the run, the same as in the file names."""
    http_status: int | None = None
    extractor: str | None = None
    """What read the page: a site's name, or an engine's. Of an article that no site reads in its
    own way, how its text was found: `marked`, in the box that the page marks as the text's;
    `agreed`, in the box with most prose, as trafilatura says too; `trafilatura`; `jsonld`;
    `script`; `generic` if there is no text."""
    reader: str | None = None
    """The version of the code that read the page: it differs where a text may be read differently.
    It ends with `-cut` where only a part of an answer was there: such a text may be cut off, and
    changes none that was read as a whole. Of a removed item, what read its last text."""
    rendered: bool = False
    """True if the item, or an article's text, was read from a page that a browser rendered."""
    timezone: str | None = None
    """The zone in which dates without one were read: an IANA name, or an offset as `+03:00`."""
    language: str | None = None
    """The language in which dates are read, where that is not the item's own: of a comment its
    page's; of an article the declared one that its text is not. BCP 47 tag."""
    archive: ArchiveRecord | None = None
    """The capture that was read instead of the site; of a comment, its article's."""
    warc_record_id: str | None = None
    """With `KEEP_PAGES`, the record of the run's `-pages.warc.gz` that this was read from, or that
    of the archive: its `WARC-Record-ID`, as `<urn:uuid:...>`. Of what is gone it is the answer that
    shows it; of a comment the last one of the visit that did not find it."""
    reread_of: str | None = None
    """The kept record that `newscrawl reread` read again: this line is a new reading of what was
    seen before, and no new observation."""
    validation_messages: list[str] = field(default_factory=list)
    """Defects of this item that were no reason to drop it."""


@dataclass(kw_only=True, slots=True)
class Article:
    """One news article. Written when read, and again when its thread has been walked."""

    type: Literal["article"] = "article"
    schema_version: str = SCHEMA_VERSION
    id: str
    """`site:` + the site's number or a hash of `canonical_url`; the same on every crawl,
    over http or https, with `www.` or without.

    If a site has editions, the edition is part of the site name: `sputnik.en:1079127690`.
    """
    site: str
    """Name of the site, as typed after `scrapy crawl`; for `news`, the host."""
    edition: str | None = None
    """The edition as given to `-a edition=`, if the site has several."""
    url: str
    """Where the article was read, after redirects."""
    canonical_url: str
    """`url` without tracking parameters, in the form that the page gives it. Another address that
    the page declares only counts if the page there is the same article: it is then read there."""
    request_url: str
    """The address as discovered, before redirects."""
    headline: str | None = None
    alternative_headline: str | None = None
    """A second title the page gives, other than the headline; else the line above the headline."""
    description: str | None = None
    """The lead, or the summary in the page's metadata."""
    article_body: str | None = None
    """Plain text, paragraphs separated by a blank line. No related links, captions or comments."""
    text_html: str | None = None
    """With `ARTICLE_HTML`, and from `read_article`: the same lines as markup. `p`, `h2` to `h6`,
    lists, `blockquote`, `pre`, emphasis and links to web addresses, nothing else."""
    word_count: int | None = None
    """The number of words that the page declares of its text."""
    correction: str | None = None
    """Notes in which the paper corrects the article, a blank line between them."""
    article_section: str | None = None
    breadcrumbs: list[Breadcrumb] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    authors: list[Author] = field(default_factory=list)
    publisher: str | None = None
    date_published: str | None = None
    """ISO 8601; UTC if the time is known, else the bare date. None rather than a guess."""
    date_published_raw: str | None = None
    """The date exactly as printed, so that a wrong reading can be redone."""
    date_published_precision: Precision | None = None
    date_published_source: DateSource | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    date_modified_precision: Precision | None = None
    date_modified_source: DateSource | None = None
    in_language: str | None = None
    """BCP 47 tag that the page declares, unless its text plainly is in another language; then that
    one, if it is clear, and `metadata.validation_messages` says so."""
    main_image: Image | None = None
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    is_live_blog: bool | None = None
    """True if the page declares a live blog; pages do not declare that they are none."""
    is_accessible_for_free: bool | None = None
    has_part: list[ArticlePart] = field(default_factory=list)
    """The parts that are free to read, or not, as the page declares them."""
    license: str | None = None
    """The address of the article's licence, else its name."""
    discussion_url: str | None = None
    """The page's own link to its discussion."""
    comment_count: int | None = None
    """The number of comments that the site declares, or the least that it says (`99+`, `1.2K`);
    None if it declares none."""
    comments_collected: int | None = None
    """Comments of this article when this line was written; None before the thread is collected.

    After a visit that stopped at the first known comment: the known comments plus the new ones.
    A visit to the thread alone writes no line for the article: then count its comments.
    """
    comments_status: CommentsStatus | None = None
    """`complete`: every declared comment is here (or none was declared, and nothing showed that
    there are more). For any other, `comments_reason` says why."""
    comments_reason: str | None = None
    comments_via: CommentsVia | None = None
    """Where the comments were read: rows in the HTML, the system's public JSON, or the browser."""
    comment_engine: str | None = None
    """The comment system that was read."""
    comment_systems: list[str] = field(default_factory=list)
    """Every comment system recognised on the page, read or not; `facebook` is never read."""
    status: ArticleStatus = "visible"
    """`removed`: the site once served the article and no longer does, or only an empty page.

    `metadata.http_status` tells which: 404, 410, or 200 for an emptied page. Such a line has no
    texts: they are in the line before.
    """
    content_hash: str | None = None
    """SHA-256 of headline and body, hexadecimal: it changes when the text changes."""
    version: int = 1
    """Counts the texts seen under this id."""
    previous_content_hash: str | None = None
    date_first_seen: str | None = None
    date_last_seen: str | None = None
    date_removed_observed: str | None = None
    """When it was first seen to be gone; None while it is there, and again when it returned."""
    metadata: Metadata = field(default_factory=Metadata)


@dataclass(kw_only=True, slots=True)
class Comment:
    """One reader comment. Threads are rebuilt from `parent_id`.

    A comment that a complete visit no longer finds gets a line with ids, status, version, hashes,
    last known votes and the dates it was seen; everything else is in the line before.
    """

    type: Literal["comment"] = "comment"
    schema_version: str = SCHEMA_VERSION
    id: str
    """`engine:site:comment_id`; the same on every crawl. `parent_id` has this form too."""
    comment_id: str
    """The comment system's own id."""
    article_id: str
    article_url: str
    thread_id: str | None = None
    """The system's own id of the discussion, if it has one."""
    parent_id: str | None = None
    """The comment this one answers; None on top-level comments. May be one we do not have."""
    root_id: str | None = None
    """The top-level comment of this branch; its own id on a top-level comment."""
    parent_author: str | None = None
    """The name printed after "in reply to", kept even when the parent is not on the page."""
    depth: int | None = None
    """0 on top-level comments; None if the parent is unknown."""
    position: int | None = None
    """Place in the thread as it was read, counted from 0, in the system's order, oldest first.
    None if only a part of the thread was read, newest first."""
    url: str | None = None
    """Permanent link to the comment."""
    comment_engine: str
    text: str | None = None
    """Plain text, line breaks kept. None on a removed comment; may be empty beside a picture."""
    text_html: str | None = None
    is_truncated: bool | None = None
    """True if only the beginning of the text could be read: the page shows no more of it."""
    in_language: str | None = None
    author: Author | None = None
    """None if the page shows no author."""
    date_published: str | None = None
    """ISO 8601; UTC if the time is known, else the bare date. None rather than a guess."""
    date_published_raw: str | None = None
    """The date exactly as printed, so that a wrong reading can be redone."""
    date_published_precision: Precision | None = None
    date_published_source: DateSource | None = None
    date_modified: str | None = None
    date_modified_raw: str | None = None
    date_modified_precision: Precision | None = None
    date_modified_source: DateSource | None = None
    is_edited: bool | None = None
    upvote_count: int | None = None
    downvote_count: int | None = None
    reactions: dict[str, int] = field(default_factory=dict)
    """Counts of other reactions, by name."""
    reply_count: int | None = None
    """The number of replies that the system declares."""
    is_editors_pick: bool | None = None
    is_pinned: bool | None = None
    status: CommentStatus = "visible"
    version: int = 1
    """Counts the texts seen under this id."""
    text_hash: str | None = None
    """SHA-256 of `["<text>", "visible"]` as JSON in ASCII, hexadecimal: it changes with the text.
    On a removed comment, the hash of the last known text; None if the text was never seen."""
    previous_text_hash: str | None = None
    """The hash before the last edit; None if it was never edited."""
    date_first_seen: str | None = None
    date_last_seen: str | None = None
    date_removed_observed: str | None = None
    """When it was first seen to be gone; None while it is there, and again when it returned."""
    metadata: Metadata = field(default_factory=Metadata)
