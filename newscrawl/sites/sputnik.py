"""Sputnik, in every edition for which there is evidence.

The code is the language's (ISO 639-1) where only one edition has that language: `en`, `de`,
`ar`, `prs` (Dari). Editions for one country have the country's code or the one in the old host
name: `md`, `lv`, `lt`, `by` is `be`, `ab` (Abkhazia), `os` (South Ossetia), `gr`, `kz`, `uz`,
`tj`, `cn`; `kg-ru` and `kz-ru` are the Russian pages of a country. `en` is the default.

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
)
"""Rows of a day's list: new design and old Sputnik (no page seen), RIA of 2017 (a real page)."""

# English pages of Nov 2019 print Moscow time, those of Apr 2020 UTC; the day between is unknown.
MOSCOW_TO_2019 = ((date(2020, 1, 1), "Europe/Moscow"),)


def _edition(code: str, host: str, language: str, zone: str, *other_hosts: str) -> Edition:
    return Edition(
        code=code,
        host=host,
        language=language,
        timezone=zone,
        zone_guessed=True,
        other_hosts=other_hosts,
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
        ),
        Edition(code="cn", host="sputniknews.cn", language="zh", timezone="Asia/Shanghai"),
        _edition("es", "mundo.sputniknews.com", "es", "Europe/Madrid"),
        _edition("fr", "fr.sputniknews.com", "fr", "Europe/Paris"),
        _edition("it", "it.sputniknews.com", "it", "Europe/Rome"),
        _edition("de", "snanews.de", "de", "Europe/Berlin", "de.sputniknews.com"),
        _edition("cs", "cz.sputniknews.com", "cs", "Europe/Prague"),
        _edition("pl", "pl.sputniknews.com", "pl", "Europe/Warsaw"),
        _edition("sr", "rs.sputniknews.com", "sr", "Europe/Belgrade"),
        _edition("gr", "sputniknews.gr", "el", "Europe/Athens"),
        _edition("pt", "br.sputniknews.com", "pt", "America/Sao_Paulo"),
        _edition("lt", "lt.sputniknews.com", "lt", "Europe/Vilnius"),
        _edition("lv", "sputniknewslv.com", "lv", "Europe/Riga"),
        _edition("md", "md.sputniknews.com", "ro", "Europe/Chisinau"),
        _edition("be", "bel.sputnik.by", "be", "Europe/Minsk"),
        _edition("tr", "anlatilaninotesi.com.tr", "tr", "Europe/Istanbul", "tr.sputniknews.com"),
        _edition("fa", "spnfa.ir", "fa", "Asia/Tehran", "ir.sputniknews.com"),
        _edition("prs", "sputnik.af", "prs", "Asia/Kabul", "af.sputniknews.com"),
        _edition("ar", "arabic.sputniknews.com", "ar", "Europe/Moscow"),
        _edition("vi", "vn.sputniknews.com", "vi", "Asia/Ho_Chi_Minh"),
        _edition("ja", "jp.sputniknews.com", "ja", "Asia/Tokyo"),
        _edition("am", "am.sputniknews.ru", "hy", "Asia/Yerevan", "armeniasputnik.am"),
        _edition("ab", "sputnik-abkhazia.info", "ab", "Europe/Moscow"),
        _edition("os", "sputnik-ossetia.com", "os", "Europe/Moscow"),
        _edition("ge", "sputnik-georgia.com", "ka", "Asia/Tbilisi"),
        _edition("az", "sputnik.az", "az", "Asia/Baku"),
        _edition("kz", "sputniknews.kz", "kk", "Asia/Almaty"),
        _edition("kz-ru", "ru.sputnik.kz", "ru", "Asia/Almaty"),
        _edition("kg", "kg.sputniknews.com", "ky", "Asia/Bishkek"),
        _edition("kg-ru", "ru.sputnik.kg", "ru", "Asia/Bishkek"),
        _edition("uz", "oz.sputniknews.uz", "uz", "Asia/Tashkent", "oz.sputniknews-uz.com"),
        _edition("tj", "sputnik-tj.com", "tg", "Asia/Dushanbe"),
        _edition("africa", "sputnikafrica.media", "en", "Europe/Moscow"),
    )
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
