"""Takes out of a row what no reader wrote: forms, menus, dialogs, templates, controls of lists."""

from lxml.html import HtmlElement

from newscrawl.extract.containers import cut_out
from newscrawl.generic.markup.row import roles
from newscrawl.vocabulary.names import names, word_set, words
from newscrawl.vocabulary.notices import is_said_by_page

MENUS = frozenset(
    ["form", "nav", "menu", "dialog", "template", "select", "textarea", "script", "style"]
)
MENU_ROLES = frozenset(["menu", "menuitem", "menubar", "toolbar", "tooltip", "dialog", "listbox"])
FIELDS = frozenset(["input", "textarea", "select"])
UNFILLED = frozenset(["hidden", "checkbox", "radio", "submit", "button", "image"])
FORMS = word_set(
    "form forms respond editor composer compose replybox replyform commentform write input fields"
    " formular formulaire formulario modulo"
)
DATED = frozenset(["date"])


def clear(row: HtmlElement) -> None:
    """Cut forms, menus and the like out of a row, in place; nothing that holds its date."""
    for element in list(row.iterdescendants()):
        if _is_apparatus(element) and not _holds_date(element):
            cut_out(element)


def _is_apparatus(element: HtmlElement) -> bool:
    if element.tag == "form" and _holds_text(element):
        return False
    if element.tag in MENUS or (element.get("role") or "").lower() in MENU_ROLES:
        return True
    named = any(not FORMS.isdisjoint(words(name)) for name in names(element))
    return named and any(_is_field(field) for field in element.iter(*FIELDS))


def _holds_text(form: HtmlElement) -> bool:
    """Return whether a form is drawn around the text of a comment, and asks for nothing."""
    if any(_is_field(field) for field in form.iter(*FIELDS)):
        return False
    return any("text" in roles(inner) for inner in form.iterdescendants("div", "p", "section"))


def _is_field(field: HtmlElement) -> bool:
    return (field.get("type") or "text").lower() not in UNFILLED


def _holds_date(element: HtmlElement) -> bool:
    return any(not DATED.isdisjoint(roles(inner)) for inner in element.iter("*"))


def is_apparatus(text: str) -> bool:
    """Return whether a text is nothing but headings, counters, controls and notices of a page."""
    return all(map(is_said_by_page, text.split("\n")))
