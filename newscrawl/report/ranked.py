"""Bar charts of parts and shares: threads, failures, filled fields. Pure."""

from newscrawl.report.chart import Chart
from newscrawl.report.drawing import Frame, rows
from newscrawl.report.figures import FIELDS, Figures
from newscrawl.report.words import count, number, percent

_NO_COMMENTS = {"none", "closed", "skipped", "not walked"}
"""Verdicts on threads without comments to miss."""


def threads(found: Figures) -> Chart:
    """Draw the verdicts on the threads."""
    title = "Threads by verdict"
    if not found.threads:
        return Chart(name="threads", title=title, empty="No articles yet.")
    whole = sum(n for verdict, n in found.threads.items() if verdict not in _NO_COMMENTS)
    complete = found.threads["complete"]
    said = f"{number(complete)} of {count(whole, 'thread')} with comments are complete."
    chart = Chart(name="threads", title=title, said=said, head=("comments_status", "Articles"))
    return _ranked(chart, found.threads)


def failures(found: Figures) -> Chart:
    """Draw why articles could not be read, over all runs."""
    title = "Failures by reason"
    if not found.failures:
        text = "Nothing failed." if found.runs else "No runs yet."
        return Chart(name="failures", title=title, empty=text)
    said = f"{count(sum(found.failures.values()), 'attempt')} to read an article failed."
    chart = Chart(name="failures", title=title, said=said, head=("Reason", "Failures"))
    return _ranked(chart, found.failures)


def fill_rates(found: Figures, kind: str) -> Chart:
    """Draw the share of articles or comments in which each field is filled."""
    chart = Chart(name=f"fill_{kind}", title=f"Filled fields of {kind}")
    whole = found.standing[kind]
    if not whole:
        chart.empty = f"No {kind} yet."
        return chart
    shares = {name: found.filled[kind][name] / whole for name in FIELDS[kind]}
    ranked = sorted(shares.items(), key=lambda one: -one[1])
    chart.head = ("Field", "Filled", "Share")
    chart.body = [(name, number(found.filled[kind][name]), percent(n)) for name, n in ranked]
    always = [name for name, share in shares.items() if share == 1]
    never = [name for name, share in shares.items() if share == 0]
    chart.said = (
        f"Of {count(whole, kind[:-1])}. {len(always)} of {len(shares)} fields are always filled, "
        f"{len(never)} never."
    )
    parts = [(word, names) for word, names in (("Always", always), ("Never", never)) if names]
    chart.note = "\n".join(f"{word}: {', '.join(names)}." for word, names in parts)
    data = [(name, share, percent(share)) for name, share in ranked if 0 < share < 1]
    if data:
        chart.draw = lambda width, name: rows(
            Frame(width, 20 * len(data), name, chart.title, chart.said), data, whole=1
        )
    else:
        chart.empty = "No field is filled only sometimes."
    return chart


def _ranked(chart: Chart, values: dict[str, int]) -> Chart:
    ranked = sorted(values.items(), key=lambda one: (-one[1], one[0]))
    data = [(_words(label), float(n), number(n)) for label, n in ranked]
    chart.body = [(label, number(n)) for label, n in ranked]
    chart.draw = lambda width, name: rows(
        Frame(width, 26 * len(data), name, chart.title, chart.said), data
    )
    return chart


def _words(label: str) -> str:
    text = label.replace("_", " ")
    return f"HTTP {text[5:]}" if text.startswith("http ") else text
