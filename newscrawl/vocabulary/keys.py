"""What the keys of an unknown system's JSON may mean: words of roles, and keys cut into words."""

import re
import unicodedata
from functools import lru_cache

from newscrawl.vocabulary import foreign_keys as f
from newscrawl.vocabulary.names import COMMENT, COMMENTS, word_set, words

TEXT = (
    word_set(
        "text body content contents message msg html words raw rendered markdown said says remark"
        " comment copy posting note opinion cooked write statement bodytext textbody"
    )
    | f.TEXT
    | (COMMENT - {"cmmt"})
)
WEAK_TEXT = word_set(
    "teaser preview excerpt summary short truncated description desc snippet stripped plain safe"
    " original value"
)
MARKUP = f.UP | word_set("html rendered")
TIME = word_set("date time datetime at ts timestamp when on stamp day sec gmt utc iso unix epoch")
CREATED = f.CREATED | word_set(
    "created create creation published publish posted written submitted added inserted insert"
)
MODIFIED = word_set("modified updated update edited edit changed modification lastmod modify")
OTHER_TIME = word_set(
    "last approve approved expire expires expiry end closed deleted removed start scheduled seen"
    " login joined registered birth birthday pinned moderated featured activity now server"
)
ID = word_set(
    "id uuid guid key pk oid ident identifier cid mid nid num number no n hash uid token ref permid"
)
PARENT = f.PARENT | word_set(
    "parent reply replyto inreply re respond response responded responds answer answered answers"
    " answering quote quoted quotes quoting replied replying pid ancestor ancestors parents target"
    " above"
)
ROOT = word_set("root thread top topic rid toplevel master branch level head")
CONTAINER = word_set(
    "article story page conversation container discussion site forum section media image avatar"
    " spot tenant group stream channel room asset entity resource category tag badge"
)
AUTHOR = f.AUTHOR | word_set(
    "user author actor member profile account who by owner creator poster sender commenter person"
    " writer from auther contributor publisher reader"
)
NAME = f.NAME | word_set(
    "name nick nickname username login handle alias pseudo pseudonym fullname nom"
)
COUNTING = word_set(
    "count counts total totals num number amount has can is allow sum nb cnt more max limit min"
)
UP = f.UP | word_set(
    "likes like ups up upvotes upvote upvoted plus recommends recommend recommendations thumbsup"
    " positive agree agrees hearts reaction reactions thumbs rating score votes points karma pros"
    " upvotecount likecount recommended favs favorites"
)
NET = word_set("score rating votes points karma reaction reactions")
DOWN = f.DOWN | word_set(
    "dislikes dislike downs down downvotes downvote minus thumbsdown negative disagree disagrees"
    " cons"
)
REPLIES = f.REPLIES | word_set(
    "replies reply children answers responses kids subcomments descendants child response comments"
)
DELETED = word_set(
    "deleted delete removed blocked banned rejected moderated spam trash trashed hidden"
)
PERSONAL = word_set(
    "email mail url uri link href avatar image picture pic photo icon ip id uuid hash badge badges"
    " role type kind status state location city country title rank level lang language agent color"
    " count total date time at slug"
)
LINK = word_set("url link permalink href uri weburl permanent")
TALK = word_set(
    "reply replies discussion discussions conversation conversations responses message messages"
    " chat talk thread threads forum opinions annotations chirps debate posts talkback"
    " diskussion forums"
)
NOT_TALK = word_set(
    "article articles story stories news recommendations recommended related trending headlines"
    " products users members authors profiles ads banner banners config settings notifications"
    " video videos playlist events jobs offers"
)
TITLES = f.TITLE | word_set("headline title subtitle kicker")
ARTICLE = TITLES | word_set(
    "slug price currency sku section category categories keywords"
    " thumbnail byline lead lede canonical articleurl brand"
)

ANSWERS = REPLIES - {"comments"}
PEOPLE = AUTHOR | word_set(
    "users authors actors members profiles accounts owners creators posters senders commenters"
    " people persons included participants"
)
NOT_ALL = word_set(
    "page pages size limit offset per unread new users user likes views top level root roots parent"
    " parents replies reply toplevel index current next prev max min number position shown visible"
    " pinned deleted pending authors participants time seconds"
)
TOTAL = word_set("total totals count counts cnt num amount published")
COUNTED = COMMENT | COMMENTS | f.COMMENTS | word_set("messages message posts all")
WRAPPERS = word_set("node data attributes attrs fields item entry value relationships edge")
TEXT_LISTS = TEXT | word_set("blocks paragraphs parts fragments")
MODERATED = word_set("blocked banned rejected moderated spam reject block moderator admin")
WAITING = word_set("pending waiting hold held unapproved queued premod")
MORE = word_set("more next remaining older")
CUT = word_set("truncated partial incomplete")
QUOTA = word_set("rate quota requests request ratelimit time seconds characters chars length votes")
"""Of these something may remain that is no comment."""
SHUT = f.SHUT | word_set(
    "closed locked archived disabled frozen expired suspended deactivated lock readonly"
)
"""What a thread is to which nothing can be added."""
OPEN = f.OPEN | word_set(
    "open opened enabled enable allowed allow allows accepting accepts active available"
)
KEPT_STATE = f.STATE | word_set("status state mode phase")
PERSONAL_RIGHTS = word_set("can may me viewer my logged anonymous guest guests poll form login")
"""Beside these it is one person, or something else, for whom nothing is open."""
STATS = word_set("stats stat statistics counters meta summary")
KIND = word_set("type kind typename object resourcetype")
BACK = word_set("previous prev newer before")
DONE = word_set("end last finished done complete final")
PAGE = word_set("page pageno pagenumber pagenum paged p pg number index seite pagina")
OFFSET = word_set("offset skip start from begin first startindex shown loaded pos position")
CURSOR = word_set(
    "cursor next after more continuation token marker since older starting until bookmark endcursor"
    " nextcursor before"
)
HANDED = CURSOR | PAGE | OFFSET | {"end", "last"}
SIZE = word_set("size limit per count total pagesize perpage max totals num pages")
BUSTER = word_set("cb callback nonce rand random cachebuster requestid traceid jsonp")

PARTS = re.compile(
    r"(in|is|has|parent|reply|replyto|user|comment|author|thread|root|post|member|created|updated"
    r"|published|posted|written|edited|modified|display|nick|screen|full|up|down|num|total)"
    r"(id|ids|uuid|at|to|by|date|time|name|on|count|url|text|body|vote|votes|reply|replies|likes"
    r"|comments|deleted|edited)"
)
WHOLE = word_set("body text datetime")


def is_comment_word(parts: tuple[str, ...]) -> bool:
    """Return whether words of a key or a place say comments, in any language."""
    return not (COMMENT | COMMENTS | f.COMMENTS).isdisjoint(map(_plain, parts))


def _plain(word: str) -> str:
    """Return a word without accents; what is a letter of its own stays: `й` is no `и`."""
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFD", word.replace("ł", "l").replace("ı", "i"))
    latin = "".join(one for one in parts if not "\u0300" <= one <= "\u036f")
    return latin if latin.isascii() or "\u0370" <= latin[0] <= "\u03ff" else word


@lru_cache(maxsize=20_000)
def key_words(key: str) -> tuple[str, ...]:
    """Return the words of a key, run-together ones parted.

    >>> key_words("parentid"), key_words("inReplyTo"), key_words("$date")
    (('parent', 'id'), ('in', 'reply', 'to'), ('date',))
    >>> key_words("réponse_à"), key_words("wiadomości"), key_words("комментарий")
    (('reponse', 'a'), ('wiadomosci',), ('комментарий',))
    """
    found: list[str] = []
    for word in map(_plain, words(key.replace("$", ""))):
        match = PARTS.fullmatch(word)
        found += [match[1], match[2]] if match and word not in WHOLE else [word]
    return tuple(found)
