"""The verdict on an article's comments once its walk is over. Pure."""

from collections.abc import Mapping

from newscrawl.items import CommentsStatus
from newscrawl.threads.found import GENERIC, Found, together

Verdict = tuple[CommentsStatus, str | None]
"""Status, and its reason."""


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


def status_of_some(found: Found, collected: int, on_page: int | None) -> Verdict:
    """Return the verdict on a thread with comments; the page declares `on_page` of them."""
    declared = found.declared if found.declared is not None else on_page
    if found.whole(on_page) or (found.declared is not None and collected >= found.declared):
        extra = collected - declared if declared is not None else 0
        return "complete", f"{extra} more than declared" if extra > 0 else None
    if declared is None and found.declared_roots is None and not found.trouble:
        return "complete", None
    count = f"{collected} of {declared}" if declared is not None else f"{collected}"
    if found.troubles:
        return "partial", f"{count}: {found.troubles}"
    return "partial", f"{count} collected; the site offered no more"


def status_of_none(
    all_found: Mapping[str, Found], found: Found, declared: int | None, dead: Mapping[str, str]
) -> Verdict:
    """Return the verdict on a thread without comments; nobody can read the systems in `dead`."""
    for one in all_found.values():
        # A later way that met no trouble has shown that there are no comments.
        if one.refused and one.declared != 0 and (one.status or one.trouble):
            return "blocked", one.reason or one.troubles
        if one.status in {"closed", "unsupported"} and not declared:
            return one.status, one.reason or one.troubles
    if declared:
        return "error", found.troubles or f"{declared} declared, none could be loaded"
    if dead:
        return "unsupported", "; ".join(f"{name}: {why}" for name, why in dead.items())
    return ("error", found.troubles) if found.trouble else ("none", None)
