"""Elements with more attributes than any page needs: these are left out before the page is parsed.

The parser compares each attribute of an element with all before it, in one call that nothing can
interrupt: 50,000 of them take it seconds.
"""

import re

TAG = re.compile(r"<[a-zA-Z](?:[^\"'>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+|[\"'])*+")
VALUE = re.compile(r"=\s*+(?:\"[^\"]*+\"|'[^']*+')")
SPACE = re.compile(r"[\s/]+")
NAME = re.compile(r"<[a-zA-Z][^\s/>=\"']*+")
SHORT = 400
"""Characters of a tag without many attributes."""
ROOM = 2 * 10**8
"""Comparisons of attributes that one page may cost: half a second."""


def without_surplus(html: str) -> str:
    """Return a document without the attributes of elements that have very many.

    >>> surplus = " ".join(f"a{n}" for n in range(20_000))
    >>> without_surplus(f'<p class="x"><b {surplus}>one</b>')
    '<p class="x"><b>one</b>'
    """
    room, pieces, place = ROOM, list[str](), 0
    for tag in TAG.finditer(html):
        if len(tag[0]) > SHORT:
            cost = len(SPACE.split(VALUE.sub(" ", tag[0]))) ** 2
            if cost <= room:
                room -= cost
            elif name := NAME.match(tag[0]):
                pieces += [html[place : tag.start()], name[0]]
                place = tag.end()
    return "".join([*pieces, html[place:]]) if pieces else html
