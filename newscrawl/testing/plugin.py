"""Saved cases of sites and engines, as a pytest plugin: a page, and what is read of it.

    from newscrawl.testing.plugin import saved_cases

    @pytest.mark.parametrize("case", saved_cases(Path(__file__).parent / "cases" / "gazette"))
    def test_saved_case(case: Path, check_case: CheckCase) -> None:
        check_case(case, Gazette)

`newscrawl save URL` saves a case. `pytest --update` writes what is read now into `expected.json` of
each, to be read by a person. Pytest finds the plugin by itself where newscrawl is installed.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:  # pytest loads this module at each start, for whatever is tested
    from newscrawl.engines.base import CommentEngine
    from newscrawl.sites.base import Site

__all__ = ["CheckCase", "saved_cases"]

CheckCase = Callable[[Path, "type[Site] | CommentEngine"], None]
META = "meta.json"


def saved_cases(folder: Path) -> list[Any]:
    """Return the cases below a folder, as parameters of a test; one that fails if there are none.

    A case is a folder with `meta.json` (see `newscrawl.testing.case`).
    """
    found = [path.parent for path in sorted(folder.glob(f"*/{META}"))]
    if not found:
        return [pytest.param(folder, id="none-saved-yet")]
    return [pytest.param(path, id=f"{path.parent.name}/{path.name}") for path in found]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, unless another plugin already has: then both use it."""
    with suppress(ValueError):
        parser.addoption("--update", action="store_true", help="write expected.json of saved cases")


@pytest.fixture
def check_case(request: pytest.FixtureRequest) -> CheckCase:
    """Compare what a site's class, or an engine, reads of a case with what was agreed for it."""
    update = bool(request.config.getoption("--update"))

    def check(case: Path, reader: "type[Site] | CommentEngine") -> None:
        from newscrawl.testing.comparing import problem_of  # noqa: PLC0415  (see above)

        if problem := problem_of(case, reader, update=update):
            pytest.fail(problem, pytrace=False)

    return check
