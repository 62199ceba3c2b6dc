"""Emoji that a page shows as pictures, so that readers of texts meet them as letters."""

import re

from lxml.html import HtmlElement

from newscrawl.vocabulary.names import names, words

_ONE = (
    r"(?:[\U0001F000-\U0001FAFF\u231A\u231B\u23E9-\u23F3\u23F8-\u23FA\u2600-\u2714\u2718-\u27BF"
    r"\u2B1B\u2B1C\u2B50\u2B55]|[\u00A9\u00AE\u203C-\u3299](?=\uFE0F)|[0-9#*]\uFE0F?\u20E3)"
)
EMOJI = re.compile(
    rf"(?:{_ONE}[\uFE0E\uFE0F\u200D\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]*\s*)+"
)
"""A text of nothing else. Not the crosses of buttons (✕), nor arrows without a variation sign."""
NAMES = frozenset(
    "emoji emojis emojione twemoji joypixels emoticon emoticons smiley smilie smilies".split()
)
"""Words of ids and classes of such pictures, and of the folders that hold them."""
PARTS = ("moji", "emoticon", "smil", "joypixels")
"""What each of them has in it."""
SAID = ("alt", "data-emoji", "data-unicode", "data-alt", "aria-label", "title")
SIGNS = re.compile(r"[^\w\s]\S{1,40}")
"""`:-)`, `(y)`, `:face_with_tears_of_joy:`; no `Smiley`, which names what a button does."""
CODES = re.compile(
    r"/(?:emoji_)?u?((?:[0-9a-f]{4,5}[-_])*[0-9a-f]{4,5})\.(?:svg|png|gif|webp)\b", re.IGNORECASE
)
PICTURES = frozenset(["img", "amp-img"])


def spell_out(root: HtmlElement) -> None:
    """Turn pictures of emoji into elements that hold them as text, in place."""
    for element in list(root.iter("img", "amp-img", "svg", "i", "span")):
        empty = element.tag == "svg" or not (element.text or len(element))
        if empty and (text := emoji_of(element)):
            for child in list(element):
                element.remove(child)
            element.tag, element.text = "span", text


def emoji_of(element: HtmlElement) -> str | None:
    """Return what an element without text stands for, if it is the picture of an emoji.

    Where no attribute says it, the address may: `/emoji/72x72/1f600.png`.
    """
    parent = element.getparent()
    if parent is not None and parent.tag == "noscript":
        return None  # what stands there is shown by a script as well
    said = [value for name in SAID if (value := (element.get(name) or "").strip())]
    if emoji := next((one for one in said if EMOJI.fullmatch(one)), None):
        return emoji
    address = element.get("src") or element.get("data-src") or ""
    if element.tag not in PICTURES or not (_is_named(element) or _is_in_folder(address[-200:])):
        return None
    return _decoded(address) or next((one for one in said if SIGNS.fullmatch(one)), None)


def _is_named(element: HtmlElement) -> bool:
    return any(not NAMES.isdisjoint(words(name)) for name in names(element))


def _is_in_folder(address: str) -> bool:
    small = address.lower()  # most have none of the words, not even as a part
    return any(part in small for part in PARTS) and not NAMES.isdisjoint(words(address))


def _decoded(address: str) -> str | None:
    found = CODES.search(address)
    text = "".join(chr(int(code, 16)) for code in re.split("[-_]", found[1])) if found else ""
    return text if EMOJI.fullmatch(text) else None
