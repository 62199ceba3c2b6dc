"""`newscrawl demo`: start the demo newspaper, crawl it as a user would, and show what came out."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import Any

from rich.console import Console
from rich.table import Table

from newscrawl.demo import Demo
from newscrawl.runs.exits import Refused

Row = dict[str, Any]


NEXT = """
What to try next:
  newscrawl report -s OUTPUT_DIR={output}    a page of HTML with charts
  newscrawl status -s OUTPUT_DIR={output}    runs, totals, alarms
  newscrawl export sputnik --threads -s OUTPUT_DIR={output} -o threads.jsonl
  newscrawl crawl news -a url=https://paper.example    any news site"""


SERVED = """A newspaper of invented words, of winter 2020/21, is at {base} until Ctrl-C. Crawl it:
  newscrawl crawl sputnik -a base_url={base} -a since=2020-12-01 -a until=2021-02-28
  newscrawl crawl news -a url={base} -a since=2020-12-01 -a until=2021-02-28"""


def serve(port: int) -> None:
    """Keep the newspaper up until Ctrl-C, on a free port if it is 0. Raises Refused."""
    try:
        demo = Demo(port=port)
    except OSError as problem:
        raise Refused(f"port {port}: {problem.strerror}; choose another with --port") from None
    with suppress(KeyboardInterrupt), demo:
        print(SERVED.format(base=demo.base_url), flush=True)  # noqa: T201
        Event().wait()


def tour(output: Path, settings: Mapping[str, str]) -> int:
    """Crawl into a folder, with such settings, and show it.

    Return the exit status of the crawl, or 1 if a write request was received.
    """
    console = Console(soft_wrap=True)
    with Demo() as demo:
        command = [
            *("crawl", "sputnik", "-a", f"base_url={demo.base_url}"),
            *("-a", "since=2020-12-01", "-a", "until=2021-02-28", "-s", f"OUTPUT_DIR={output}"),
            *(word for name in settings for word in ("-s", f"{name}={settings[name]}")),
        ]
        console.print(
            f"A newspaper of invented words runs at [b]{demo.base_url}[/b]. "
            "Crawling it takes a minute or two:"
        )
        console.print(f"  newscrawl {' '.join(command)}\n", highlight=False)
        # Each tour starts with an empty folder, or the second one would find nothing new.
        for old in output.glob("sputnik*/*"):
            old.unlink()
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603  (our own command)
            [sys.executable, "-m", "newscrawl", *command], check=False
        )
        seconds = time.monotonic() - begun
        if done.returncode:
            return done.returncode
        show(console, output / "sputnik.en", seconds)
        console.print(f"Write requests the newspaper received: {demo.writes}")
        console.print(NEXT.format(output=output), highlight=False)
        return 1 if demo.writes else 0


def show(console: Console, folder: Path, seconds: float) -> None:
    """Print a table of what a run wrote into a folder, then one article with its thread."""
    articles, comments = latest(folder, "articles"), latest(folder, "comments")
    declared = sum(one["comment_count"] or 0 for one in articles.values())
    collected = sum(one["comments_collected"] or 0 for one in articles.values())
    dated = sum(bool(one["date_published"]) for one in (*articles.values(), *comments.values()))
    statuses = Counter(one["comments_status"] for one in articles.values())
    table = Table(title=f"What came out, in {seconds:.0f} s", show_header=False)
    table.add_column()
    table.add_column(overflow="fold")
    table.add_row("articles", str(len(articles)))
    silent = collected - sum(
        one["comments_collected"] for one in articles.values() if one["comment_count"] is not None
    )
    table.add_row("comments declared", str(declared))
    table.add_row("comments collected", f"{collected} ({silent} in threads that declare none)")
    table.add_row("threads", ", ".join(f"{number} {name}" for name, number in statuses.items()))
    table.add_row("dates read", f"{dated} of {len(articles) + len(comments)}")
    for path in sorted([*folder.glob("*.jsonl"), *folder.glob("*-pages.warc.gz")]):
        table.add_row(str(path), f"{path.stat().st_size / 1024:.0f} KiB")
    console.print(table)
    article = min(
        (one for one in articles.values() if (one["comments_collected"] or 0) >= 4),
        key=lambda one: one["comments_collected"],
    )
    console.print("\nOne article:\n")
    console.print_json(json.dumps({name: value for name, value in article.items() if value}))
    console.print("\nand its thread:\n")
    _thread(console, [one for one in comments.values() if one["article_id"] == article["id"]])


def latest(folder: Path, kind: str) -> dict[str, Row]:
    """Return the last line of each id in a site's folder, in order of first appearance."""
    rows: dict[str, Row] = {}
    for path in sorted(folder.glob(f"*-{kind}.jsonl")):
        with path.open(encoding="utf-8") as lines:
            rows.update((row["id"], row) for row in map(json.loads, lines))
    return rows


def _thread(console: Console, comments: list[Row], most: int = 12) -> None:
    children: dict[str | None, list[Row]] = {}
    known = {one["id"] for one in comments}
    for one in comments:
        parent = one["parent_id"] if one["parent_id"] in known else None
        children.setdefault(parent, []).append(one)
    stack = [(one, 0) for one in reversed(children.get(None, []))]
    shown = 0
    while stack and shown < most:
        one, level = stack.pop()
        author = (one["author"] or {}).get("name") or "(no name)"
        text = " ".join((one["text"] or f"({one['status']})").split())
        console.print(
            f"{'    ' * level}{one['date_published']}  {author}, {one['upvote_count']} up: {text}",
            markup=False,
            highlight=False,
            no_wrap=True,
            overflow="ellipsis",
            soft_wrap=False,
        )
        stack.extend((child, level + 1) for child in reversed(children.get(one["id"], [])))
        shown += 1
    if len(comments) > shown:
        console.print(f"... and {len(comments) - shown} more")
