"""What all tests share: our plugin for saved cases (`--update` writes them anew), and profiles.

`--hypothesis-profile=fuzz` tries more examples in each property test (see tests/tools/fuzz.py).
"""

import os
import signal

from hypothesis import HealthCheck, settings

pytest_plugins = ["newscrawl.testing.plugin"]

# Machines are busy: no example has a time limit.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
# Each pass of `make fuzz` has its own seed, so what it tries is not kept.
settings.register_profile(
    "fuzz",
    max_examples=250,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


# Some machines forbid it, and each of the hundreds of crawls here would compile the package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A script's background job ignores Ctrl-C, and so would every crawl started here.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
