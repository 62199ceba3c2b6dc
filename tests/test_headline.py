"""The headline: which of a page's titles it is, and what is cut off it."""

from typing import Any

import pytest

from newscrawl.extract.titles import without_house
from tests.support.article_page import read

HEADLINE = "Ferry lost in fog returns to the harbour"
TEXT = "<p>The council paints seven boats before the winter, and nobody minds.</p>" * 5


def article(**values: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **values}


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_the_site_name_is_not_part_of_the_headline() -> None:
    head = f"<title>{HEADLINE} | The Lantern</title>" + meta(
        "og:title", f"{HEADLINE} | The Lantern"
    )
    assert read(head, f"<h1>{HEADLINE}</h1>").headline == HEADLINE
    assert read(f"<title>{HEADLINE} | The Lantern</title>").headline == HEADLINE


@pytest.mark.parametrize("mark", [" | ", ", ", " · ", " - ", " – ", ": ", " • ", " :: ", " / "])
@pytest.mark.parametrize("name", ["The Lantern", "lantern.example", "TheLantern"])
def test_a_name_of_the_site_before_or_behind_a_title_is_cut_off(mark: str, name: str) -> None:
    site = meta("og:site_name", "The Lantern")
    for title in (f"{HEADLINE}{mark}{name}", f"{name}{mark}{HEADLINE}"):
        both = f"<title>{title}</title>{site}" + meta("og:title", title)
        assert read(both, TEXT).headline == HEADLINE
        assert read(both, f"<h1>{title}</h1>{TEXT}").headline == HEADLINE


def test_the_heading_that_is_shared_beats_another_title() -> None:
    other = "Fog: what the harbour learned in seven long years"
    head = f"<title>{other} | The Lantern</title>" + meta("og:title", HEADLINE)
    found = read(head, f"<h1>{HEADLINE}</h1>{TEXT}", ld=article(headline=other))
    assert found.headline == HEADLINE


def test_a_heading_that_is_declared_alike_beats_a_shorter_title() -> None:
    long = f"{HEADLINE} after seven years"
    head = f"<title>{HEADLINE} | The Lantern</title>" + meta("og:title", HEADLINE)
    assert read(head, f"<h1>{long}</h1>{TEXT}", ld=article(headline=long)).headline == long


def test_a_heading_below_a_paragraph_is_of_a_part_of_the_text() -> None:
    head = f"<title>{HEADLINE}</title>" + meta("og:title", HEADLINE)
    part = (
        f"<div><p>{'Nobody minds the fog. ' * 12}</p><h1>What the ferry lost in the fog</h1></div>"
    )
    assert read(head, f"{part}{TEXT}").headline == HEADLINE


def test_soft_hyphens_are_no_part_of_a_headline() -> None:
    assert read("", f"<h1>{HEADLINE.replace('harbour', 'har&shy;bour')}</h1>").headline == HEADLINE


@pytest.mark.parametrize(
    "heading",
    [
        '<span class="kicker">Harbour</span> {}',
        "<small>Harbour news</small> {}",
        '<em class="topline">Harbour news</em><br>{}',
        '<span class="overline">Harbour news:</span> {}',
    ],
)
def test_a_line_above_the_headline_is_parted_from_it(heading: str) -> None:
    title = f"<title>{HEADLINE} | The Lantern</title>"
    assert read(title, f"<h1>{heading.format(HEADLINE)}</h1>{TEXT}").headline == HEADLINE


def test_a_logo_is_no_headline() -> None:
    body = '<h1><a href="/">The Daily Lantern</a></h1>'
    assert read(meta("og:title", HEADLINE), body).headline == HEADLINE


def test_of_several_h1_the_one_in_the_title_is_taken() -> None:
    body = f"<h1>Log in to read</h1><h1>{HEADLINE}</h1><h1>Most read this week</h1>"
    assert read(f"<title>{HEADLINE} - Lantern</title>", body).headline == HEADLINE


def test_the_page_beats_a_social_title_which_becomes_the_alternative() -> None:
    found = read(
        f"<title>{HEADLINE}</title>" + meta("og:title", "You will not believe this boat"),
        f"<h1>{HEADLINE}</h1>",
        ld=article(headline=HEADLINE),
    )
    assert found.headline == HEADLINE
    assert found.alternative_headline == "You will not believe this boat"


@pytest.mark.parametrize(
    ("title", "heading", "headline"),
    [
        ("", "Ferry lost<br>in fog", "Ferry lost in fog"),
        ("", "Ferry lost<br/>\nin <em>fog</em>", "Ferry lost in fog"),
        ("", "<span>Ferry lost</span><span>in fog</span>", "Ferry lost in fog"),
        ("", "<div>Ferry lost</div><div>in fog</div>", "Ferry lost in fog"),
        ("Ferry lost in fog - Lantern", "<span>Ferry lost</span><b> in fog</b>", None),
        ("Ferry lost in fog - Lantern", "<b>F</b>erry <!-- x -->lost<!-- --> in fog", None),
        ("Ferry lost in fog | Lantern", "<span>Harbour</span><span>Ferry lost in fog</span>", None),
        ("Ferry lost in fog | Lantern", "<small>Harbour:</small> <b>Ferry lost in fog</b>", None),
        ("", '<span class="top-kicker">Harbour</span> Ferry lost in fog<b> </b><i>!</i>', None),
        ("", "Ferry lost in <ruby>fog<rp>(</rp><rt>fohg</rt><rp>)</rp></ruby>", None),
        ("", "Fish &amp;amp; ships &amp;quot;lost&amp;#8221;", 'Fish & ships "lost”'),
        ("Fish &amp;amp; ships lost", "", "Fish & ships lost"),
        ("", "Ferry &lt;em&gt;lost&lt;/em&gt;&lt;br/&gt;in fog", "Ferry lost in fog"),
        (
            "",
            "&lt;b&gt;Ferry &lt;i class=x&gt;lost&lt;/i&gt; in fog&lt;/b&gt;",
            "Ferry lost in fog",
        ),
        ("", "Why &lt;b&gt; is out, and 3 &lt; 5", "Why <b> is out, and 3 < 5"),
    ],
)
def test_a_heading_in_parts_is_one_line(title: str, heading: str, headline: str | None) -> None:
    body = f"<h1>{heading}</h1>" if heading else ""
    found = read(f"<title>{title}</title>" if title else "", body).headline or ""
    assert found.removesuffix(" !") == (headline or "Ferry lost in fog")


def test_entities_in_json_ld_are_decoded() -> None:
    assert read(ld=article(headline="Fish &amp;amp; ships")).headline == "Fish & ships"


# Which title


@pytest.mark.parametrize("label", ["Opinion", "€5", "Original text", "The Blog Single", "Page"])
def test_a_label_is_no_headline_where_the_titles_say_something_else(label: str) -> None:
    head = f"<title>{HEADLINE} - Lantern</title>"
    assert read(head, f"<h1>{label}</h1>{TEXT}").headline == HEADLINE
    assert read(head, f"<h1>{label}</h1><h1>{HEADLINE}</h1>{TEXT}").headline == HEADLINE


def test_a_long_heading_beats_the_title_that_is_made_for_search_engines() -> None:
    head = "<title>Harbour boats 2026 guide | Lantern</title>" + meta("og:site_name", "Lantern")
    tab = meta("og:title", "Harbour boats 2026 guide | Lantern")
    for extra in ("", tab):
        assert read(head + extra, f"<h1>{HEADLINE}</h1>{TEXT}").headline == HEADLINE


def test_a_lower_heading_is_the_headline_where_the_first_is_the_sites() -> None:
    body = f"<h1>Harbour Diary</h1><h2>{HEADLINE}</h2>{TEXT}"
    assert read(f"<title>{HEADLINE} | Harbour Diary</title>", body).headline == HEADLINE
    other = f"<h1>{HEADLINE}</h1><h2>Harbour Diary</h2>{TEXT}"
    assert read(f"<title>{HEADLINE} | Harbour Diary</title>", other).headline == HEADLINE


@pytest.mark.parametrize("dots", ["...", "…", " ...", "[…]"])
@pytest.mark.parametrize("cut", [len("Ferry lost in fog"), len("Ferry lost in fog retu")])
def test_a_title_that_was_cut_loses_to_the_whole_one(dots: str, cut: int) -> None:
    short = meta("og:title", HEADLINE[:cut] + dots) + meta("twitter:title", HEADLINE[:cut] + dots)
    assert read(short, f"<h1>{HEADLINE}</h1>{TEXT}").headline == HEADLINE
    assert (
        read(
            short + f"<title>{HEADLINE[:cut]}{dots}</title>", ld=article(headline=HEADLINE)
        ).headline
        == HEADLINE
    )


# The line above


@pytest.mark.parametrize("mark", [": ", " | ", " – ", " - ", " • "])
def test_a_line_above_that_one_title_leaves_out_is_the_alternative(mark: str) -> None:
    whole = f"Harbour news{mark}{HEADLINE}"
    head = f"<title>{whole} | The Lantern</title>" + meta("og:site_name", "The Lantern")
    found = read(head + meta("og:title", HEADLINE), f"<h1>{whole}</h1>{TEXT}")
    assert (found.headline, found.alternative_headline) == (HEADLINE, "Harbour news")
    declared = read(head, f"<h1>{whole}</h1>{TEXT}", ld=article(headline=HEADLINE))
    assert (declared.headline, declared.alternative_headline) == (HEADLINE, "Harbour news")


def test_a_beginning_that_no_sign_parts_belongs_to_the_headline() -> None:
    found = read(meta("og:title", HEADLINE), f"<h1>Old {HEADLINE}</h1>{TEXT}")
    assert found.headline == f"Old {HEADLINE}"


# The name of the site


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Ferry lost - Harbour - Lantern", "Ferry lost"),
        ("Ferry lost - Market - Lantern", "Ferry lost - Market"),
        ("Lantern: Ferry lost", "Ferry lost"),
        ("Lantern", "Lantern"),
        ("Boat | Lantern", "Boat | Lantern"),
        ("渡轮在雾中失踪后返回港口_地方_Lantern", "渡轮在雾中失踪后返回港口"),
    ],
)
def test_the_sites_name_and_a_section_before_it_are_cut_off(title: str, cut: str) -> None:
    assert without_house(title, {"lantern"}, {"harbour"}) == cut


def test_a_heading_that_leads_home_names_the_site() -> None:
    body = '<h1><a href="/">Harbour Diary</a></h1>' + TEXT
    assert read(f"<title>{HEADLINE}: Harbour Diary</title>", body).headline == HEADLINE
