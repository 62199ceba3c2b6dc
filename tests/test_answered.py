"""Whom a post answers, where a link leads to the other's own page and no id is on this one."""

import pytest

import newscrawl

URL = "https://talk.example/thread/0a1b2c3d4e?view=flat"
HASHES = ("0a1b2c3d4e5f60718", "5f00aa11bb22cc33d", "77ee00dd11cc22bb3", "9c8b7a6d5e4f30211")
NUMBERS = ("4310", "4312", "4319", "4402")
PEOPLE = ("Ada Quill", "Bram", "Cleo M.", "Dov")
SAID = ("The weir is open again. " * 20, "Good news.", "For how long?", "Until the autumn.")
PARENTS = (None, 0, 1, 1)
POST = (
    '<div id="row{n}" class="msg"><h3>({n}) By <a href="/people?name={who}">{who}</a> on '
    '2026-05-0{n} 10:0{n}:00 {answer} <a href="{own}">[link]</a> <a href="{own}{and_}raw">'
    "[source]</a></h3><div><div><p>{said}</p></div></div></div>"
)


def post(place: int, own: str, answered: str | None, said: str | None = None) -> str:
    answer = f'in reply to <a href="{answered}">{(PARENTS[place] or 0) + 1}</a>' if answered else ""
    return POST.format(
        n=place + 1,
        who=PEOPLE[place],
        answer=answer,
        own=own,
        and_="&" if "?" in own else "?",
        said=said or SAID[place],
    )


def page(names: tuple[str, ...], form: str, cut: int | None = None, mention: str = "") -> str:
    """Return a thread whose posts are named in such a form, the answered by their first signs."""
    rows = [
        post(
            place,
            form.format(names[place]),
            None if above is None else form.format(names[above][:cut]),
            f"{SAID[place]} {mention}" if place == 3 else None,
        )
        for place, above in enumerate(PARENTS)
    ]
    return f'<html lang="en"><body><h1>The weir</h1>{"".join(rows)}</body></html>'


def told(html: str) -> tuple[list[tuple[str | None, str | None, int | None]], str, str]:
    found = newscrawl.read_comments(html, URL)
    names = {one.id: one.author.name for one in found if one.author}
    rows = [(names[one.id], names.get(one.parent_id or ""), one.depth) for one in found]
    return rows, found.status, found.reason or ""


RIGHT = [("Bram", None, 0), ("Cleo M.", "Bram", 1), ("Dov", "Bram", 1)]


@pytest.mark.parametrize(
    ("names", "form", "cut"),
    [
        (HASHES, "/thread/{}", None),
        (HASHES, "/thread/{}?view=flat", 10),
        (HASHES, "/thread/{}?view=flat2", 10),
        (NUMBERS, "item?id={}", None),
        (NUMBERS, "/thread/12/{}", None),
        (NUMBERS, "show?thread=12&msg={}", None),
    ],
)
def test_a_link_names_the_answered_by_its_own_address(
    names: tuple[str, ...], form: str, cut: int | None
) -> None:
    assert told(page(names, form, cut)) == (RIGHT, "complete", "")


def test_a_link_within_a_text_is_not_its_own_address() -> None:
    form = "/thread/{}"
    mention = f'See <a href="{form.format(HASHES[2])}">there</a>.'
    assert told(page(HASHES, form, 10, mention)) == (RIGHT, "complete", "")


def test_a_number_is_not_named_by_its_beginning() -> None:
    longer = ("431", "4312", "43125", "431259")
    rows, status, _ = told(page(longer, "item?id={}"))
    assert (rows, status) == (RIGHT, "complete")


def test_an_answer_to_what_is_not_on_the_page_leaves_the_thread_partial() -> None:
    html = page(HASHES, "/thread/{}", 10).replace(f'{HASHES[1][:10]}">2', 'ffffffff0">2')
    rows, status, reason = told(html)
    assert [parent for _, parent, _ in rows] == [None, None, None]
    assert (status, reason) == ("partial", "3: 2 answer what is not on their page")
