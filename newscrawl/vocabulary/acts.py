"""What the name of an endpoint, an action or an operation says it does: read, or change something.

Names are read as programmers write them: the verb first, its object behind it (`likeComment`), or
the object and then what is done with it (`comment_vote`).
"""

import re
from enum import IntEnum
from functools import lru_cache

from newscrawl.vocabulary.names import word_set, words


class Act(IntEnum):
    """What a name says, the more certainly a change the higher."""

    UNSAID = 0
    READS = 1
    MAY_SEND = 2
    """Changes something if it is asked by POST; by GET it may be a page or a list."""
    CHANGES = 3


READS = word_set(
    "get gets load loads fetch fetches show list lists read reads view views find search query"
    " lookup count counts check is has can browse display render more retrieve"
)
READ_THINGS = word_set(
    "list lists count counts counter total totals status stats statistics form tree page pages"
    " template history info widget summary feed latest recent newest top best popular order sort"
    " comments replies answers posts messages threads topics items rows results query"
)
"""Behind the name of a thing that is also a verb, they say that it is only read: `reply_list`."""
REACTS = word_set(
    "vote upvote downvote unvote revote like dislike unlike undislike flag unflag react unreact"
    " clap thumbup thumbsup thumbdown thumbsdown applaud cheer"
)
"""Also things: a `vote_count` is read."""
CHANGES = word_set(
    "add create insert delete remove destroy erase purge submit logout signout logoff signoff"
    " subscribe unsubscribe follow unfollow approve disapprove reject ban unban pin unpin mute"
    " unmute upload cast"
)
SENDS = word_set(
    "report abuse complain reply respond share post publish send save store write update edit"
    " modify change set rate mark register login signin signup join leave block unblock hide"
    " unhide restore trash move bookmark favorite favourite accept moderate"
)
THINGS_TOO = REACTS | word_set("report abuse reply share post rate bookmark register login update")
PLURAL = word_set("votes upvotes downvotes likes dislikes flags reports reactions claps")
"""Things one of which is made by POST: `POST /votes/5`."""
THINGS = word_set(
    "comment reply answer post message article story item topic thread user vote like emoji"
    " reaction up down"
)
COMMENTS = "comments?|repl(?:y|ies)|posts?|messages?|votes?|likes?|emoji"
HELPERS = word_set(
    "on for of to a an the this that it by in my now ajax api handler button toggle action form"
    " request confirm id"
)
VERBS = READS | REACTS | CHANGES | SENDS | word_set("new do")
RUN_TOGETHER = re.compile(
    rf"(?:(?P<prefix>{'|'.join(sorted(VERBS, key=len, reverse=True))})(?P<object>{COMMENTS}|more)"
    rf"|(?P<thing>{COMMENTS})(?P<verb>{'|'.join(sorted(VERBS, key=len, reverse=True))}))"
)
"""`addcomment`, `commentvote`."""
OF_ACTS = VERBS | THINGS | PLURAL | READ_THINGS | HELPERS
"""Words of which names of actions are made: one more, and it may be a headline."""
PARTED = re.compile(r"\b(log|sign)[-_](out|off)\b", re.IGNORECASE)
ENDING = re.compile(
    r"\.(?:php\d?|aspx?|ashx|asmx|jsp|do|action|cgi|pl|json|xml|html?)$", re.IGNORECASE
)
SLUG = 4
"""A name of more words with hyphens is a headline."""


def said(name: str) -> tuple[str, ...]:
    """Return the words of a name, run-together ones parted, without endings such as `.php`.

    >>> said("wpdVoteOnComment"), said("addcomment.php"), said("UPVOTE"), said("log-out")
    (('wpd', 'vote', 'on', 'comment'), ('add', 'comment'), ('upvote',), ('logout',))
    """
    found: list[str] = []
    for word in words(PARTED.sub(r"\1\2", ENDING.sub("", name))):
        parts = None if word in VERBS | PLURAL | READ_THINGS else RUN_TOGETHER.fullmatch(word)
        found += [one for one in parts.groups() if one] if parts else [word]
    return tuple(found)


def is_slug(name: str) -> bool:
    """Return whether a step of a path is a headline, not a name."""
    return name.count("-") >= SLUG


@lru_cache(4096)
def act_of(name: str) -> Act:
    """Return what a name says.

    >>> act_of("wpdLoadMoreComments"), act_of("comments_reply_list"), act_of("share_count")
    (<Act.READS: 1>, <Act.READS: 1>, <Act.READS: 1>)
    >>> act_of("likeComment"), act_of("comment_delete"), act_of("report"), act_of("thread")
    (<Act.CHANGES: 3>, <Act.CHANGES: 3>, <Act.MAY_SEND: 2>, <Act.UNSAID: 0>)
    """
    parts = said(name)
    if is_slug(name) or not parts:
        return Act.UNSAID
    acts = [_act(word, behind) for word, behind in zip(parts, (*parts[1:], ""), strict=True)]
    first = next((n for n, act in enumerate(acts) if act), None)
    if first is None:
        return Act.UNSAID
    after_and = [
        acts[n]
        for n, word in enumerate(parts)
        if n and parts[n - 1] == "and" and word not in PLURAL
    ]
    if acts[first] is Act.READS:
        return max([Act.READS, *after_and])
    if parts[first] in THINGS_TOO and parts[-1] in READ_THINGS and CHANGES.isdisjoint(parts):
        return Act.READS
    return max(acts)


def _act(word: str, behind: str) -> Act:
    if word in READS:
        return Act.READS
    if word in REACTS or word in CHANGES:
        return Act.CHANGES
    new = word == "new" and behind in {"", *THINGS}
    return Act.MAY_SEND if new or word in SENDS or word in PLURAL else Act.UNSAID
