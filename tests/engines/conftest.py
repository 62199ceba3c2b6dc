"""Running engines, one of each per session."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, sync_playwright

from tests.engines import (
    artalk,
    fossil,
    ikiwiki,
    isso,
    lab,
    mariadb,
    python_sites,
    table,
    talk,
    waline,
    wordpress,
)
from tests.engines.newspaper import Seeded
from tests.support.launching import short_tmp

collect_ignore_glob = ["files/*"]
"""Scripts that engines run by a Python of their own."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if table.ROWS:
        terminalreporter.section("real engines")
        terminalreporter.write_line("\n".join([table.HEAD, *table.ROWS]))


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


@pytest.fixture(scope="session")
def django_site() -> Iterator[dict[str, talk.Seeded]]:
    with python_sites.django() as sites:
        yield sites


@pytest.fixture(scope="session")
def nested_site(django_site: dict[str, talk.Seeded]) -> talk.Seeded:
    return django_site["nested"]


@pytest.fixture(scope="session")
def items_site(django_site: dict[str, talk.Seeded]) -> talk.Seeded:
    return django_site["items"]


@pytest.fixture(scope="session")
def forum_site(django_site: dict[str, talk.Seeded]) -> talk.Seeded:
    return django_site["forum"]


@pytest.fixture(scope="session")
def trac_site() -> Iterator[talk.Seeded]:
    with python_sites.trac() as site:
        yield site


@pytest.fixture(scope="session")
def ikiwiki_site() -> Iterator[talk.Seeded]:
    with ikiwiki.running() as site:
        yield site


@pytest.fixture(scope="session")
def fossil_site() -> Iterator[talk.Seeded]:
    with fossil.running() as site:
        yield site


@pytest.fixture(scope="session")
def artalk_site() -> Iterator[talk.Seeded]:
    with artalk.running() as site:
        yield site


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A browser tab that reaches nothing but this machine."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not program:
        pytest.skip("needs: apt-get install chromium")

    def local_only(route: Route) -> None:
        if route.request.url.startswith(f"http://{lab.LOOPBACK}:"):
            route.continue_()
        else:
            route.abort()

    with short_tmp() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], env=env
        )
        page = browser.new_page()
        page.route("**/*", local_only)
        yield page
        browser.close()
