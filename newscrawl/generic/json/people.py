"""Names of authors that stand apart from the comments: tables of users, joined by id."""

from newscrawl.generic.json.fields import author_url_score, best, name_score
from newscrawl.generic.json.leaves import read_leaves, scalar
from newscrawl.generic.json.tree import Group, Path, Record, value_at
from newscrawl.vocabulary.keys import AUTHOR, ID
from newscrawl.vocabulary.names import word_set

PEOPLE = AUTHOR | word_set(
    "users authors actors members profiles accounts owners creators posters senders commenters"
    " people persons included participants"
)


def people_of(groups: list[Group], comments: set[int]) -> dict[str, tuple[str, str | None]]:
    """Return name and profile of everybody in tables of users, by their ids.

    `comments` holds the `id()` of the objects that are comments.
    """
    found: dict[str, tuple[str, str | None]] = {}
    for group in groups:
        if PEOPLE.isdisjoint(group.names) or id(group.records[0].data) in comments:
            continue
        leaves = read_leaves(group.records[:200])
        name = best(leaves, name_score)
        ids = [leaf.path for leaf in leaves if leaf.own & ID and leaf.path != ("#key",)]
        url = best([leaf for leaf in leaves if leaf.own & {"url", "profile"}], author_url_score)
        if name:
            _add(found, group.records, [*ids, ("#key",)], (name.path, url.path if url else None))
    return found


def _add(
    found: dict[str, tuple[str, str | None]],
    records: list[Record],
    ids: list[Path],
    paths: tuple[Path, Path | None],
) -> None:
    for record in records:
        name, url = (scalar(value_at(record, path)) for path in paths)
        for path in ids:
            key = scalar(value_at(record, path))
            if key and name:
                found.setdefault(key, (name, url))
