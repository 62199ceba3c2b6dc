"""What a page would ask for next is learnt as its answers come in, not from all each time."""

import json
from collections import Counter
from typing import Any

import pytest

from newscrawl.generic.engine import Generic
from newscrawl.generic.json.tree import load
from newscrawl.generic.paging.asking import KEPT, Asking
from newscrawl.generic.paging.next_page import Ask, learn

ADDRESS = "https://api.example/v1/comments"
SIZE = 3


def page(number: int, query: str, **around: Any) -> dict[str, Any]:
    rows = [
        {
            "id": 7000 + number * SIZE + n,
            "text": f"The council paints boat number {number * SIZE + n} before winter.",
            "author": f"Reader {n}",
            "date": f"2026-03-14T08:{n:02}:12Z",
        }
        for n in range(SIZE)
    ]
    body = json.dumps({"comments": rows, **around})
    url = f"{ADDRESS}{query}"
    return {"url": url, "method": "GET", "post": None, "status": 200, "body": body}


def by_number(number: int) -> dict[str, Any]:
    return page(number, f"?page={number + 1}")


def by_cursor(number: int) -> dict[str, Any]:
    query = f"?cursor=c{number:04}x" if number else ""
    return page(number, query, next_cursor=f"c{number + 1:04}x")


def by_total(number: int) -> dict[str, Any]:
    return page(number, f"?offset={number * SIZE}", total=60 * SIZE)


@pytest.mark.parametrize("served", [by_number, by_cursor, by_total])
def test_a_long_list_is_asked_for_to_its_end(served: Any) -> None:
    answers = [served(0), served(1)]
    urls = {one["url"]: number for number, one in enumerate(map(served, range(60)))}
    asking = Asking(Generic())
    while asks := asking.asks(answers):
        assert [ask.url for ask in asks] == [served(len(answers))["url"]]
        if asks[0].url not in urls:
            break
        answers.append(served(urls[asks[0].url]))
    assert len(answers) == 60
    assert len(asking.comments) == 60 * SIZE


def test_a_short_list_is_read_as_a_whole() -> None:
    asking, answers = Asking(Generic()), [by_number(0)]
    for number in range(1, KEPT):
        answers.append(by_number(number))
        assert asking.asks(answers) == [learn(answers)]


def test_an_answer_that_repeats_an_early_one_is_the_end() -> None:
    asking, answers = Asking(Generic()), [by_number(0), by_number(1)]
    for number in range(2, 2 * KEPT):
        assert asking.asks(answers)
        answers.append(by_number(number))
    answers.append({**by_number(2), "url": by_number(2 * KEPT)["url"]})
    assert asking.asks(answers) == []


def test_each_answer_is_read_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    counts: Counter[str] = Counter()

    def counted(body: Any) -> Any:
        counts[body] += 1
        return load(body)

    monkeypatch.setattr("newscrawl.generic.json.find.load", counted)
    read: list[int] = []
    for pages in (100, 200):
        counts.clear()
        asking, answers = Asking(Generic()), [by_number(0)]
        for number in range(1, pages):
            answers.append(by_number(number))
            asks: list[Ask] = asking.asks(answers)
            assert len(asks) == 1
        read.append(counts.total())
    # Twice the pages are read twice as often; read anew each time they would be four times.
    assert read[1] < 2.2 * read[0]
    assert max(counts.values()) <= KEPT
