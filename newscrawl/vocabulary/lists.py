"""Names of what stands beside an article and lists other things: articles, cookies, films."""

from collections.abc import Iterable

from newscrawl.vocabulary.names import word_set, words

LISTS = word_set(
    "related recommended recommendations recommendation teaser teasers trending popular carousel"
    " slider promo promos consent cookie cookies onetrust didomi usercentrics tophits mostread"
)
"""Words that name such a list alone."""
OTHERS = word_set("news articles article stories story archive recent latest more top")
ARRAY = word_set(
    "news articles posts stories list lists grid hits read items teasers feed releases"
)
"""Words that name one together: one of each set."""
SIDEBAR = word_set("sidebar side rail")
AROUND_ALL = word_set("no has with without wrap wrapper content main layout page site")
"""Words beside these that tell of a box around the sidebar and the text."""
EMBEDS = word_set(
    "twitter tweet instagram tiktok bluesky mastodon reddit threads facebook embed fb"
)
"""Words that name the words of somebody on another site, shown within the text."""


def is_list_name(name: str) -> bool:
    """Return whether an id or class names a list beside the article, of the house's own things.

    >>> is_list_name("related-posts"), is_list_name("news-list"), is_list_name("story-sidebar")
    (True, True, True)
    >>> is_list_name("comment-list"), is_list_name("post-list"), is_list_name("sidebar-wrap")
    (False, False, False)
    """
    parts = set(words(name))
    if not LISTS.isdisjoint(parts):
        return True
    if not SIDEBAR.isdisjoint(parts):
        return AROUND_ALL.isdisjoint(parts)
    one, other = parts & OTHERS, parts & ARRAY
    return bool(one and other) and len(one | other) > 1


def is_embed(names: Iterable[str]) -> bool:
    """Return whether some ids and classes name a post of another site, shown within the text."""
    return any(not EMBEDS.isdisjoint(words(name)) for name in names)
