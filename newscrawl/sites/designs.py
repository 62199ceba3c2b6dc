"""Where the fields of an article stand on pages of Rossiya Segodnya, in all of their designs.

Every selector comes from the pages named in tests/test_real_pages.py, or from public programs
that read the live sites (marked [C]: no page of ours has it). The class names of the designs
differ, so one table of places, tried in order, reads them all:

- old Sputnik (2015-2020): `b-article__header-title`, `b-article__refs-...`, `b-article__text`
- RIA of 2017: `b-article__title`, `b-article__info-...`, `b-article__body`; `b-longread`
- new design (2021 on): `endless__item`, `article__...`
"""

from newscrawl.sites.markup import Place

HEADLINE = (
    ".b-article__header-title h1",
    "h1.b-article__title",
    # On RIA the `h1` is a second title and the title a `div`; on Sputnik the title is the `h1`.
    ".article__title",
)
SECOND_TITLE = (".article__second-title",)
LEAD = (".b-article__lead", ".article__announce-text")
SECTION = "a.b-article__refs-rubric, .b-article__bottom-rubric a"
STORY = ".b-article__refs-story-title a"
KEYWORDS = (
    ".b-article__refs-tags a",
    ".b-article__tags-list li a",
    ".article__tags-item",
    "li.tag a, .tag__text",  # [C]
)
BYLINE = (".b-article__refs-author", ".article__author", ".m-input_author")
BYLINE_NAMES = (".b-article__refs-author a[rel=author]", ".article__author-name", ".m-input_author")
PUBLISHER = (
    ".b-article__meta [itemprop=publisher] > [itemprop=name]",
    ".article__meta [itemprop=publisher] > [itemprop=name]",
    ".article__meta [itemprop=copyrightHolder] > [itemprop=name]",
)
COUNTS = (
    ".b-article .b-counters-icon_comments, .b-article__header .b-counters-icon_comments",
    ".b-counters-icon_comments",
    ".b-article__info-statistic .m-comments .b-statistic__number",
    ".b-comments__users-stat i:last-of-type",
)
# Picture, caption and credit; a caption that is not there is the picture's `alt`.
PICTURES = (
    (".b-article__header", "", ".b-article__header-copy span"),
    (".b-article__announce .b-media, .b-inject__mega", ".l-photoview__desc-data",
     ".b-media-copyright__copy"),
    (".b-article__text .b-inject:has(.b-inject__copy)", "", ".b-inject__copy span"),
    (".article__announce .media, .article__block[data-type=media]", ".media__description",
     ".media__copyright-item.m-copyright"),
    (".b-longread__slideshow .owl-carousel > div, .b-longread__widget-media", "",
     ".b-media-copyright__copy"),
)  # fmt: skip

BODY = (".b-article__text[itemprop=articleBody]", ".b-article__text", ".b-article__body")
# The new design's blocks of text (of other kinds: banners, media, related articles), the items of
# a live blog [C], and the texts of a longread of 2017, whose title and author look like texts too.
BLOCKS = ", ".join(
    [
        ".article__block[data-type=text] .article__text",
        ".article__block[data-type=quote] .article__quote-text",
        ".article__block[data-type=h2]",
        ".article__block[data-type=h3]",
        ".article__block[data-type=list]",
        ".online__item-text",
        ".b-longread__widget-text:not([class*=m-input_]) p",
    ]
)
WHOLE_BODY = ".article__body"
"""Read only when no block is recognised."""
DROP = (
    ".b-inject, .ria-fb, .ria-tweet, .b-article__meta, .article__meta, .b-banner, .l-banner-place,"
    " .banner, p.b-disclaimer, .b-comments, .comments, .window-comments-rules, .media"
)

# The safest order: Unix time, a form with an offset, microdata, forms without a zone.
UNIX: tuple[Place, ...] = (
    ('meta[name="analytics:p_ts"]', "content", "meta"),
    # RIA of 2017 wrote `property` where all others write `name`.
    ('meta[property="analytics:p_ts"]', "content", "meta"),
)
ITEM_UNIX: tuple[Place, ...] = (
    ("[data-pts]", "data-pts", "time"),
    (".article__info-date a[data-unixtime]", "data-unixtime", "time"),
)
PUBLISHED: tuple[Place, ...] = (
    ("time.b-article__refs-date", "datetime", "time"),
    (".b-article__info-date[datetime]", "datetime", "time"),
    ("[data-published]", "data-published", "time"),
    (".article__meta [itemprop=datePublished]", None, "microdata"),
    (".article__info-date", None, "text"),
    (".b-article__refs-date", None, "text"),
)
MODIFIED: tuple[Place, ...] = (
    ("time.b-article__refs-date-upd", "datetime", "time"),
    (".b-article__info-date-update-color[datetime]", "datetime", "time"),
    (".article__meta [itemprop=dateModified]", None, "microdata"),
    (".article__info-date-modified", None, "text"),
    (".b-article__refs-date-upd", None, "text"),
)
