"""Sputnik, in every edition for which there is evidence.

The code is the language's (ISO 639-1) where only one edition has that language: `en`, `de`,
`ar`, `prs` (Dari). Editions for one country have the country's code or the one in the old host
name: `md`, `lv`, `lt`, `by` is `be`, `ab` (Abkhazia), `os` (South Ossetia), `gr`, `kz`, `uz`,
`tj`, `cn`; `kg-ru` and `kz-ru` are the Russian pages of a country, `in` and `africa` the English
ones, `hi` and `africa-fr` their sisters in Hindi and French. `en` is the default.

An edition has moved its host up to three times and kept its numbers: the first host of a line is
the present one, the others are former ones, newest first, and the date is that of the newest public
link to the present host. Older articles are listed there under the new form of address.

The printing zone is known for English (Moscow to 2019, UTC in 2020) and Chinese. All others are
guessed: the zone of the place. A page's own offset comes first, so the guess counts only on pages
without a Unix time or a clock; it is then noted in `validation_messages`.
"""

from datetime import date
from typing import ClassVar

from newscrawl.discovery.base import Source
from newscrawl.discovery.sources import DayPages, Feed, Listing, Sitemap
from newscrawl.sites.base import Edition
from newscrawl.sites.rossiya import Rossiya

SITEMAP = Sitemap("/sitemap_article_index.xml")
FEED = Feed("/export/rss2/archive/index.xml", "/export/rss2/{section}/index.xml")
ROWS = Listing(
    "/",
    row_css=(
        ".list__item, .list-item, .cell-list__item, .cell-main-photo, "
        "li.b-plainlist__item, .b-list__item"
    ),
    # The new design prints no year in its rows; the day is in the address.
    date_css=".b-plainlist__date, .b-list__item-time, .b-list__item-date",
    unix_attr="data-unixtime",
    count_css=".m-comments .b-statistic__number",
    # "20 more": the new design's button, and what its answers end with; then the old ones.
    next_css=(
        ".list-items-loaded[data-next-url], .list__more[data-url], .list-more[data-url], "
        ".b-pager__button[data-ajax], .m-more[data-url], .m-more[data-ajax], a.m-more[href]"
    ),
)
"""Rows of a day's list: new design and old Sputnik (no page seen), RIA of 2017 (a real page)."""

# English pages of Nov 2019 print Moscow time, those of Apr 2020 UTC; the day between is unknown.
MOSCOW_TO_2019 = ((date(2020, 1, 1), "Europe/Moscow"),)


def _edition(
    code: str, host: str, language: str, zone: str, *other_hosts: str, seen: str = ""
) -> Edition:
    return Edition(
        code=code,
        host=host,
        language=language,
        timezone=zone,
        zone_guessed=True,
        other_hosts=other_hosts,
        last_seen=seen,
    )


class Sputnik(Rossiya):
    """`-a edition=` takes the codes below. New design: 2021 on; old: 2015 to 2020."""

    name = "sputnik"
    editions = (
        Edition(
            code="en",
            host="sputnikglobe.com",
            language="en",
            zones_before=MOSCOW_TO_2019,
            other_hosts=("sputniknews.com",),
            last_seen="2026-10",
        ),
        Edition(
            code="cn",
            host="sputniknews.cn",
            language="zh",
            timezone="Asia/Shanghai",
            last_seen="2023",
        ),
        _edition(
            "es", "noticiaslatam.lat", "es", "Europe/Madrid",
            "sputniknews.lat", "mundo.sputniknews.com", seen="2026-08",
        ),
        _edition("fr", "fr.sputniknews.com", "fr", "Europe/Paris", seen="2018"),
        _edition("it", "it.sputniknews.com", "it", "Europe/Rome", seen="2023"),
        _edition("de", "snanews.de", "de", "Europe/Berlin", "de.sputniknews.com", seen="2023"),
        _edition("cs", "cz.sputniknews.com", "cs", "Europe/Prague", seen="2023"),
        _edition("pl", "pl.sputniknews.com", "pl", "Europe/Warsaw", seen="2023"),
        _edition(
            "sr", "sputnikportal.rs", "sr", "Europe/Belgrade", "rs.sputniknews.com", seen="2025-04"
        ),
        _edition("gr", "sputniknews.gr", "el", "Europe/Athens"),
        _edition(
            "pt", "noticiabrasil.net.br", "pt", "America/Sao_Paulo",
            "sputniknewsbr.com.br", "br.sputniknews.com", seen="2026-08",
        ),
        _edition(
            "lt", "lt.sputniknews.ru", "lt", "Europe/Vilnius", "lt.sputniknews.com", seen="2023"
        ),
        _edition("lv", "lv.sputniknews.ru", "lv", "Europe/Riga", "sputniknewslv.com", seen="2023"),
        _edition("md", "md.sputniknews.com", "ro", "Europe/Chisinau", seen="2023"),
        _edition("be", "bel.sputnik.by", "be", "Europe/Minsk", seen="2023"),
        _edition(
            "tr", "anlatilaninotesi.com.tr", "tr", "Europe/Istanbul",
            "sputniknews.com.tr", "tr.sputniknews.com", seen="2026-09",
        ),
        _edition("fa", "spnfa.ir", "fa", "Asia/Tehran", "ir.sputniknews.com", seen="2023"),
        _edition("prs", "sputnik.af", "prs", "Asia/Kabul", "af.sputniknews.com", seen="2023"),
        _edition(
            "ar", "sarabic.ae", "ar", "Europe/Moscow",
            "sputnikarabic.ae", "arabic.sputniknews.com", seen="2023-06",
        ),
        _edition(
            "vi", "kevesko.vn", "vi", "Asia/Ho_Chi_Minh",
            "sputniknews.vn", "vn.sputniknews.com", seen="2026-10",
        ),
        _edition("ja", "sputniknews.jp", "ja", "Asia/Tokyo", "jp.sputniknews.com", seen="2025-12"),
        _edition(
            "am", "am.sputniknews.ru", "hy", "Asia/Yerevan", "armeniasputnik.am", seen="2026-06"
        ),
        _edition("ab", "sputnik-abkhazia.info", "ab", "Europe/Moscow", seen="2023"),
        _edition("os", "sputnik-ossetia.com", "os", "Europe/Moscow", seen="2023"),
        _edition("ge", "sputnik-georgia.com", "ka", "Asia/Tbilisi", seen="2023"),
        _edition("az", "sputnik.az", "az", "Asia/Baku", seen="2023"),
        _edition("kz", "sputnik.kz", "kk", "Asia/Almaty", "sputniknews.kz", seen="2026-06"),
        _edition("kz-ru", "ru.sputnik.kz", "ru", "Asia/Almaty", seen="2026-06"),
        _edition("kg", "sputnik.kg", "ky", "Asia/Bishkek", "kg.sputniknews.com", seen="2023"),
        _edition("kg-ru", "ru.sputnik.kg", "ru", "Asia/Bishkek"),
        _edition(
            "uz", "oz.sputniknews.uz", "uz", "Asia/Tashkent", "oz.sputniknews-uz.com", seen="2023"
        ),
        _edition("tj", "sputnik.tj", "tg", "Asia/Dushanbe", "sputnik-tj.com", seen="2023"),
        _edition("in", "sputniknews.in", "en", "Asia/Kolkata", seen="2026-05"),
        _edition("hi", "hindi.sputniknews.in", "hi", "Asia/Kolkata"),
        _edition(
            "africa", "en.sputniknews.africa", "en", "Europe/Moscow",
            "sputnikafrica.media", seen="2026-01",
        ),
        _edition("africa-fr", "fr.sputniknews.africa", "fr", "Europe/Moscow"),
    )  # fmt: skip
    # The navigation of an English page of 2020, the sections in the addresses that were seen, and
    # general ones that other editions may have (guessed). Radio programmes are sections too.
    sections = tuple(
        (
            "africa analysis asia business cartoons columnists cooperation culture economy europe "
            "infographics interviews latam life middleeast military multimedia opinion panorama "
            "photo politics radio radio_the_critical_hour russia science society sport tech us "
            "videoclub viral world"
        ).split()
    )
    sources: ClassVar[tuple[Source, ...]] = (SITEMAP, FEED, DayPages("/{day:%Y%m%d}/", ROWS))
