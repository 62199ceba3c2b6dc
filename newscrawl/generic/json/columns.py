"""One key of an unknown system's objects with the values it has: what it looks like, what it says.

Judged over many objects, never over one: a name says what a key may be, its values what it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from newscrawl.extract.dates import read_date
from newscrawl.generic.json.tree import MAP_KEY, Path, Record, leaves
from newscrawl.vocabulary import keys as w

SAMPLE = 1000
ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?")
TAG = re.compile(
    r"</?(?:p|br|a|div|span|b|i|em|strong|blockquote|img|ul|li)\b[^<>]*>", re.IGNORECASE
)
BLOCK = re.compile(r"<(?:p|br|div|li|blockquote|a)\b", re.IGNORECASE)
ENTITY = re.compile(r"&(?:amp|lt|gt|quot|apos|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
PAIRED = re.compile(
    r"<(/?)(b|i|em|strong|a|p|span|div|blockquote|ul|li|br)\b[^<>]*>", re.IGNORECASE
)
BARE = re.compile(r"<|&(?![a-z]{2,10};|#\d+;|#x[0-9a-f]+;)", re.IGNORECASE)
CJK = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(eq=False)
class Column:
    """A key path and its values in a sample, None left out."""

    path: Path
    rows: list[int] = field(default_factory=list)
    """Which objects of the sample have a value."""
    values: list[Any] = field(default_factory=list)
    total: int = 1
    """Objects in the sample."""

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the last key."""
        return frozenset(w.key_words(self.path[-1]))

    @cached_property
    def outer(self) -> frozenset[str]:
        """The words of the keys above, wrappers left out."""
        keys = (w.key_words(key) for key in self.path[:-1])
        return frozenset(word for parts in keys for word in parts) - w.WRAPPERS

    @cached_property
    def all(self) -> frozenset[str]:
        return self.own | self.outer

    @cached_property
    def texts(self) -> list[str]:
        """The values as text: strings, and numbers as they are written; no booleans."""
        return [text for value in self.values if (text := scalar(value)) is not None]

    @property
    def fill(self) -> float:
        return len(self.values) / self.total

    def share(self, test: Any) -> float:
        return sum(map(bool, map(test, self.values))) / max(1, len(self.values))

    @cached_property
    def is_text(self) -> bool:
        return self.share(lambda value: isinstance(value, str)) > 0.9

    @cached_property
    def is_int(self) -> bool:
        return self.share(is_count) > 0.9

    @cached_property
    def time_form(self) -> float:
        """How sure a moment the values are: 3 with a zone, 2.5 epoch, 2 ISO, 1 other; 0 none."""
        forms = sorted(map(_time_form, self.values[:200]))
        return forms[len(forms) // 10] if forms else 0.0

    @cached_property
    def prose(self) -> float:
        """The share of values that read like something said: words, not codes or addresses."""
        return self.share(_is_prose)

    @cached_property
    def worded(self) -> float:
        """The share of values of two words or more, in whatever script."""
        return self.share(
            lambda v: isinstance(v, str) and (len(v.split()) > 1 or len(CJK.findall(v[:50])) > 3)
        )

    def _is_sound_markup(self, tagged: list[str]) -> bool:
        """Return whether some values have tags or entities, and none a sign that stands for itself.

        Where readers' own "<" and "&" are sent as they were typed, the texts are plain.
        """
        texts = [v for v in self.values if isinstance(v, str)]
        if any(BARE.search(TAG.sub("", v)) for v in texts):
            return False
        paired = any(map(_has_pair, tagged))
        return paired or any(ENTITY.search(v) for v in texts)

    @cached_property
    def is_markup(self) -> bool:
        tagged = [v for v in self.values if isinstance(v, str) and TAG.search(v)]
        if len(tagged) >= 0.3 * len(self.values) and (
            len(tagged) >= 3 or any(map(BLOCK.search, tagged))
        ):
            return True
        if self._is_sound_markup(tagged):
            return True
        coded = [v for v in self.values if isinstance(v, str) and "&" in v]
        entities = sum(bool(ENTITY.search(v)) for v in coded)
        return bool(self.own & w.MARKUP) or (
            entities >= 3
            and entities >= 0.03 * len(self.values)
            and not any(re.search(r"&\s|<", v) for v in coded)
        )


def _has_pair(text: str) -> bool:
    """Return whether a tag that a text opens is closed in it, or it has a `<br>`."""
    opened = set[str]()
    for closing, name in PAIRED.findall(text):
        if name.lower() in (opened if closing else {"br"}):
            return True
        if not closing:
            opened.add(name.lower())
    return False


def read_columns(records: Sequence[Record]) -> list[Column]:
    """Return every key of a sample of the objects, in the order met."""
    sample = records[:SAMPLE]
    found: dict[Path, Column] = {}
    for row, record in enumerate(sample):
        for path, value in leaves(record).items():
            said = value
            if isinstance(value, list):
                said = rich_text(value) if w.TEXT_LISTS & set(w.key_words(path[-1])) else None
                if said is None:
                    continue
            column = found.setdefault(path, Column(path, total=len(sample)))
            column.rows.append(row)
            column.values.append(said)
    return list(found.values())


def scalar(value: Any) -> str | None:
    """Return a string or whole number as text, None for all else and for what means nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = str(value).strip()
    return text or None


def is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9


def rich_text(value: Any) -> str | None:
    r"""Return the text of a string, or of blocks as editors save them, a line for each block.

    >>> rich_text([{"type": "text", "text": "one"}, {"children": [{"text": "two"}]}])
    'one\ntwo'
    """
    if isinstance(value, str):
        return value
    blocks = value if isinstance(value, list) else [value]
    lines = ["".join(_strings(block)) for block in blocks]
    return "\n".join(line for line in lines if line) if any(lines) else None


def _strings(block: Any) -> list[str]:
    found: list[str] = []
    stack = [(block, True)]
    while stack:
        value, is_said = stack.pop()
        if isinstance(value, str) and is_said:
            found.append(value)
        elif isinstance(value, list):
            stack.extend((one, is_said) for one in reversed(value))
        elif isinstance(value, dict):
            listed = [(v, k in w.TEXT_LISTS or k == "value") for k, v in value.items()]
            stack.extend(
                (v, said) for v, said in reversed(listed) if said or isinstance(v, (dict, list))
            )
    return found


def _time_form(value: Any) -> float:
    if isinstance(value, str) and (match := ISO.fullmatch(value.strip())):
        return 3.0 if match[1] else 2.0 if len(value) > 10 else 1.0
    text = scalar(value) if not isinstance(value, float) else str(value)
    if text is None or len(text) > 60 or not any(c.isdigit() for c in text):
        return 0.0
    digits = text.partition(".")[0]
    if digits.isascii() and digits.isdigit():
        # From 2001 to 2065: more digits are ids.
        near = len(digits) in {10, 13, 16} and digits[0] in "12"
        return 2.5 if near and read_date(text) else 0.0
    return 1.0 if len(text) > 7 and not text.isdigit() and read_date(text) else 0.0


def _is_prose(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    text = TAG.sub(" ", value).strip()
    if len(CJK.findall(text[:200])) >= 4:
        return True
    return len(text) >= 10 and " " in text and len(re.findall(r"[^\W\d_]{2,}", text[:400])) >= 3


def is_map_key(column: Column) -> bool:
    return column.path == MAP_KEY
