"""Invents one story: when it changes, who says what about it, and what becomes of that."""

from datetime import datetime, timedelta
from random import Random

from newscrawl.demo.invent import name, sentence
from newscrawl.demo.paper import dice
from tests.days.events import Absence, Edition, Event, Remark, Story, System

SECTIONS = ("town", "harbour", "weather")
SIZES = (0, 3, 8, 15, 25, 40, 60, 110)
"""Remarks under a story, in turn."""
SOON = timedelta(hours=4)
"""Sets the curve of arrival: half of the remarks come within three hours, nine in ten within a day,
and the rest ever slower."""
LAST = timedelta(days=10)
GONE = (404, 410, 200)
"""What the page of a withdrawn story answers, in turn."""
EVER = timedelta(days=3650)


def story(seed: int, place: int, published: datetime) -> Story:
    """Return the story at a place among all; what it says and meets depends on seed and place."""
    rng = dice(seed, "story", place)
    headline = sentence(rng, words=7).rstrip(".")
    # A third are on the other system, so that both have threads of every size.
    system: System = "wordpress" if place % 3 == 1 else "ghost"
    return Story(
        number=10_000 + 7 * place,
        section=SECTIONS[place % len(SECTIONS)],
        slug="-".join(headline.lower().split()),
        published=published,
        author=name(rng),
        system=system,
        editions=_editions(rng, place, headline, published),
        absences=_absences(rng, place, published),
        remarks=_remarks(rng, SIZES[rng.randrange(len(SIZES))], published),
    )


def _editions(rng: Random, place: int, headline: str, published: datetime) -> tuple[Edition, ...]:
    text = tuple(_paragraph(rng) for _ in range(4))
    editions = [Edition(published, headline, text)]
    moment = published
    for again in range((place % 4 == 1) + (place % 8 == 5)):
        moment += timedelta(minutes=rng.randint(20, 1500))
        text = (*text, f"Update {again + 1}: {_paragraph(rng)}")
        if place % 16 == 5:
            headline = f"{headline}, says council"
        editions.append(Edition(moment, headline, text))
    return tuple(editions)


def _absences(rng: Random, place: int, published: datetime) -> tuple[Absence, ...]:
    if place % 11 != 3:
        return ()
    turn = place // 11
    start = published + timedelta(hours=rng.randint(5, 130))
    # Every third comes back.
    length = timedelta(hours=rng.randint(30, 60)) if turn % 3 == 1 else EVER
    return (Absence(start, start + length, GONE[turn % len(GONE)]),)


def _paragraph(rng: Random) -> str:
    return " ".join(sentence(rng, words=rng.randint(8, 16)) for _ in range(3))


def _remarks(rng: Random, count: int, published: datetime) -> tuple[Remark, ...]:
    moments = sorted(published + _delay(rng) for _ in range(count))
    found: list[Remark] = []
    for place, created in enumerate(moments):
        parent = rng.choice(found[-25:]) if found and rng.random() < 0.4 else None
        found.append(
            Remark(
                id=place + 1,
                parent=parent.id if parent else None,
                root=parent.root if parent else place + 1,
                depth=parent.depth + 1 if parent else 0,
                author=name(rng),
                created=created,
                text=f"{sentence(rng, words=rng.randint(4, 16))} №{place + 1}",
                popularity=rng.choice((0, 0, 0, 1, 2, 5, 13)),
                events=(),
            )
        )
    answered = {remark.parent for remark in found}
    return tuple(
        Remark(**{**vars(one), "events": _events(rng, one, one.id in answered)}) for one in found
    )


def _delay(rng: Random) -> timedelta:
    spread = (1 - rng.random()) ** -0.83 - 1
    return timedelta(seconds=int(min(SOON * spread, LAST).total_seconds()) + 60)


def _events(rng: Random, remark: Remark, answered: bool) -> tuple[Event, ...]:
    """Return what is done to a remark, in order of time."""
    events: list[Event] = []
    moment, fate = remark.created, rng.random()
    if rng.random() < 0.07:
        moment += timedelta(minutes=rng.randint(3, 900))
        events.append(Event(at=moment, text=f"{remark.text} (edited)"))
    if fate > 0.11:
        return tuple(events)
    moment += timedelta(minutes=30 + rng.expovariate(1 / 900))
    if fate < 0.03:
        events.append(Event(at=moment, status="removed_by_author"))
    elif fate < 0.07 or answered:
        events.append(Event(at=moment, status="removed_by_moderator"))
    else:
        events.append(Event(at=moment, status="removed_unknown", trace=False))
    if fate >= 0.03 and rng.random() < 0.4:
        moment += timedelta(hours=rng.randint(4, 60))
        events.append(Event(at=moment))
    return tuple(events)
