"""The paper itself: its articles, their texts, and the troubles built into each."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from typing import Literal, NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from newscrawl.demo.editions import SECTIONS, Edition
from newscrawl.demo.invent import WORDS, name, sentence

FIRST, LAST, REDESIGN = date(2020, 12, 1), date(2021, 2, 28), date(2021, 1, 16)
MOSCOW = ZoneInfo("Europe/Moscow")

SIZES = (20, 65, 0, 31, 1, 61, 30, 2, 21, 0, 90, 29, 12, 60, 19, 120, 300)
"""Thread sizes of the first articles of each design: every page boundary, and the worst cases."""
PENDING = 12
"""Place of the old article that declares 12 comments, three of which are never shown."""

READ = frozenset({"text", "orphan", "strong", "h2", "h3", "quote", "list", "live"})
"""Kinds of block that are article text; the page's other blocks are not."""


class Block(NamedTuple):
    """A piece of a body. `items` are list rows, or texts that must not be read."""

    kind: str
    text: str = ""
    items: tuple[str, ...] = ()

    def reading(self) -> str:
        joint = "\n" if self.kind == "list" else "\n\n" if self.kind == "live" else " "
        if self.kind == "orphan":
            # A parser closes the paragraph at the inject, so the text after it is a new one.
            joint = "\n\n"
        rows = self.items if self.kind in {"list", "live", "orphan", "strong"} else ()
        return joint.join(part for part in (self.text, *rows) if part)


@dataclass(kw_only=True)
class Story:
    """One article, as its editors see it."""

    place: int
    """Place among the articles of its design, from 0; it decides the article's troubles."""
    number: int
    design: Literal["old", "new"]
    kind: Literal["2019", "2020", "2021"]
    """The layout: Facebook tab first, own tab first, or chat."""
    path: str
    day: date
    zone: ZoneInfo
    published: datetime
    modified: datetime | None
    section: str
    headline: str
    second_headline: str | None
    lead: str
    authors: list[str]
    tags: list[str]
    image: str | None
    caption: str
    credit: str
    size: int
    """Comments a reader can see."""
    declared: int | None
    """Comments the page declares; pages of the new design declare none."""
    blocks: list[Block] = field(default_factory=list)

    @property
    def body(self) -> str:
        return "\n\n".join(block.reading() for block in self.blocks if block.kind in READ)

    @property
    def amp_path(self) -> str:
        return "/amp" + self.path

    @property
    def bare_path(self) -> str:
        """The same address without its slug."""
        if self.design == "new":
            return f"/{self.day:%Y%m%d}/{self.number}.html"
        return f"/{self.section}/{self.day:%Y%m%d}{self.number}/"

    @property
    def listed_path(self) -> str:
        """The address on day pages, which is not always the canonical one."""
        return {3: self.bare_path, 5: self.amp_path}.get(self.place % 7, self.path)

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


class Paper:
    """All articles of an edition, oldest first."""

    def __init__(self, edition: Edition, articles: int, seed: int) -> None:
        self.edition, self.articles, self.seed = edition, articles, seed

    @cached_property
    def stories(self) -> list[Story]:
        step = (LAST - FIRST) / max(1, self.articles - 1)
        days = [FIRST + step * k for k in range(self.articles)]
        old = sum(day < REDESIGN for day in days)
        return [self._story(k, day, old) for k, day in enumerate(days)]

    @cached_property
    def by_number(self) -> dict[int, Story]:
        return {story.number: story for story in self.stories}

    def on(self, day: date, section: str | None = None) -> list[Story]:
        """Return the articles of a day, newest first."""
        found = [s for s in self.stories if s.day == day and section in {None, s.section}]
        return sorted(found, key=lambda story: story.published, reverse=True)

    def newest(self, count: int, section: str | None = None) -> list[Story]:
        found = [story for story in self.stories if section in {None, story.section}]
        return sorted(found, key=lambda story: story.published, reverse=True)[:count]

    def before(self, number: int) -> Story | None:
        """Return the next article of the endless page: the next older one of its design."""
        place = self.stories.index(self.by_number[number])
        older = self.stories[place - 1] if place else None
        return older if older and older.design == "new" else None

    @cached_property
    def _fill(self) -> list[int]:
        """Sizes of the threads after `SIZES`, for an average of about 27 comments an article."""
        rest = max(0, self.articles - 2 * len(SIZES))
        rng = dice(self.seed, "sizes")
        weights = [rng.choice([0, 0, 1, 2, 3, 5]) for _ in range(rest)]
        budget = max(0, 27 * self.articles + 200 - 2 * sum(SIZES))
        return [budget * weight // max(1, sum(weights)) for weight in weights]

    def _story(self, k: int, day: date, old: int) -> Story:
        place = k if k < old else k - old
        language, rng = self.edition.language, dice(self.seed, self.edition.code, k)
        design: Literal["old", "new"] = "old" if day < REDESIGN else "new"
        kind: Literal["2019", "2020", "2021"] = "2021"
        if design == "old":
            kind = "2020" if place % 3 else "2019"
        # English pages of 2019 printed Moscow time; those of 2020 did not.
        zone = MOSCOW if self.edition.code == "en" and kind == "2019" else self.edition.zone
        published = _moment(rng, k, self.articles, day, zone)
        number = self.edition.first_id + k * 1013 + rng.randint(0, 900)
        headline = sentence(rng, language, 7).rstrip(".。")
        section = SECTIONS[rng.randrange(len(SECTIONS))]
        slug = "" if place == 7 else _slug(headline)
        size = SIZES[place] if place < len(SIZES) else self._rest(k, place, old)
        pending = design == "old" and place == PENDING
        return Story(
            place=place,
            number=number,
            design=design,
            kind=kind,
            path=_path(design, section, day, number, slug),
            day=day,
            zone=zone,
            published=published,
            modified=_later(rng, published) if place % 2 else None,
            section=section,
            headline=headline,
            second_headline=sentence(rng, language, 6) if design == "new" and place == 8 else None,
            lead=sentence(rng, language, 14),
            authors=_authors(rng, language, place),
            tags=[] if place == 6 else _tags(rng, language),
            image=None if place == 9 else f"/img/{number}.svg",
            caption=sentence(rng, language, 5),
            credit=f"© Lantern / {name(rng, language)}",
            size=size - 3 if pending else size,
            declared=size if design == "old" else None,
            blocks=_blocks(rng, language, place, design),
        )

    def _rest(self, k: int, place: int, old: int) -> int:
        beyond = place - len(SIZES) + (max(0, old - len(SIZES)) if k >= old else 0)
        return self._fill[beyond] if beyond < len(self._fill) else 3


def dice(*seed: object) -> Random:
    """Return the same dice for the same seed."""
    return Random(":".join(map(str, seed)))  # noqa: S311 - invented words are no secret


def _moment(rng: Random, k: int, count: int, day: date, zone: ZoneInfo) -> datetime:
    # Two in five are near midnight, where a wrong zone changes the day; the first and the last
    # are not, so that the paper's range of days is the same in every zone.
    near = [time(0, rng.randrange(50), 7), time(23, rng.randrange(10, 60), 41)][k % 2]
    plain = time(rng.randrange(3, 21), rng.randrange(60), rng.randrange(60))
    clock = near if k % 5 in {1, 3} and 0 < k < count - 1 else plain
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _later(rng: Random, published: datetime) -> datetime:
    # Whole minutes, since neither design prints the seconds of an update.
    return (published + timedelta(minutes=rng.randint(4, 700))).replace(second=0)


def _slug(headline: str) -> str:
    plain = headline.lower().replace("ß", "ss")
    if plain.isascii() or "ä" in plain or "ö" in plain or "ü" in plain:
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return quote(re.sub(r"\W+", "-", plain).strip("-"))


def _path(design: str, section: str, day: date, number: int, slug: str) -> str:
    if design == "new":
        return f"/{day:%Y%m%d}/{slug + '-' if slug else ''}{number}.html"
    return f"/{section}/{day:%Y%m%d}{number}{'-' + slug if slug else ''}/"


def _authors(rng: Random, language: str, place: int) -> list[str]:
    first, second = name(rng, language), name(rng, language)
    while second == first:
        second = name(rng, language)
    return {2: [], 3: [first, second]}.get(place, [first])


def _tags(rng: Random, language: str) -> list[str]:
    words = sorted({word for word in WORDS[language].split() if len(word) > 1})
    return rng.sample(words, rng.randint(1, 4))


def _blocks(rng: Random, language: str, place: int, design: str) -> list[Block]:
    def words(count: int) -> str:
        return sentence(rng, language, count)

    def text() -> Block:
        return Block("text", " ".join(words(rng.randint(8, 16)) for _ in range(rng.randint(1, 3))))

    trouble = {
        0: [Block("photo", items=(words(5), f"© Lantern / {name(rng, language)}"))],
        1: [Block("quote", words(11))],
        2: [Block("list", items=tuple(words(5) for _ in range(3)))],
        3: [Block("h2", words(4)), text(), Block("h3", words(3))],
    }[place % 4]
    split = "strong" if design == "old" and place % 8 == 5 else "orphan"
    inject = Block(split, words(12), (words(10),))
    if design == "new":
        inject = Block("article", items=(words(7),))
    blocks = [text(), inject, Block("banner"), text(), *trouble, text()]
    if design == "new" and place % 8 == 4:
        blocks.append(Block("live", items=tuple(words(10) for _ in range(4))))
    if design == "new" and place % 5 == 2:
        blocks += [Block("vrez", items=(words(9),)), Block("embed", items=(words(6),)), text()]
    return blocks
