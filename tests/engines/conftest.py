"""Running engines, one of each per session."""

from collections.abc import Iterator

import pytest

from tests.engines import isso, mariadb, waline, wordpress
from tests.engines.newspaper import Seeded


@pytest.fixture(scope="session")
def isso_site() -> Iterator[Seeded]:
    with isso.running() as site:
        yield site


@pytest.fixture(scope="session")
def database() -> Iterator[mariadb.Database]:
    with mariadb.running() as server:
        yield server


@pytest.fixture(scope="session")
def waline_site(database: mariadb.Database) -> Iterator[Seeded]:
    with waline.running(database) as site:
        yield site


@pytest.fixture(scope="session")
def wordpress_site(database: mariadb.Database) -> Iterator[Seeded]:
    with wordpress.running(database) as site:
        yield site
