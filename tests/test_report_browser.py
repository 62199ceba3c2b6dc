"""The report in a real Chromium: it loads nothing, fits a phone, shows its charts, stays inert."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from newscrawl.browser.chromium import find_chromium
from newscrawl.commands.report import write
from tests.support.invented_record import Site, write_record
from tests.support.launching import short_tmp

CHROMIUM = find_chromium()
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium"),
]
HOSTILE = "</script></style></title><script>document.title='hit'</script>"
HOSTILE_FOLDER = "<img src=x onerror=document.title='hit'>"
"""A folder's name holds no slash."""

PIXELS = """async source => {
  const image = await createImageBitmap(await (await fetch(source)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const {data} = canvas.getImageData(0, 0, image.width, image.height);
  const counts = {};
  for (let i = 0; i < data.length; i += 4) {
    const colour = `${data[i]},${data[i + 1]},${data[i + 2]}`;
    counts[colour] = (counts[colour] || 0) + 1;
  }
  return counts;
}"""
CONTRASTS = """() => {
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => {
    const [r, g, b] = parts(text).slice(0, 3).map(
      v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = light(getComputedStyle(document.body).backgroundColor);
  const ratio = text => {
    const other = light(text);
    return (Math.max(paper, other) + 0.05) / (Math.min(paper, other) + 0.05);
  };
  const found = {};
  for (const css of ["h2", "h3", "figcaption p", ".note", ".facts small", "summary", ".empty"])
    for (const one of document.querySelectorAll(css))
      found[css] = ratio(getComputedStyle(one).color);
  for (const css of [".tick", ".label", ".figure", ".comments", ".bar", ".point",
                     ".removed_by_moderator", ".removed_unknown", ".returned"])
    for (const one of document.querySelectorAll(`svg ${css}`))
      found[css] = ratio(getComputedStyle(one).fill);
  return found;
}"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two sites; the first is all malice, and has no removals."""
    output = tmp_path_factory.mktemp("report") / "output"
    sites = [Site("harbour_post", 3, 8, 1), Site("quiet", 1, 1, 1)]
    write_record(output, days=90, sites=sites[:1])
    write_record(output, days=1, sites=sites[1:])
    folder = output / HOSTILE_FOLDER
    (output / "quiet").rename(folder)
    for path in folder.glob("*-articles.jsonl"):
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        lines = (json.dumps({**one, "comments_status": HOSTILE}) for one in rows)
        path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    run = json.loads((folder / "runs.jsonl").read_text("utf-8"))
    run["articles"]["failed"] = {HOSTILE: 3}
    run["alarms"] = [{"name": "x", "message": HOSTILE, "value": 1, "usual": 2}]
    (folder / "runs.jsonl").write_text(json.dumps({**run, "exit_name": HOSTILE}) + "\n", "utf-8")
    return write(output, None, None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with short_tmp() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env=env
        )
        yield browser
        browser.close()


def opened(browser: Browser, report: Path, width: int = 1280, scheme: Any = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(report.as_uri())
    return page


def colours(browser: Browser, png: bytes) -> dict[str, int]:
    """How many pixels have each colour, as Chromium reads the picture."""
    page = browser.new_page()
    source = f"data:image/png;base64,{base64.b64encode(png).decode()}"
    found: dict[str, int] = page.evaluate(PIXELS, source)
    page.close()
    return found


def test_it_loads_nothing_and_runs_nothing(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    asked, said = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]
    assert said == []
    # Not even without the page's own Content-Security-Policy could a site's words act.
    assert page.title() == "2 news sites: articles and comments"
    assert page.locator("script").count() == 1
    assert page.locator("img, iframe, object, link:not([rel=icon])").count() == 0
    assert HOSTILE_FOLDER in page.locator("h2").first.inner_text()
    assert page.locator(".alarms li").inner_text() == HOSTILE
    assert list(json.loads(page.locator("#figures").inner_text())) == [
        HOSTILE_FOLDER,
        "harbour_post",
    ]
    page.close()


@pytest.mark.parametrize("width", [390, 320, 768, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, report: Path, width: int) -> None:
    page = opened(browser, report, width)
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.locator("svg:visible text:visible").evaluate_all(
        "all => Math.min(...all.map(one => one.getBoundingClientRect().height))"
    )
    assert small > 8
    page.close()


@pytest.mark.parametrize(
    ("width", "scheme", "paper"),
    [
        (1280, "light", "252,251,248"),
        pytest.param(390, "dark", "21,24,27", marks=pytest.mark.slow),
    ],
)
def test_every_chart_is_drawn(
    browser: Browser, report: Path, width: int, scheme: str, paper: str
) -> None:
    page = opened(browser, report, width, scheme)
    site = page.locator("section", has=page.locator("h2", has_text="harbour_post"))
    drawings = site.locator("figure svg:visible")
    assert drawings.count() == 11
    for i in range(drawings.count()):
        found = colours(browser, drawings.nth(i).screenshot())
        assert max(found, key=found.__getitem__) == paper or i == 3  # the heat map is all marks
        assert len(found) > 8, i
        marks = sum(number for colour, number in found.items() if colour != paper)
        assert marks > 0.02 * sum(found.values()), i
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_to_be_read_stands_out(browser: Browser, report: Path, scheme: str) -> None:
    page = opened(browser, report, scheme=scheme)
    found: dict[str, float] = page.evaluate(CONTRASTS)
    assert len(found) == 16
    marks = {
        ".comments",
        ".bar",
        ".point",
        ".removed_by_moderator",
        ".removed_unknown",
        ".returned",
    }
    # WCAG 2.2: 4.5 for text, 3 for marks.
    assert {css: n for css, n in found.items() if n < (3 if css in marks else 4.5)} == {}
    page.close()


def test_a_figure_shows_where_one_points_and_in_a_table(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    chart = page.locator("[data-chart=comments]", has=page.locator(".wide")).last
    column = chart.locator(".wide .hit").nth(40)
    column.scroll_into_view_if_needed()
    box = column.locator(".net").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    text = column.locator(".read")
    assert text.evaluate("one => getComputedStyle(one).opacity") == "1"
    day, _, number = (text.text_content() or "").partition(": ")
    row = chart.locator("tbody tr").nth(40)
    assert (row.locator("th").text_content(), row.locator("td").text_content()) == (
        day,
        number.split()[0],
    )
    page.close()


def test_a_screen_reader_is_told_of_every_chart(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    ids = page.locator("[id]").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    named = page.locator("svg").evaluate_all(
        "all => all.map(one => [one.getAttribute('role'),"
        " document.getElementById(one.getAttribute('aria-labelledby')).textContent,"
        " document.getElementById(one.getAttribute('aria-describedby')).textContent])"
    )
    assert named
    assert all(role == "img" and title and description for role, title, description in named)
    page.close()
