"""What all tests share: `--update` writes the expected files of saved cases anew; profiles.

`--hypothesis-profile=fuzz` tries more examples in each property test (see tests/tools/fuzz.py).
"""

import signal

import pytest
from hypothesis import HealthCheck, settings

# Each pass of `make fuzz` has its own seed, so what it tries is not kept; machines are busy.
settings.register_profile(
    "fuzz",
    max_examples=250,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


# A script's background job ignores Ctrl-C, and so would every crawl started here.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write expected.json of saved cases")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
