"""One vocabulary for the readers and the script in the browser, which has no words of its own."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

import newscrawl.browser
from newscrawl.browser.document import script
from newscrawl.vocabulary.controls import LISTS, for_script, means
from newscrawl.vocabulary.words import CHANGE, LIKE, REPLY, REPORT, SHARE, TURN, either
from tests.support.launching import short_tmp

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(p).exists()), None
)
LABELS = (
    "Show 3 more replies",
    "Load more comments",
    "Weitere Kommentare laden",
    "Antworten anzeigen (4)",
    "Voir les 12 réponses",
    "Ещё 5 ответов",
    "Показать все комментарии",
    "展开全部回复",
    "返信を3件表示",
    "답글 더보기",
    "المزيد من التعليقات",
    "Daha fazla yorum göster",
    "Read more",
    "Weiterlesen",
    "Reply",
    "2 Reply",
    "Ответить",
    "Antworten",
    "الرد",
    "回复",
    "Report this comment",
    "Gefällt mir",
    "Нравится",
    "Share",
    "Udostępnij",
    "Post a comment",
    "Log in to comment",
    "Log in to read all replies",
    "Hide replies",
    "More articles",
    "Newest",
    "Kommentare",
    "टिप्पणी",
    "comment-list",
    "Reject all",
    "Nur notwendige Cookies",
    "Brasil",
    "seasons",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("needs a Chromium in /usr/bin")
    with short_tmp() as env, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=env)
        page = browser.new_page()
        page.evaluate(script())
        yield page
        browser.close()


@pytest.mark.browser
def test_the_script_has_the_vocabulary_and_nothing_else(page: Page) -> None:
    sources = "words => Object.fromEntries(Object.entries(words).map(([k, v]) => [k, v.source]))"
    had = page.evaluate(f"({sources})(window.__newscrawl.words)")
    given = page.evaluate(
        "given => Object.fromEntries(Object.entries(given)"
        ".map(([k, v]) => [k, new RegExp(v, 'iu').source]))",
        json.loads(for_script()),
    )
    assert had == given
    assert had.keys() == LISTS.keys()


@pytest.mark.browser
@pytest.mark.parametrize("name", LISTS)
def test_a_label_means_the_same_in_the_browser(page: Page, name: str) -> None:
    ask = "([name, labels]) => labels.filter((one) => window.__newscrawl.words[name].test(one))"
    assert page.evaluate(ask, [name, LABELS]) == [one for one in LABELS if means(name, one)]


def test_the_script_asks_for_every_list_and_for_no_other() -> None:
    folder = Path(newscrawl.browser.__file__).parent / "inpage"
    assert [one.name for one in folder.iterdir()] == ["expand.js"]
    asked = re.findall(r"\bwords\.(\w+)", (folder / "expand.js").read_text("utf-8"))
    assert set(asked) == LISTS.keys()


@pytest.mark.parametrize("listed", [REPLY, LIKE, REPORT, SHARE, CHANGE], ids=lambda one: one[0])
def test_what_changes_or_answers_a_comment_is_never_pressed(listed: tuple[str, ...]) -> None:
    for term in listed:
        word = re.sub(r"\(\?:[^)]*\)[?+]|.\?|\*$", "", term)
        assert means("never", word), term


@pytest.mark.parametrize("label", LABELS[:14])
def test_what_opens_more_may_be_pressed(label: str) -> None:
    assert means("more", label)
    assert not means("never", label)


def test_links_to_other_pages_are_known_in_the_languages_of_their_pages() -> None:
    assert re.fullmatch(either(TURN), "ältere", re.IGNORECASE)
    assert not re.fullmatch(either(TURN), "comments", re.IGNORECASE)
