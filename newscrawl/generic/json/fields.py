"""Which key of an unknown system's objects is the id, the text, the time, the author, the parent.

Every key is scored for every role by the words of its name and the shape of its values.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from newscrawl.generic.json.leaves import Leaf, is_map_key
from newscrawl.generic.json.tree import Path
from newscrawl.vocabulary import keys as w

LETTERS = re.compile(r"[^\W\d_]{2}")
NOBODY = frozenset(["", "0", "-1", "null", "none", "undefined", "false"])
OPAQUE = re.compile(r"\d+|(?=.*\d)[0-9a-fA-F-]{16,}|https?://.*|\S+@\S+\.\S+|/.*", re.DOTALL)

NOT_SAID = frozenset(["agent", "ua", "bio", "signature"])


@dataclass(kw_only=True, slots=True)
class Shape:
    """Where each part of a comment stands in its object."""

    text: Path
    other_texts: tuple[Path, ...] = ()
    """Where the text stands if not there: a teaser, a body as typed."""
    is_markup: frozenset[Path] = frozenset()
    time: Path | None = None
    id: Path | None = None
    parent: Path | None = None
    root: Path | None = None
    author: Path | None = None
    author_keys: tuple[Path, ...] = ()
    """Where ids of authors stand, for a table of users."""
    author_url: Path | None = None
    parent_author: Path | None = None
    location: Path | None = None
    modified: Path | None = None
    up: Path | None = None
    down: Path | None = None
    replies: Path | None = None
    edited: Path | None = None
    url: Path | None = None
    pinned: Path | None = None
    picked: Path | None = None
    states: tuple[Path, ...] = ()
    """Flags and words that say a comment was removed or waits."""
    containers: tuple[Path, ...] = ()
    """Keys whose value never is a comment's id: what a root may name as its parent."""


def best(leaves: Sequence[Leaf], score: Callable[[Leaf], float]) -> Leaf | None:
    """Return the leaf of the highest score above 0; of equals the outermost, then the first."""
    ranked = [(score(leaf), -len(leaf.path), -at) for at, leaf in enumerate(leaves)]
    top = max(ranked, default=(0.0, 0, 0))
    return leaves[-top[2]] if top[0] > 0 else None


def text_score(leaf: Leaf) -> float:
    if not leaf.is_text or leaf.time_form or is_map_key(leaf):
        return 0.0
    strong = bool(leaf.own & w.TEXT)
    weak = bool(leaf.own & w.WEAK_TEXT)
    if leaf.all & NOT_SAID or not _may_be_said(leaf, strong=strong):
        return 0.0
    if leaf.own & w.ROOT or (leaf.own & (w.ARTICLE | w.PERSONAL | w.NAME) and not strong):
        return 0.0
    score = 4.0 * strong + leaf.prose + (0.5 if leaf.is_markup else 0.0)
    score += 1.0 if leaf.outer & w.TEXT else 0.0
    score -= 2.5 if weak and not leaf.own & {"rendered"} else 0.0
    score -= 4.0 if leaf.all & w.PARENT else 0.0
    score -= 4.0 if leaf.outer & (w.AUTHOR | w.CONTAINER | w.ARTICLE) else 0.0
    score -= 3.0 if leaf.own & w.ARTICLE else 0.0
    return max(score, 0.01) if score > -3 else 0.0


def _may_be_said(leaf: Leaf, *, strong: bool) -> bool:
    """Return whether values read like something said; a single word only under a telling name."""
    if leaf.worded >= 0.05:
        return strong or leaf.prose >= 0.4
    if not strong or leaf.own & (w.PERSONAL | w.ID | w.LINK):
        return False
    return leaf.share(lambda v: isinstance(v, str) and LETTERS.search(v)) > 0.5


def time_score(leaf: Leaf) -> float:
    if not leaf.time_form or leaf.all & (w.MODIFIED | w.PARENT) or leaf.fill < 0.3:
        return 0.0
    if leaf.outer & (w.AUTHOR | w.CONTAINER) or leaf.own & w.OTHER_TIME:
        return 0.0
    named = 4.0 if leaf.all & w.CREATED else 3.0 if leaf.all & w.TIME else 0.0
    if not named and leaf.time_form in {1.0, 2.5} and leaf.own & (w.ID | w.COUNTING | w.UP):
        return 0.0
    if leaf.own & {"usec", "nsec", "micro"}:
        return 0.0
    return named + leaf.time_form + (1.0 if leaf.own & {"gmt", "utc"} else 0.0)


def id_score(leaf: Leaf, distinct: int, refs: bool) -> float:
    """Score a key as the id; `distinct` is how many different things were said in the sample."""
    values = leaf.texts
    filled = leaf.own <= {"id", "uuid", "guid"}  # under these names some may lack it
    few = len(values) < (0.5 if filled else 0.9) * leaf.total
    if few or len(set(values)) < 0.9 * min(distinct, len(values)):
        return 0.0
    if any(len(v) > 200 or " " in v or "\n" in v for v in values):
        return 0.0
    if leaf.all & (w.AUTHOR | w.PARENT | w.ROOT | w.NAME) or leaf.outer & w.CONTAINER:
        return 0.0
    named = bool(leaf.own & w.ID)
    if (leaf.time_form and not named) or (leaf.own & (w.LINK | w.TIME) and not refs):
        return 0.0
    if is_map_key(leaf):
        return 3.0 + 4.0 * refs
    score = 3.0 * named + 4.0 * refs
    score += 2.5 if leaf.own <= {"id", "uuid", "guid"} else 0.0
    score += 1.0 if w.is_comment_word(tuple(leaf.own)) else 0.0
    return score - (4.0 if leaf.own & w.CONTAINER else 0.0)


def parent_score(leaf: Leaf, ids: dict[str, int]) -> float:
    """Score a key as the parent's id; `ids` gives the row of every id in the sample."""
    if leaf.all & (w.COUNTING | w.UP | w.DOWN) or leaf.time_form or leaf.prose > 0.05:
        return 0.0
    if leaf.own & (w.NAME | w.LINK | {"author", "user"}) or any(len(v) > 200 for v in leaf.texts):
        return 0.0
    links = [
        (row, ids[text])
        for row, value in zip(leaf.rows, leaf.values, strict=True)
        if (text := str(value).strip()) in ids and ids[text] != row and text not in NOBODY
    ]
    filled = [v for v in leaf.texts if v not in NOBODY]
    named = bool(leaf.all & w.PARENT) and "parents" not in leaf.own
    if not filled or (not named and len(links) < 0.5 * len(filled)):
        return 0.0
    if not links and (not named or any(" " in v for v in filled)):
        return 0.0
    if not named and (len(links) < 2 or all(len(v) < 3 for v in filled)):
        return 0.0
    score = 5.0 * named + (3.0 if links else 0.0) + (1.0 if leaf.own & w.ID else 0.0)
    rows = {row for row, _ in links}
    score += 1.0 if any(above in rows for _, above in links) else 0.0
    return score - (6.0 if leaf.own & w.ROOT and not leaf.own & w.PARENT else 0.0)


def name_score(leaf: Leaf) -> float:
    """Score a key as a person's name; whose is for the caller to see."""
    if not leaf.is_text or leaf.time_form or is_map_key(leaf) or leaf.own & w.COUNTING:
        return 0.0
    named, person = bool(leaf.own & w.NAME), bool(leaf.all & w.AUTHOR)
    if not named and not leaf.own & w.AUTHOR:
        return 0.0
    if (leaf.own & w.PERSONAL and not leaf.own & {"nick"}) or leaf.outer & (
        w.CONTAINER | w.ARTICLE | w.PERSONAL
    ):
        return 0.0
    if leaf.share(lambda v: len(v) > 90 or "\n" in v if isinstance(v, str) else True) > 0.1:
        return 0.0
    coded = leaf.share(lambda v: isinstance(v, str) and OPAQUE.fullmatch(v.strip()))
    if coded > (0.9 if named else 0.3):
        return 0.0
    score = 3.0 * named + 3.0 * person + leaf.fill
    score += 3.5 if leaf.own & {"display", "full"} else 0.0
    score += 0.5 if leaf.own & {"nick", "nickname"} else 0.0
    score -= 1.0 if leaf.own & {"login", "handle", "first", "last", "slug"} else 0.0
    return score


def author_score(leaf: Leaf) -> float:
    return 0.0 if leaf.all & (w.PARENT | {"last", "root"}) - {"last"} else name_score(leaf)


def parent_author_score(leaf: Leaf) -> float:
    return name_score(leaf) if leaf.all & w.PARENT else 0.0


def author_key_score(leaf: Leaf) -> float:
    if leaf.all & (w.PARENT | w.COUNTING | w.NAME | w.LINK) or not leaf.all & w.AUTHOR:
        return 0.0
    return 1.0 + bool(leaf.own & w.ID) if leaf.texts else 0.0


def author_url_score(leaf: Leaf) -> float:
    if leaf.all & (w.PARENT | {"avatar", "image", "picture", "api", "photo", "pic", "icon"}):
        return 0.0
    if not leaf.all & w.AUTHOR or not leaf.own & (w.LINK | {"profile", "website"}):
        return 0.0
    good = leaf.share(lambda v: isinstance(v, str) and re.match(r"https?://|/", v))
    return good + (1.0 if leaf.own & {"profile", "web"} else 0.0) if good > 0.5 else 0.0


def is_said(leaf: Leaf) -> bool:
    """Return whether a key may hold the text where the best one does not: a teaser, say."""
    return bool(leaf.own & (w.TEXT | w.WEAK_TEXT)) and not (
        leaf.all & w.PARENT or leaf.outer & (w.AUTHOR | w.CONTAINER | w.ARTICLE)
    )


def location_score(leaf: Leaf) -> float:
    return float("location" in leaf.own and leaf.is_text and bool(leaf.all & w.AUTHOR))


def url_score(leaf: Leaf) -> float:
    if leaf.all & (w.AUTHOR | w.PARENT | w.CONTAINER | {"api", "links"}) or not leaf.own & w.LINK:
        return 0.0
    good = leaf.share(lambda v: isinstance(v, str) and re.match(r"https?://|/", v))
    return good if good > 0.9 and len(set(leaf.texts)) == len(leaf.texts) else 0.0


def up_score(leaf: Leaf) -> float:
    if not leaf.is_int or not leaf.all & w.UP or leaf.all & (w.DOWN | w.AUTHOR | w.PARENT):
        return 0.0
    if any(value < 0 for value in leaf.values if isinstance(value, int)) or leaf.outer & w.REPLIES:
        return 0.0
    return 1.0 if leaf.all & w.NET else 2.0 + bool(leaf.own & w.COUNTING)


def down_score(leaf: Leaf) -> float:
    return float(leaf.is_int and bool(leaf.all & w.DOWN) and not leaf.all & (w.AUTHOR | w.PARENT))


def reply_count_score(leaf: Leaf) -> float:
    if not leaf.is_int or not leaf.own & w.REPLIES or leaf.all & (w.AUTHOR | w.UP | w.DOWN):
        return 0.0
    if leaf.own & (w.ID | {"to", "parent", "max", "limit"}) - {"num", "number"}:
        return 0.0
    return 1.0 + bool(leaf.all & w.COUNTING) + bool(leaf.own & {"replies", "reply"})


def modified_score(leaf: Leaf) -> float:
    fits = leaf.time_form and leaf.own & w.MODIFIED and not leaf.all & (w.AUTHOR | w.PARENT)
    return leaf.time_form if fits else 0.0


def flag_score(*names: str) -> Callable[[Leaf], float]:
    """Return a score for booleans (or 0 and 1) whose key has one of the words."""
    wanted = frozenset(names)

    def score(leaf: Leaf) -> float:
        if not leaf.own & wanted or leaf.outer & (w.AUTHOR | w.PARENT) or leaf.own & w.AUTHOR:
            return 0.0
        if leaf.own & (w.COUNTING - {"is", "has"}) or leaf.own & {"by", "me", "can"}:
            return 0.0
        return leaf.share(lambda v: isinstance(v, bool) or v in {0, 1}) if leaf.values else 0.0

    return score


def is_state(leaf: Leaf) -> bool:
    """Return whether a key says if a comment was removed: a flag, a word, or when it was."""
    if leaf.outer & (w.AUTHOR | w.PARENT | w.CONTAINER) or leaf.own & (w.COUNTING - {"is", "has"}):
        return False
    if leaf.own & w.REPLIES:
        return False
    return bool(leaf.own & (w.DELETED | {"status", "state", "approved", "pending"}))
