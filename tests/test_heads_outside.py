"""Rows whose head, with name and date, stands outside of what is named a comment."""

import pytest

import newscrawl

OPENING = "The lamps of the pier are lit again, and many came to see them. " * 6
NAMES = {4: "Quill", 2: "Bo", 3: "Ada", 5: "Ed"}


def listed(row: str, more: str = "") -> list[tuple[str | None, str | None, str | None]]:
    """Return name, date and text of each row of a list: N1 and NAME differ, one has `more`."""
    rows = "".join(row.replace("N1", str(n)).replace("NAME", name) for n, name in NAMES.items())
    rows = rows.replace("</p></div>", f"</p>{more}</div>", 1)
    thread = f"<div id=comments><h3>4 Comments</h3>{rows}</div>"
    html = f"<html lang=en><body><h1>Lamps</h1><p>{OPENING}</p>{thread}</body></html>"
    return [
        (one.author.name if one.author else None, one.date_published_raw, one.text)
        for one in newscrawl.read_comments(html, "https://paper.example/2026/lamps")
    ]


@pytest.mark.parametrize("tag", ["h4", "div"])
def test_a_head_before_a_text_that_is_named_a_comment(tag: str) -> None:
    head = f"<{tag}>Added by <a href='/u/N1'>NAME</a> 1N1/03/2026 01:13</{tag}>"
    assert listed(f"{head}<div class=comment><p>Words of N1</p></div>") == [
        (name, f"1{n}/03/2026 01:13", f"Words of {n}") for n, name in NAMES.items()
    ]


def test_who_is_named_in_one_text_wrote_none() -> None:
    head = "<p><a href='/u/N1'>NAME</a> 1N1/03/2026 01:13</p>"
    row = f"{head}<div class=comment id=comment-N1><p>Words of N1</p></div>"
    first, *others = listed(row, "<p>As <b class=author>Max</b> said</p>")
    assert first == ("Quill", "14/03/2026 01:13", "Words of 4\n\nAs Max said")
    assert others == listed(row)[1:]
    assert ("Bo", "12/03/2026 01:13", "Words of 2") in others


def test_a_line_between_two_days_dates_no_comment() -> None:
    head = "<b class=author>NAME</b> <time>2N1 May 2026 10:00</time>"
    row = f"<div class=comment id=comment-N1>{head}<p>Words of N1</p></div>"
    assert listed(f"<p>N1 May 2026</p>{row}") == [
        (name, f"2{n} May 2026 10:00", f"Words of {n}") for n, name in NAMES.items()
    ]
