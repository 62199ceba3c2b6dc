"""Talk pages of wikis: what is signed is a comment, and what it answers is told by its depth."""

import pytest

import newscrawl
from newscrawl.items import Comment
from tests.support.strange_threads import TEXT

URL = "https://wiki.example/wiki/Talk:The_ferry"
SAID = (
    "I waited two hours in the rain, see the <i>list</i>.",
    "Take the bridge instead.",
    "It is shut, as <a href='/wiki/User:Orla'>Orla</a> said.",
    "Who pays for it?",
)
PEOPLE = ("Orla", "Pim Quill", "Zed", "Orla")
CLOCKS = ("12:04", "12:10", "13:00", "14:30")


def signed(number: int, *, space: str = "User", talk: str = "User_talk", date: str = "") -> str:
    name = PEOPLE[number].replace(" ", "_")
    date = date or f"{CLOCKS[number]}, 3 May 2026 (UTC)"
    beside = f' (<a href="/wiki/{talk}:{name}">talk</a>)' if talk else ""
    return f'{SAID[number]} <a href="/wiki/{space}:{name}">{PEOPLE[number]}</a>{beside} {date}'


def page(inside: str) -> str:
    return (
        '<html lang="en"><body><h1>Talk:The ferry</h1><div id="siteSub">From the wiki</div>'
        f'<div class="text"><div class="mw-heading"><h2>Late</h2><span>[<a href="/e">edit '
        f"source</a>]</span></div>{inside}</div>"
        "<footer><ul><li>Last edited 3 May 2026</li></ul></footer>"
        "</body></html>"
    )


def told(found: list[Comment]) -> list[tuple[str | None, str | None, int | None, str | None]]:
    names = {one.id: one.author.name if one.author else None for one in found}
    return [(names[one.id], one.text, one.depth, names.get(one.parent_id or "")) for one in found]


TRUTH = [
    ("Orla", "I waited two hours in the rain, see the list.", 0, None),
    ("Pim Quill", "Take the bridge instead.", 1, "Orla"),
    ("Zed", "It is shut, as Orla said.", 2, "Pim Quill"),
    ("Orla", "Who pays for it?", 0, None),
]
DEFINED = "<p>{}</p><dl><dd>{}<dl><dd>{}</dd></dl></dd></dl><p>{}</p>"
LISTED = "<ul><li>{}<ul><li>{}<ul><li>{}</li></ul></li></ul></li><li>{}</li></ul>"


@pytest.mark.parametrize("form", [DEFINED, LISTED])
def test_signed_paragraphs_are_comments(form: str) -> None:
    found = newscrawl.read_comments(page(form.format(*map(signed, range(4)))), URL)
    assert told(found) == TRUTH
    assert [one.date_published for one in found] == [f"2026-05-03T{at}:00Z" for at in CLOCKS]
    assert found.status == "complete"
    author = found[1].author
    assert author is not None
    assert author.url == "https://wiki.example/wiki/User:Pim_Quill"


@pytest.mark.parametrize(
    ("space", "talk", "date"),
    [
        ("Benutzer", "Benutzer_Diskussion", "12:04, 3. Mai 2026 (CEST)"),
        ("Utilisateur", "Discussion_utilisateur", "3 mai 2026 à 12:04 (CEST)"),
        ("Участник", "Обсуждение_участника", "12:04, 3 мая 2026 (UTC)"),
        ("利用者", "利用者‐会話", "2026年5月3日 (日) 12:04 (UTC)"),
        ("משתמש", "שיחת_משתמש", "12:04, 3 במאי 2026 (IDT)"),
        ("Brukar", "Brukardiskusjon", "3. mai 2026 kl. 12:04 (CEST)"),
        ("user", "", "2026/05/03 12:04"),
    ],
)
def test_people_sign_in_every_language(space: str, talk: str, date: str) -> None:
    said = [signed(number, space=space, talk=talk, date=date) for number in range(4)]
    found = newscrawl.read_comments(page(DEFINED.format(*said)), URL)
    assert told(found) == TRUTH
    assert {(one.date_published or "")[:10] for one in found} == {"2026-05-03"}


def test_the_ids_that_a_wiki_gives_are_kept() -> None:
    key = "c-Orla-20260503120400-Late"
    inside = (
        f'<p><span data-mw-comment-start="" id="{key}"></span>{signed(0)}'
        '<span class="replylink"><span>[</span><a role="button" href="">reply</a><span>]</span>'
        f'</span><span data-mw-comment-end="{key}"></span></p>'
    )
    found = newscrawl.read_comments(page(inside), URL)
    assert [(one.comment_id, one.text) for one in found] == [(key, TRUTH[0][1])]


def test_a_comment_of_several_lines_is_one() -> None:
    inside = f"<p>{signed(0)}</p><dl><dd>First of all:</dd><dd>{signed(1)}</dd></dl>"
    found = newscrawl.read_comments(page(inside), URL)
    assert [one.text for one in found] == [TRUTH[0][1], "First of all:\nTake the bridge instead."]
    assert found.status == "complete"


def test_who_was_signed_for_is_the_author() -> None:
    note = (
        'Late again. <small class="autosigned">—&nbsp;Preceding <a href="/wiki/Wiki:Sign">unsigned'
        '</a> comment added by <a href="/wiki/Special:Contributions/203.0.113.9">203.0.113.9</a> ('
        '<a href="/wiki/User_talk:203.0.113.9">talk</a>) 12:20, 3 May 2026 (UTC)</small>'
    )
    found = newscrawl.read_comments(page(f"<p>{note}</p>"), URL)
    assert told(found) == [("203.0.113.9", "Late again.", 0, None)]


@pytest.mark.parametrize(
    "inside",
    [
        "<p>{0}</p><p>Nobody has signed this.</p><h2>Next</h2><p>{1}</p>",
        "<p>Nobody has signed this.</p><dl><dd>{0}</dd></dl><p>{1}</p>",
        "<p>{0}</p><dl><dd>{1}</dd><dd>Nobody has signed this.</dd></dl>",
    ],
)
def test_what_nobody_signed_keeps_a_thread_from_complete(inside: str) -> None:
    found = newscrawl.read_comments(page(inside.format(signed(0), signed(1))), URL)
    assert [one.text for one in found] == [TRUTH[0][1], TRUTH[1][1]]
    assert (found.status, found.reason) == (
        "partial",
        "2: 1 lines among the comments are not signed",
    )


@pytest.mark.parametrize(
    "line",
    [
        'Photo: <a href="/wiki/File:Ferry.jpg">Ferry</a>, 3 May 2026 12:04',
        'By <a href="/authors/ida">Ida</a> 3 May 2026 12:04',
        'See <a href="/wiki/User:Orla">Orla</a>, who said on 3 May 2026 that it was late.',
        'Last edited by <a href="/wiki/User:Orla">Orla</a> on 3 May 2026',
    ],
)
def test_lines_of_an_article_are_no_comments(line: str) -> None:
    html = f"<html><body>{TEXT}<ul><li>{line}</li><li>{line}</li></ul></body></html>"
    assert len(newscrawl.read_comments(html, URL)) == 0


def test_a_talk_page_is_no_article_s_text() -> None:
    html = page(f"<p>{signed(0)}</p><p>{signed(1)}</p>")
    assert "bridge" not in (newscrawl.read_article(html, URL).article_body or "")


def test_what_a_signed_comment_says_is_no_notice_of_the_page() -> None:
    link = '<a href="/wiki/User:Quill_7">Quill_7</a>'
    said = f"<p>Load more comments {link} 12:04, 3 May 2026 (UTC)</p>"
    found = newscrawl.read_comments(page(said + f"<p>{signed(0)}</p>"), URL)
    assert told(found)[0] == ("Quill_7", "Load more comments", 0, None)
    assert found.status == "complete"


def test_the_number_of_comments_beside_a_heading_is_no_part_of_the_first() -> None:
    bar = "<div><span>4 comments</span><span>3 people in discussion</span></div>"
    html = page(DEFINED.format(*map(signed, range(4)))).replace("</h2>", f"</h2>{bar}", 1)
    assert bar in html
    assert told(newscrawl.read_comments(html, URL)) == TRUTH
