"""The names of pieces in the store: `SCOPE/EPOCH-RANDOM-FILE.zst`. No name is used twice."""

import re
import secrets

from newscrawl.runs.history import NAME as HISTORY
from newscrawl.state.files import run_and_kind
from newscrawl.state.takeover import LEDGER


def new_key(scope: str, epoch: int, file: str) -> str:
    """Return a name for a piece of a file, which `epoch` writes."""
    return f"{scope}/{epoch}-{secrets.token_hex(6)}-{file}.zst"


def is_key(key: str, scope: str) -> bool:
    """Return whether a commit may have given this name to a piece of a scope.

    >>> is_key("paper.example/3-00112233aabb-runs.jsonl.zst", "paper.example")
    True
    >>> is_key("paper.example/holiday.jpg", "paper.example")
    False
    """
    place, _, name = key.rpartition("/")
    found = re.fullmatch(r"[0-9]{1,19}-[0-9a-f]{12}-([^/]{1,255})\.zst", name[:300], re.ASCII)
    if place != scope or not found:
        return False
    return found[1] in {LEDGER, HISTORY} or bool(run_and_kind(found[1])[0])
