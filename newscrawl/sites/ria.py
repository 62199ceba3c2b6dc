"""RIA Novosti: the same platform as Sputnik. Layouts of 2017, its longreads, design of 2022."""

from typing import ClassVar

from newscrawl.discovery.base import Source
from newscrawl.discovery.sources import DayPages
from newscrawl.sites.base import Edition
from newscrawl.sites.rossiya import Rossiya
from newscrawl.sites.sputnik import FEED, ROWS, SITEMAP


class Ria(Rossiya):
    """Always prints Moscow time."""

    name = "ria"
    editions = (Edition(code="ru", host="ria.ru", language="ru", timezone="Europe/Moscow"),)
    # The navigation of a page of 2017.
    sections = tuple(
        (
            "abitura analytics announce arms atomtec avto caricature columns company culture "
            "defense_safety ecomap economy history incidents infografika interview photolents "
            "politics press_release radio religion science society sn sport spravka technology "
            "video world"
        ).split()
    )
    sources: ClassVar[tuple[Source, ...]] = (
        SITEMAP,
        FEED,
        # Sections have day pages in the layout of 2017 only; later there is one for all.
        DayPages("/{day:%Y%m%d}/", ROWS, section_pattern="/{section}/{day:%Y%m%d}/"),
    )
