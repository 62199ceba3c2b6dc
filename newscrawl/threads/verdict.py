"""The verdict on an article's comments once its walk is over. Pure.

`complete` is a promise: all that is declared is here, or nothing is declared and no sign of more
stands (`engines.signs`). Any other verdict has its reason.
"""

from collections.abc import Collection, Mapping

from newscrawl.engines.base import CommentEngine
from newscrawl.engines.signs import Sign
from newscrawl.items import CommentsStatus
from newscrawl.threads.found import GENERIC, Found, together

Verdict = tuple[CommentsStatus, str | None]
"""Status, and its reason."""
TROUBLED = frozenset(["partial", "blocked", "error"])


def outcome(found: Mapping[str, Found]) -> tuple[str | None, Found]:
    """Return the comments of all systems together, under the name of the one with most.

    The generic reader only stands in: what it found counts if it found more than the others.
    """
    own = {name: one for name, one in found.items() if name != GENERIC}
    generic = found.get(GENERIC)
    number = sum(len(one.comments) for one in own.values())
    if generic and (len(generic.comments) > number or not own):
        return GENERIC, generic
    if not own:
        return None, Found()
    name = max(own, key=lambda one: len(own[one].comments))
    filled = [one for one in own.values() if one.comments]
    return name, own[name] if len(filled) < 2 else together(filled, own[name])


def unread(found: Mapping[str, Found], engines: Mapping[str, CommentEngine]) -> dict[str, str]:
    """Return the systems that are on the page and could not be read, each with the reason.

    Not those of which every theme prints rows of its own: another reader stands in for these.
    """
    return {
        name: f"could not be read: {one.troubles or one.reason or one.status}"
        for name, one in found.items()
        if name != GENERIC and not one.comments and not engines[name].themed
        if one.declared != 0 and (one.trouble or one.status in TROUBLED)
    }


def beside(
    found: Mapping[str, Found], engines: Mapping[str, CommentEngine], detected: Collection[str]
) -> dict[str, str]:
    """Return the systems of a page that no file reads, if the thread may lack their comments.

    The generic reader stands in for them where a browser drew the page; one that its owner has
    switched off lacks nothing.
    """
    name, best = outcome(found)
    if name == GENERIC and best.via == "browser":
        return {}
    silent = (engines[one] for one in detected if one != name)
    return {
        one.name: one.unsupported or "its comments were not read"
        for one in silent
        if not (one.gone or one.themed) and type(one).parse is CommentEngine.parse
    }


def status_of_some(
    found: Found,
    collected: int,
    on_page: int | None,
    unread: Mapping[str, str] | None = None,
    beside: Mapping[str, str] | None = None,
) -> Verdict:
    """Return the verdict on a thread with comments; the page declares `on_page` of them.

    `unread` names the page's other systems that could not be read, each with the reason, and
    `beside` those that no file reads: a number of the first system tells nothing of theirs.
    """
    declared = found.number(on_page)
    least = max(declared or 0, found.at_least or 0)
    why = [one.reason for one in found.against(declared)]
    if collected != on_page:
        why += [f"{name} {reason}" for name, reason in (unread or {}).items()]
        # What went wrong on an earlier way was made good by the last, unless comments are missing.
        why[:0] = filter(None, [found.troubles if found.trouble or collected < least else None])
    why += [f"{name} is on the page too: {reason}" for name, reason in (beside or {}).items()]
    if not (why or collected < least or found.lacks_roots(on_page)):
        return "complete", _more_than_declared(collected, declared)
    of = f" of {'' if least == declared else 'at least '}{least}" if collected < least else ""
    told = f": {'; '.join(why)}" if why else " collected; the site offered no more"
    return "partial", f"{collected}{of}{told}"


def _more_than_declared(collected: int, declared: int | None) -> str | None:
    if declared is None or collected <= declared:
        return None
    return (
        f"{collected - declared} more than declared: the comments that were read are believed, as "
        "numbers are often older or leave something out"
    )


def of_part(verdict: Verdict, collected: int, torn: str) -> Verdict:
    """Return the verdict where an answer is not there as a whole, for the reason `torn`."""
    if not torn or verdict[0] not in {"complete", "none", "partial"}:
        return verdict
    why = f"{collected}: only a part of an answer is there ({torn})"
    return "partial", f"{verdict[1]}; {why}" if verdict[0] == "partial" else why


def status_of_rest(past: CommentsStatus | None, collected: int, declared: int | None) -> Verdict:
    """Return the verdict on a thread of which only what is new was read.

    `past` is what the last visit came to, and `collected` what is known with what is new.
    """
    if declared is not None and collected < declared:
        return "partial", f"{collected} of {declared} collected; the site offered no more"
    if past in TROUBLED:
        return "partial", f"{collected}: the last visit that read all was {past}"
    if past is None and declared is None:
        return "partial", f"{collected}: only what is new was read, and never all"
    return "complete", None


def status_of_none(
    all_found: Mapping[str, Found],
    found: Found,
    declared: int | None,
    dead: Mapping[str, str],
    signs: list[Sign],
) -> Verdict:
    """Return the verdict on a thread without comments.

    Nobody can read the systems in `dead`; `signs` are what the page shows of comments.
    """
    shown = "; ".join(one.reason for one in signs)
    if said := _refused(all_found, declared):
        return said
    if number := declared or found.at_least:
        why = f": {shown}" if shown else ""
        return "error", found.troubles or f"{number} declared, none could be read{why}"
    if dead:
        return "unsupported", "; ".join(f"{name}: {why}" for name, why in dead.items())
    if found.trouble:
        return "error", found.troubles
    if signs and declared is None:
        return "partial", f"0: {shown}"
    return _empty(all_found.get(GENERIC), declared)


def _empty(generic: Found | None, declared: int | None) -> Verdict:
    if generic and generic.status == "closed":
        return "closed", generic.reason
    return "none", "none declared" if declared == 0 else "nothing shows that there are any"


def _refused(found: Mapping[str, Found], declared: int | None) -> Verdict | None:
    for name, one in found.items():
        # A later way that met no trouble has shown that there are no comments.
        if one.refused and one.declared != 0 and (one.status or one.trouble):
            return "blocked", one.reason or one.troubles or "the server refuses us"
        if name != GENERIC and one.status in {"closed", "unsupported"} and not declared:
            return one.status, one.reason or one.troubles or f"{one.status}, the system says"
    return None
