"""Stand-ins of comment systems that are asked over plain HTTP, after public descriptions.

Shapes are as recorded there and in ../shared/comments; words are invented. Each server gives small
pages whatever is asked, so that a thread of 60 has many. Vuukle, Discourse and Remark42 were never
seen: ids, parents and votes of the first and all of the second are guessed.
"""

from collections.abc import Iterator

from tests.vendors.lab import disqus, ghost, openweb, viafoura
from tests.vendors.newspapers import guardian, nyt
from tests.vendors.small import discourse, remark42, vuukle
from tests.vendors.vendor import Vendor

__all__ = ["Vendor", "vendors"]


def vendors() -> Iterator[Vendor]:
    """Yield every system, with threads that are the same on each run."""
    for build in (disqus, openweb, viafoura, ghost, guardian, nyt, vuukle, discourse, remark42):
        yield build()
