"""What ids and class names say: is this a place for comments, a row, a part of a row.

Names are split into words first (`commentList`, `comment_list`, `comment-list` are the same), so
that one short list of words serves every system.
"""

import re
from functools import lru_cache

from lxml.html import HtmlElement

BETWEEN = re.compile(r"[^\w]+|_+")
"""What stands between the words of a name."""
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def word_set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


COMMENTS = word_set(
    "comments commentlist commentslist commentsarea commentsection commentssection commentarea"
    " commentthread commentcontainer commentwrapper commentblock commentbox usercomments"
    " readercomments kommentare kommentarer kommentarbereich kommentarliste commentaires"
    " comentarios comentaris commenti comentários reacties komentarze komentarji komentari"
    " komentare komentář komentáře yorumlar kommentit hozzászólások hozzaszolasok"
    " kommentárok комментарии комментариев kommentarii comentarii"
)
"""Words that name a list of comments by themselves."""

COMMENT = word_set(
    "comment kommentar commentaire comentario comentário commento reactie komentarz komentar yorum"
    " kommentti hozzaszolas cmt cmmt"
)
"""Words that name one comment; a list only together with a word of PLACE."""

PLACE = word_set(
    "list area section thread threads container wrapper wrap block box form respond template module"
    " stream feed query navigation pagination holder region zone panel widget tree group app"
)

SYSTEMS = re.compile(
    r"^(?:disqus-thread|dsq-.*|fb-comments.*|fyre.*|livefyre.*|lf-comments|vf-(?:conversations|"
    r"comments|commenting).*|viafoura-comments.*|spotim-.*|openweb-(?:conversation|comments).*|"
    r"coral-(?:thread|stream|talk).*|coral|vuukle-comments?|vuukle-.*comment.*|hyvor-talk-.*|"
    r"isso-thread|waline|artalk|remark42|utterances|giscus|cusdis-thread|commento|graphcomment|"
    r"hypercomments-widget|hc-full-comments|mc-container|idc-container|idc-cover|wpdcom|wpd-thread|"
    r"wpdiscuz.*|respond|jp-post-flair-comments|discourse-comments|gigya-comments.*|"
    r"insticator-commenting.*|ghost-comments-root|muut|hupso-comments|talkyard-comments)$"
)
"""Ids and classes of the containers that comment systems draw into."""

VETO = word_set(
    "count counts counter number num open opened closed link links off on enabled disabled icon"
    " icons btn button no has with without allow allowed toggle rss anchor jump skip scroll to"
    " hide show hidden policy rules guidelines meta share bubble total sum nr like"
    " likes follow tab tabs menu nav ad ads banner"
)
"""Words that make a name speak ABOUT comments: a counter, a state of the page, a link."""

SIDE = word_set(
    "recent recentcomments latest last newest neueste letzte recientes ultimos ultimi derniers"
    " popular top best most"
)
"""Words of side lists: comments on other articles."""


@lru_cache(maxsize=20_000)
def words(name: str) -> tuple[str, ...]:
    """Return the lower-case words of an id or class.

    >>> words("CommentList_item__3x")
    ('comment', 'list', 'item', '3x')
    """
    return tuple(w for w in BETWEEN.split(CAMEL.sub("-", name[:200]).lower()) if w)


def names(element: HtmlElement) -> list[str]:
    """Return the id, classes and, on custom elements, the tag: all that names an element."""
    attributes = element.attrib
    found = attributes["class"].split()[:40] if "class" in attributes else []
    if "id" in attributes:
        found.append(attributes["id"])
    if "data-component" in attributes:
        found.append(attributes["data-component"])
    tag = element.tag
    if "-" in tag or ":" in tag:
        found.append(tag.replace(":", "-"))
    return found


@lru_cache(maxsize=20_000)
def is_place(name: str) -> bool:
    """Return whether a name means a place where comments stand or are written.

    >>> is_place("comments-area"), is_place("comment_list"), is_place("comments-open")
    (True, True, False)
    """
    parts = words(name)
    if SYSTEMS.match("-".join(parts)[:200]):
        return True
    if not VETO.isdisjoint(parts):
        return False
    if not COMMENTS.isdisjoint(parts):
        return True
    return not COMMENT.isdisjoint(parts) and not PLACE.isdisjoint(parts)


@lru_cache(maxsize=20_000)
def is_side(name: str) -> bool:
    """Return whether a name means a list of comments on other articles."""
    parts = words(name)
    return "recentcomments" in parts or (
        not SIDE.isdisjoint(parts) and not COMMENTS.isdisjoint(parts)
    )


ROWISH = word_set(
    "item row entry single node card unit element li parent child root level main post wrapper wrap"
    " container box block thread wpd top depth user reader odd even first last highlight"
)
"""Words that may stand beside COMMENT in the name of one row."""

ONE_OF = word_set("item row entry node element li card root unit")
"""Words that make any name with a comment word the name of one row."""

NOT_PREFIX = word_set("add my new no all to hot top see sub")
ABOUT = word_set(
    "leave write post view read reply submit report cancel delete quote edit first your make give"
    " featured load more last latest recent next previous can before after has is get send save"
)
"""Words before `comment` that make it the name of an act or a place, not of one comment."""

REPLIES = word_set(
    "children replies indented subcomments subcomment childcomments answers antworten"
    " responses respuestas reponses risposte descendants"
)


@lru_cache(maxsize=20_000)
def is_row_name(name: str) -> bool:
    """Return whether a class may name one comment.

    >>> is_row_name("comment"), is_row_name("comments__item"), is_row_name("comment-author")
    (True, True, False)
    """
    parts = [w for w in words(name) if not any(c.isdigit() for c in w)]
    if len(parts) > 1 and len(parts[0]) < 4 and parts[0] not in NOT_PREFIX:
        parts = parts[1:]  # a vendor's prefix: `c-comment`, `wpd-comment`, `js-comment`
    if not parts or not VETO.isdisjoint(parts):
        return False
    rest = [w for w in parts if w not in COMMENT and w not in COMMENTS]
    if len(rest) == len(parts):
        return parts[0] in {"commentitem", "commentrow", "commententry"}
    if COMMENT.isdisjoint(parts):
        return bool(rest) and rest[-1] in ONE_OF
    return ROWISH.issuperset(rest) or rest[-1] in ONE_OF


@lru_cache(maxsize=20_000)
def is_somebodys_comment(name: str) -> bool:
    """Return whether a class is `comment` behind a word of the site's or its system's own.

    >>> is_somebodys_comment("acme_comment"), is_somebodys_comment("post-comment")
    (True, False)
    """
    parts = words(name)
    return (
        len(parts) == 2
        and parts[1] in COMMENT
        and parts[0] not in NOT_PREFIX | ABOUT | VETO | SIDE | PLACE
    )


@lru_cache(maxsize=20_000)
def is_reply_box(name: str) -> bool:
    """Return whether a name means the box of replies under a comment.

    >>> is_reply_box("children"), is_reply_box("comment-replies"), is_reply_box("reply-count")
    (True, True, False)
    """
    parts = words(name)
    if "nested" in parts:  # `nested-comments`, but not `nested-message`: that is a row
        return len(parts) == 1 or not COMMENTS.isdisjoint(parts)
    return VETO.isdisjoint(parts) and not REPLIES.isdisjoint(parts)
