"""How well a key fits a role of a comment: id, text, time, author, parent and the rest.

Every key is scored for every role by the words of its name and the shape of its values.
"""

import re
from collections.abc import Callable, Sequence

from newscrawl.generic.json.columns import Column, is_map_key
from newscrawl.vocabulary import keys as w

LETTERS = re.compile(r"[^\W\d_]{2}")
NOBODY = frozenset(["", "0", "-1", "null", "none", "undefined", "false"])
OPAQUE = re.compile(r"\d+|(?=.*\d)[0-9a-fA-F-]{16,}|https?://.*|\S+@\S+\.\S+|/.*", re.DOTALL)

NOT_SAID = frozenset(["agent", "ua", "bio", "signature"])


def best(columns: Sequence[Column], score: Callable[[Column], float]) -> Column | None:
    """Return the column of the highest score above 0; of equals the outermost, then the first."""
    ranked = [(score(column), -len(column.path), -at) for at, column in enumerate(columns)]
    top = max(ranked, default=(0.0, 0, 0))
    return columns[-top[2]] if top[0] > 0 else None


def text_score(column: Column) -> float:
    if not column.is_text or column.time_form or is_map_key(column):
        return 0.0
    strong = bool(column.own & w.TEXT)
    weak = bool(column.own & w.WEAK_TEXT)
    if column.all & NOT_SAID or not _may_be_said(column, strong=strong):
        return 0.0
    if column.own & w.ROOT or (column.own & (w.ARTICLE | w.PERSONAL | w.NAME) and not strong):
        return 0.0
    score = 4.0 * strong + column.prose + (0.5 if column.is_markup else 0.0)
    score += 1.0 if column.outer & w.TEXT else 0.0
    score -= 2.5 if weak and not column.own & {"rendered"} else 0.0
    score -= 4.0 if column.all & w.PARENT else 0.0
    score -= 4.0 if column.outer & (w.AUTHOR | w.CONTAINER | w.ARTICLE) else 0.0
    score -= 3.0 if column.own & w.ARTICLE else 0.0
    return max(score, 0.01) if score > -3 else 0.0


def _may_be_said(column: Column, *, strong: bool) -> bool:
    """Return whether values read like something said; a single word only under a telling name."""
    if column.worded >= 0.05:
        return strong or column.prose >= 0.4
    if not strong or column.own & (w.PERSONAL | w.ID | w.LINK):
        return False
    return column.share(lambda v: isinstance(v, str) and LETTERS.search(v)) > 0.5


def time_score(column: Column) -> float:
    if not column.time_form or column.all & (w.MODIFIED | w.PARENT) or column.fill < 0.3:
        return 0.0
    if column.outer & (w.AUTHOR | w.CONTAINER) or column.own & w.OTHER_TIME:
        return 0.0
    named = 4.0 if column.all & w.CREATED else 3.0 if column.all & w.TIME else 0.0
    if not named and column.time_form in {1.0, 2.5} and column.own & (w.ID | w.COUNTING | w.UP):
        return 0.0
    if column.own & {"usec", "nsec", "micro"}:
        return 0.0
    return named + column.time_form + (1.0 if column.own & {"gmt", "utc"} else 0.0)


def id_score(column: Column, distinct: int, refs: bool) -> float:
    """Score a key as the id; `distinct` is how many different things were said in the sample."""
    values = column.texts
    filled = column.own <= {"id", "uuid", "guid"}  # under these names some may lack it
    few = len(values) < (0.5 if filled else 0.9) * column.total
    if few or len(set(values)) < 0.9 * min(distinct, len(values)):
        return 0.0
    if any(len(v) > 200 or " " in v or "\n" in v for v in values):
        return 0.0
    if column.all & (w.AUTHOR | w.PARENT | w.ROOT | w.NAME) or column.outer & w.CONTAINER:
        return 0.0
    named = bool(column.own & w.ID)
    if (column.time_form and not named) or (column.own & (w.LINK | w.TIME) and not refs):
        return 0.0
    score = 3.0 * named + 4.0 * refs
    score += 2.5 if column.own <= {"id", "uuid", "guid"} else 0.0
    score += 1.0 if w.is_comment_word(tuple(column.own)) else 0.0
    return score - (4.0 if column.own & w.CONTAINER else 0.0)


def parent_score(column: Column, ids: dict[str, int]) -> float:
    """Score a key as the parent's id; `ids` gives the row of every id in the sample."""
    if column.all & (w.COUNTING | w.UP | w.DOWN) or column.time_form or column.prose > 0.05:
        return 0.0
    if column.own & (w.NAME | w.LINK | {"author", "user"}) or any(
        len(v) > 200 for v in column.texts
    ):
        return 0.0
    links = [
        (row, ids[text])
        for row, value in zip(column.rows, column.values, strict=True)
        if (text := str(value).strip()) in ids and ids[text] != row and text not in NOBODY
    ]
    filled = [v for v in column.texts if v not in NOBODY]
    named = bool(column.all & w.PARENT) and "parents" not in column.own
    if not filled or (not named and len(links) < 0.5 * len(filled)):
        return 0.0
    if not links and (not named or any(" " in v for v in filled)):
        return 0.0
    if not named and (len(links) < 2 or all(len(v) < 3 for v in filled)):
        return 0.0
    score = 5.0 * named + (3.0 if links else 0.0) + (1.0 if column.own & w.ID else 0.0)
    rows = {row for row, _ in links}
    # Who is named as a parent and has one is no root.
    chained = any(above in rows for _, above in links)
    is_root = column.own & w.ROOT and not column.own & w.PARENT and not chained
    return score + chained - (6.0 if is_root else 0.0)


def name_score(column: Column) -> float:
    """Score a key as a person's name; whose is for the caller to see."""
    if not column.is_text or column.time_form or is_map_key(column) or column.own & w.COUNTING:
        return 0.0
    named, person = bool(column.own & w.NAME), bool(column.all & w.AUTHOR)
    if not named and not column.own & w.AUTHOR:
        return 0.0
    if (column.own & w.PERSONAL and not column.own & {"nick"}) or column.outer & (
        w.CONTAINER | w.ARTICLE | w.PERSONAL
    ):
        return 0.0
    if column.share(lambda v: len(v) > 90 or "\n" in v if isinstance(v, str) else True) > 0.1:
        return 0.0
    coded = column.share(lambda v: isinstance(v, str) and OPAQUE.fullmatch(v.strip()))
    if coded > (0.9 if named else 0.3):
        return 0.0
    score = 3.0 * named + 3.0 * person + column.fill
    score += 3.5 if column.own & {"display", "full"} else 0.0
    score += 0.5 if column.own & {"nick", "nickname"} else 0.0
    score -= 1.0 if column.own & {"login", "handle", "first", "last", "slug"} else 0.0
    return score


def author_score(column: Column) -> float:
    return 0.0 if column.all & (w.PARENT | {"last", "root"}) - {"last"} else name_score(column)


def parent_author_score(column: Column) -> float:
    return name_score(column) if column.all & w.PARENT else 0.0


def author_key_score(column: Column) -> float:
    if column.all & (w.PARENT | w.COUNTING | w.NAME | w.LINK) or not column.all & w.AUTHOR:
        return 0.0
    return 1.0 + bool(column.own & w.ID) if column.texts else 0.0


def author_url_score(column: Column) -> float:
    if column.all & (w.PARENT | {"avatar", "image", "picture", "api", "photo", "pic", "icon"}):
        return 0.0
    if not column.all & w.AUTHOR or not column.own & (w.LINK | {"profile", "website"}):
        return 0.0
    good = column.share(lambda v: isinstance(v, str) and re.match(r"https?://|/", v))
    return good + (1.0 if column.own & {"profile", "web"} else 0.0) if good > 0.5 else 0.0


def is_said(column: Column) -> bool:
    """Return whether a key may hold the text where the best one does not: a teaser, say."""
    return bool(column.own & (w.TEXT | w.WEAK_TEXT)) and not (
        column.all & w.PARENT or column.outer & (w.AUTHOR | w.CONTAINER | w.ARTICLE)
    )


def location_score(column: Column) -> float:
    return float("location" in column.own and column.is_text and bool(column.all & w.AUTHOR))


def url_score(column: Column) -> float:
    if (
        column.all & (w.AUTHOR | w.PARENT | w.CONTAINER | {"api", "links"})
        or not column.own & w.LINK
    ):
        return 0.0
    good = column.share(lambda v: isinstance(v, str) and re.match(r"https?://|/", v))
    return good if good > 0.9 and len(set(column.texts)) == len(column.texts) else 0.0


def up_score(column: Column) -> float:
    if not column.is_int or not column.all & w.UP or column.all & (w.DOWN | w.AUTHOR | w.PARENT):
        return 0.0
    if (
        any(value < 0 for value in column.values if isinstance(value, int))
        or column.outer & w.REPLIES
    ):
        return 0.0
    return 1.0 if column.all & w.NET else 2.0 + bool(column.own & w.COUNTING)


def down_score(column: Column) -> float:
    return float(
        column.is_int and bool(column.all & w.DOWN) and not column.all & (w.AUTHOR | w.PARENT)
    )


def reply_count_score(column: Column) -> float:
    if not column.is_int or not column.own & w.REPLIES or column.all & (w.AUTHOR | w.UP | w.DOWN):
        return 0.0
    if column.own & (w.ID | {"to", "parent", "max", "limit"}) - {"num", "number"}:
        return 0.0
    return 1.0 + bool(column.all & w.COUNTING) + bool(column.own & {"replies", "reply"})


def modified_score(column: Column) -> float:
    fits = column.time_form and column.own & w.MODIFIED and not column.all & (w.AUTHOR | w.PARENT)
    return column.time_form if fits else 0.0


def flag_score(*names: str) -> Callable[[Column], float]:
    """Return a score for booleans (or 0 and 1) whose key has one of the words."""
    wanted = frozenset(names)

    def score(column: Column) -> float:
        if not column.own & wanted or column.outer & (w.AUTHOR | w.PARENT) or column.own & w.AUTHOR:
            return 0.0
        if column.own & (w.COUNTING - {"is", "has"}) or column.own & {"by", "me", "can"}:
            return 0.0
        return column.share(lambda v: isinstance(v, bool) or v in {0, 1}) if column.values else 0.0

    return score


def is_state(column: Column) -> bool:
    """Return whether a key says if a comment was removed: a flag, a word, or when it was."""
    if column.outer & (w.AUTHOR | w.PARENT | w.CONTAINER) or column.own & (
        w.COUNTING - {"is", "has"}
    ):
        return False
    if column.own & w.REPLIES:
        return False
    return bool(column.own & (w.DELETED | {"status", "state", "approved", "pending"}))
