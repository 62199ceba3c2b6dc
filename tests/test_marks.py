"""What is gathered of a page in one walk, and which tree an article is read from."""

import lxml.html

from newscrawl.extract.article import article_tree
from newscrawl.extract.marked import marked
from newscrawl.extract.marks import Marks, has_any
from newscrawl.page import Page

URL = "https://paper.example/fog"
STORY = f"<main><h1>The ferry is back</h1><p>{'The fog lifted at noon. ' * 30}</p></main>"
LIST = "<div class='comments-area'><h3>2 comments</h3><p>It was late.</p></div>"


def page(markup: str) -> Page:
    return Page(f"<html><body>{markup}</body></html>", URL)


def test_elements_are_found_by_any_of_their_attributes_in_page_order_and_once() -> None:
    tree = lxml.html.fromstring(
        "<div><b class='lead x'>1</b><i id='lead'>2</i>"
        "<b class='lead x' id='lead'>3</b><u>4</u></div>"
    )
    marks = Marks(tree)
    places = [*marks.places("id", "lead".__eq__), *marks.places("class", has_any("lead"))]
    assert [one.text for one in marks.at(places)] == ["1", "2", "3"]
    assert marks.places("class", has_any("trail")) == []


def test_a_page_without_comments_is_read_from_its_own_tree() -> None:
    own = page(STORY)
    assert article_tree(own) is own.root


def test_comments_and_ruby_are_cut_from_a_copy_and_stay_on_the_page() -> None:
    for more, tag in ((LIST, "h3"), ("<ruby>霧<rt>きり</rt></ruby>", "rt")):
        own = page(STORY + more)
        tree = article_tree(own)
        assert tree.find(f".//{tag}") is None
        assert own.root.find(f".//{tag}") is not None


def test_each_tree_has_its_own_marks() -> None:
    for name in ("Ada Quill", "Bram Fenwick"):
        tree = page(f"{STORY}<p itemprop='author'>{name}</p>").root
        assert [one.text for one in marked(tree, "author")] == [name]
