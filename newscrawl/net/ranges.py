"""Which part an answer is of what was asked for, by what its server says (RFC 9110, 15.3.7)."""

import re

RANGE = re.compile(r"\s*bytes\s+(\d{1,18})-(\d{1,18})/(\d{1,18}|\*)\s*", re.ASCII | re.IGNORECASE)


def part_of(status: int, content_range: str) -> str:
    """Return which part of it an answer is; "" if it is all, as far as its server says.

    A crawl asks for no part, but some caches give one; some of these are all of it.

    >>> part_of(206, "bytes 0-99/250"), part_of(206, "bytes 0-249/250"), part_of(200, "")
    ('bytes 0-99 of 250', '', '')
    >>> part_of(206, "")
    'a part (206), and not told which'
    """
    if status != 206:
        return ""
    found = RANGE.fullmatch(content_range)
    if not found:
        return "a part (206), and not told which"
    first, last, most = found.groups()
    if int(first) == 0 and most != "*" and int(last) + 1 >= int(most):
        return ""
    return f"bytes {first}-{last} of {'an unknown number' if most == '*' else most}"
