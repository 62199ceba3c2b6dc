"""The switches a Chromium is launched with: it says who asks, and fetches nothing by itself."""

from collections.abc import Iterable

LISTED = "--enable-features="
AT_ONCE = "prefetch_multiple_active_set_size_limit_for_base_value"
TESTED = "kPrefetchSchedulerTestingActiveSetSizeLimitFor"
FEATURES = (
    # Playwright's own list: Chromium takes only the last one it is given.
    "CDPScreenshotNewSurface",
    "SkipListAccountsWithoutGaiaCookies",
    # Speculation rules are carried out by the browser itself, past the filter of their page. No
    # switch turns them off, and holdbacks end where a debugger is attached; but no more than this
    # number of them begin.
    f"PrefetchMultipleActiveSetSizeLimitForBase:{AT_ONCE}/0",
    f"PrefetchSchedulerTesting:{TESTED}Base/0/{TESTED}Burst/0",
    "NoStatePrefetchHoldback",
)


def switches(given: Iterable[str], agent: str) -> list[str]:
    """Return the switches a user gave and ours: one list of features, and the user agent.

    The user agent is Chromium's own everywhere, so that a request which no page's filter sees says
    it too.
    """
    args = list(given)
    named = [one.removeprefix(LISTED) for one in args if one.startswith(LISTED)]
    kept = [one for one in args if not one.startswith(LISTED)]
    return [*kept, LISTED + ",".join([*FEATURES, *named]), f"--user-agent={agent}"]
