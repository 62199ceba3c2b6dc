"""Comments of any shape: dates as printed, keys, parents that may not exist, rings."""

from hypothesis import strategies as st

from newscrawl.items import Author, Comment
from tests.support.any_answer import ARTICLE

WORDS = "January Mar sept. März août мая марта июл marzo مارس يناير Sat, Sonntag пятница".split()
DATE_PARTS = st.one_of(
    st.sampled_from([*WORDS, *"./-,: T Z am pm MSK GMT +0300 +03:00 of , 年 月 日".split(" ")]),
    st.sampled_from(["ago", "vor", "hace", "hours", "Stunden", "yesterday", "сегодня", "منذ"]),
    st.integers(0, 3000).map(str),
    st.integers(0, 60).map("{:02}".format),
    st.text(max_size=3),
)
DATES = st.lists(DATE_PARTS, max_size=9).flatmap(
    lambda parts: st.sampled_from(["", " ", ":", "-"]).map(lambda glue: glue.join(parts))
)
KEYS = st.sampled_from("abcdefghij")
COMMENTS = st.builds(
    lambda key, parent, depth, by, to, text, raw: Comment(
        id=f"talk:paper:{key}",
        comment_id=key,
        article_id=ARTICLE.id,
        article_url=ARTICLE.url,
        comment_engine="talk",
        parent_id=f"talk:paper:{parent}" if parent else None,
        depth=depth,
        author=Author(name=by) if by else None,
        parent_author=to,
        text=text,
        date_published_raw=raw,
    ),
    KEYS,
    st.none() | KEYS,
    st.none() | st.integers(0, 6),
    st.none() | KEYS | st.text(max_size=5),
    st.none() | KEYS,
    st.none() | st.text(max_size=9),
    st.none() | DATES,
)
