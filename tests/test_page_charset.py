"""A page's charset: what it declares, unless its bytes contradict that as a whole."""

from pathlib import Path

import pytest

from newscrawl.page import Page
from tests.support.crawling import crawl
from tests.support.small_paper import PATH, SmallPaper, small_paper

HEAD = '<html><head><meta charset="{}"></head><body><p>Über Möwen, März, Öl und Käse</p>'
STORY = "<p>Хранители фонарей собрались в сумерках, чтобы сосчитать лодки у причала.</p>" * 9


@pytest.mark.parametrize("strange", [b"", b"<i>K\xfcste</i>"])
def test_a_few_foreign_bytes_leave_utf_8_alone(strange: bytes) -> None:
    body = HEAD.format("utf-8").encode() + b"<p>M\xc3\xb6we</p>" * 9 + strange + b"</body></html>"
    assert "Über Möwen, März, Öl und Käse" in Page(body, "http://p.example/").text_content


def test_a_wrong_declaration_is_looked_through() -> None:
    body = (HEAD.format("utf-8").split("<p>")[0] + STORY).encode("cp1251")
    assert "Хранители фонарей" in Page(body, "http://p.example/").text_content


@pytest.mark.slow
def test_a_paper_in_a_charset_that_is_none_is_read(tmp_path: Path) -> None:
    class Strange(SmallPaper):
        def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
            status, text, _ = super().answer(path, query)
            return status, text, {"Content-Type": "text/html; charset=hex"}

    with small_paper(Strange()) as paper:
        run = crawl("news", tmp_path, urls=f"{paper.base}{PATH}", comments="no")
    assert run.status == 0, run.stderr
    (article,) = run.lines("articles")
    assert article["headline"] == "Harbour opens"


@pytest.mark.parametrize("words", ["Åse Bjørnøy", "Jürgen Weiß", "Zoë Nuñez, à Évry", "“Ça va”"])
def test_a_western_page_without_a_charset_is_read_as_browsers_do(words: str) -> None:
    text = f'<html lang="en"><body><p>{words}</p><p>{"The ferry is late again. " * 40}</p>'
    assert words in Page(text.encode("cp1252"), "https://lantern.example/").text_content


@pytest.mark.parametrize(
    ("lang", "words", "charset"),
    [
        ("en", STORY, "cp1251"),  # a template's language
        ("ru", STORY, "koi8-r"),
        ("pl", "Zażółć gęślą jaźń, prom znów się spóźnił. " * 9, "cp1250"),
    ],
)
def test_another_page_without_a_charset_is_guessed(lang: str, words: str, charset: str) -> None:
    text = f'<html lang="{lang}"><body><p>{words}</p>'
    assert words in Page(text.encode(charset), "https://lantern.example/").text_content
