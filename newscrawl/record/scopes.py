"""The scopes that have a record below OUTPUT_DIR, and which of them a user means by a word."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from newscrawl.record import runs
from newscrawl.runs.exits import Refused
from newscrawl.sites.scopes import scope_of_host
from newscrawl.state.takeover import is_record


def scopes(output: Path) -> list[str]:
    """Return the scopes of which something was written, by name."""
    if not output.is_dir():
        return []
    folders = [path for path in output.iterdir() if path.is_dir() and path.name[0] != "."]
    return sorted(one.name for one in folders if is_record(one) or runs(one))


def scopes_meant(output: Path, word: str, names: Mapping[str, str] | None = None) -> list[str]:
    """Return the scopes that a word means: its own, a host's, or all that begin with it and a dot.

    A host may be given as one types it, or as the address of one of its pages.

    `names` are those of outlets, with their scopes. Raises Refused with a one-line message if there
    is none.
    """
    return meant(scopes(output), word, names, f"into {output}", " (-s OUTPUT_DIR=... for another)")


def meant(
    found: Collection[str],
    word: str,
    names: Mapping[str, str] | None,
    where: str,
    mend: str = "",
) -> list[str]:
    """Return which of the scopes that are `found` a word means, as `scopes_meant` does.

    `where` says in its message whereto they were crawled, or by whom; `mend` what may help.
    """
    given = word.partition("://")[2].partition("/")[0] or word
    host = scope_of_host(given.lower().rstrip(".").removeprefix("www."))
    for exact in (word, host, f"host_{host}"):
        if exact in found:
            return [exact]
    if named := _named(found, word, names or {}):
        return named
    if below := [one for one in found if one.startswith(f"{word}.")]:
        return below
    near = get_close_matches(word.casefold(), {name.casefold(): name for name in names or {}}, 1)
    asked = [f"; is {name!r} meant?" for name in names or {} if [name.casefold()] == near]
    raise Refused(
        f"nothing was crawled of {word!r} {where}{''.join(asked)}; there are: "
        f"{', '.join(found) or 'no sites'}{mend}"
    )


def _named(found: Iterable[str], word: str, names: Mapping[str, str]) -> list[str]:
    """Return the scope of the outlet that is called so. Raises Refused if it has no record yet."""
    for name, scope in names.items():
        if name.casefold() == word.casefold():
            if scope in found:
                return [scope]
            raise Refused(f"{name!r} was not visited yet: it has no folder {scope}")
    return []


def scope_meant(output: Path, word: str, names: Mapping[str, str] | None = None) -> str:
    """Return the one scope that a word means. Raises Refused if there is none, or several."""
    return the_one(scopes_meant(output, word, names), word)


def the_one(found: list[str], word: str) -> str:
    """Return the only scope that a word means. Raises Refused if there are several."""
    if len(found) > 1:
        raise Refused(f"{word!r} has several records: give one of {', '.join(found)}")
    return found[0]
