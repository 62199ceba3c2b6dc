"""Articles in the markup of common systems whose pages declare no metadata of their own."""

import pytest

from newscrawl.items import Article, Printed
from tests.support.article_page import read

TITLE = "Ferry lost in fog returns to the harbour"
TEXT = "".join(
    f"<p>Paragraph {word}: the council of the harbour paints seven boats before the winter, and "
    f"nobody minds because the rain has quietly stopped for the {word} time.</p>"
    for word in ("first", "second", "third", "fourth")
)
WHEN = "2026-03-14T09:30:12+01:00"
HEAD = f"""<title>{TITLE} - The Lantern</title>
<link rel="alternate" type="application/rss+xml" title="The Lantern &raquo; Feed" href="/feed/">
<link rel="alternate" type="application/rss+xml" title="The Lantern &raquo; {TITLE} Comments Feed"
 href="/a/feed/">"""
SIDE = """<aside class="widget-area"><ul><li><a rel="author" href="/author/gil/">Gil Ashby</a></li>
<li><time class="entry-date published" datetime="2019-01-01T08:00:00Z">1 January 2019</time></li>
</ul><div class="tagcloud"><a rel="tag" href="/tag/orchard/">orchard</a></div>
<a rel="category tag" href="/c/orchards/">Orchards</a></aside>"""
MORE = """<ul class="wp-block-post-template"><li class="wp-block-post">
<h3 class="wp-block-post-title"><a href="/b/">Orchard festival opens</a></h3>
<div class="wp-block-post-date"><time datetime="2020-02-02T08:00:00Z">2 February 2020</time></div>
<div class="taxonomy-category wp-block-post-terms"><a rel="tag" href="/c/o/">Orchards</a></div>
</li></ul>"""
TAXONOMY = """<span class="cat-links">Posted in <a href="/c/harbour/" rel="category tag">Harbour</a>
</span><span class="tags-links">Tagged <a href="/tag/ferry/" rel="tag">ferry</a>,
<a href="/tag/fog/" rel="tag">fog</a></span>"""
BYLINE = """<span class="byline">by <span class="author vcard"><a class="url fn n"
 href="/author/ada/">Ada Quill</a></span></span>"""


def wordpress(meta: str, *, above: str = "") -> str:
    return f"""<header><p class="site-title"><a href="/" rel="home">The Lantern</a></p></header>
    <main><article id="post-7" class="post-7 post type-post hentry category-harbour">
    <header class="entry-header">{above}<h1 class="entry-title">{TITLE}</h1></header>
    <div class="entry-content">{TEXT}</div><footer class="entry-footer">{meta}</footer></article>
    {MORE}</main>{SIDE}"""


def time(names: str, when: str = WHEN) -> str:
    return f'<time class="{names}" datetime="{when}">March 14, 2026</time>'


BLOCKS = f"""<div class="wp-site-blocks"><header class="wp-block-template-part">
<p class="wp-block-site-title"><a href="/" rel="home">The Lantern</a></p></header><main>
<div class="wp-block-group"><h1 class="wp-block-post-title">{TITLE}</h1></div>
<div class="entry-content wp-block-post-content">{TEXT}</div>
<div class="wp-block-group"><p>Posted</p>
<div class="wp-block-post-date"><time datetime="{WHEN}">March 14, 2026</time></div><p>in</p>
<div class="taxonomy-category wp-block-post-terms"><a href="/c/h/" rel="tag">Harbour</a></div>
<p>by</p><div class="wp-block-post-author"><div class="wp-block-post-author__content">
<p class="wp-block-post-author__name">Ada Quill</p></div></div><p>Tags:</p>
<div class="taxonomy-post_tag wp-block-post-terms"><a href="/t/ferry/" rel="tag">ferry</a><span
 class="wp-block-post-terms__separator">, </span><a href="/t/fog/" rel="tag">fog</a></div></div>
{MORE}</main></div>"""
DRUPAL = """<div class="site-branding__text"><div class="site-branding__name"><a href="/">
The Lantern</a></div></div><main><h1 class="page-title">{title}</h1>
<article class="node node--type-article" about="/node/7" {scope}>{hidden}
<footer class="node__meta"><div class="node__submitted">{submitted}</div></footer>
<div class="node__content"><div class="field--name-body" property="{property}">{text}</div>
<div class="field field--name-field-section"><a href="/c/h">Harbour</a></div>
<div class="field field--name-field-tags"><a href="/t/1">ferry</a> <a href="/t/2">fog</a></div>
</div></article></main><aside>{side}</aside>"""
DRUPAL_10 = DRUPAL.format(
    title=TITLE,
    scope="",
    hidden="",
    property="",
    text=TEXT,
    side="",
    submitted=f"""Submitted by <span class="field field--name-uid"><span>Ada Quill</span></span> on
 <span class="field field--name-created"><time datetime="{WHEN}"
 title="Saturday, March 14, 2026 - 09:30">Sat, 03/14/2026 - 09:30</time></span>""",
)
DRUPAL_8 = DRUPAL.format(
    title=TITLE,
    scope='typeof="schema:Article"',
    hidden=f'<span property="schema:name" content="{TITLE}" class="rdf-meta hidden"></span>',
    property="schema:text",
    text=TEXT,
    side='<span property="schema:dateCreated" content="2019-01-01T08:00:00Z" typeof="x"></span>',
    submitted=f"""Submitted by <span class="field--name-uid" rel="schema:author"><span lang=""
 about="/user/2" typeof="schema:Person" property="schema:name" datatype="">Ada Quill</span></span>
 on <span property="schema:dateCreated" content="{WHEN}" class="field--name-created">Sat,
 03/14/2026 - 09:30</span>""",
)
DRUPAL_7 = f"""<div class="site-name">The Lantern</div><h1 class="title">{TITLE}</h1>
<div class="node node-article" about="/node/7" typeof="sioc:Item foaf:Document">
<span property="dc:title" content="{TITLE}" class="rdf-meta element-hidden"></span>
<div class="meta submitted"><span property="dc:date dc:created" content="{WHEN}"
 datatype="xsd:dateTime" rel="sioc:has_creator">Submitted by <span class="username" lang=""
 about="/users/ada" typeof="sioc:UserAccount" property="foaf:name">Ada Quill</span> on Sat,
 03/14/2026 - 09:30</span></div><div property="content:encoded">{TEXT}</div>
<div class="field-name-field-section"><a href="/c/h" rel="category">Harbour</a></div>
<div class="field-name-field-tags"><a href="/t/1">ferry</a><a href="/t/2">fog</a></div></div>"""
JOOMLA = f"""<header><div class="site-title">The Lantern</div></header>
<div class="item-page" {{scope}}><div class="page-header">
<{{heading}} {{headline}}>{TITLE}</{{heading}}></div><dl class="article-info text-muted">
<dd class="createdby" {{author}}>Written by: <span {{name}}>Ada Quill</span></dd>
<dd class="category-name">Category: <a href="/harbour">Harbour</a></dd>
<dd class="modified"><time datetime="2026-05-05T08:00:00+02:00">5 May 2026</time></dd>
<dd class="published"><time datetime="{WHEN}" {{published}}>14 March 2026</time></dd>
<dd class="hits">Hits: 482913</dd></dl>
<div {{body}}>{TEXT}</div><ul class="tags list-inline"><li><a href="/t/1">ferry</a></li>
<li><a href="/t/2">fog</a></li></ul></div>"""
BARE = dict.fromkeys(("scope", "headline", "author", "name", "published", "body"), "")
JOOMLA_3 = JOOMLA.format(
    heading="h2",
    scope='itemscope itemtype="https://schema.org/Article"',
    headline='itemprop="headline"',
    author='itemprop="author" itemscope itemtype="https://schema.org/Person"',
    name='itemprop="name"',
    published='itemprop="datePublished"',
    body='itemprop="articleBody"',
)
JOOMLA_4 = JOOMLA.format(heading="h1", **BARE)
GHOST = f"""<header><a class="site-title" href="/">The Lantern</a></header><main>
<article class="post"><header class="article-header"><div class="article-tag">
<a class="post-categories" href="/tag/harbour/">Harbour</a></div>
<h1 class="article-title">{TITLE}</h1><div class="article-byline">
<h4 class="author-name"><a href="/author/ada/">Ada Quill</a></h4>
<div class="byline-meta-content"><time class="byline-meta-date" datetime="{WHEN}">Mar 14, 2026
</time><span class="byline-reading-time">2 min read</span></div></div></header>
<section class="gh-content">{TEXT}</section><footer class="post-tags"><a href="/t/1">ferry</a>
<a href="/t/2">fog</a></footer></article></main>"""

PAGES = {
    "WordPress, in the footer": wordpress(
        f'<span class="posted-on">{time("entry-date published updated")}</span>{BYLINE}{TAXONOMY}'
    ),
    "WordPress, above, changed later": wordpress(
        TAXONOMY,
        above=f'<div class="entry-meta"><a rel="bookmark">{time("entry-date published")}'
        f"{time('updated', '2026-05-05T08:00:00+02:00')}</a>{BYLINE}</div>",
    ),
    "WordPress, changed first": wordpress(
        f"{time('updated', '2026-05-05T08:00:00+02:00')}{time('entry-date published')}"
        f"{BYLINE}{TAXONOMY}"
    ),
    "WordPress, an old theme": wordpress(f"{time('updated')} {BYLINE}{TAXONOMY}"),
    "WordPress, blocks": BLOCKS,
    "Drupal 10": DRUPAL_10,
    "Drupal 8": DRUPAL_8,
    "Drupal 7": DRUPAL_7,
    "Joomla 3": JOOMLA_3,
    "Joomla 4": JOOMLA_4,
    "Ghost": GHOST,
}


@pytest.fixture(params=PAGES)
def article(request: pytest.FixtureRequest) -> Article:
    is_wordpress = request.param.startswith("WordPress")
    head = HEAD if is_wordpress else f"<title>{TITLE} | The Lantern</title>"
    return read(head, PAGES[request.param])


def test_every_field_that_the_theme_shows(article: Article) -> None:
    assert article.headline == TITLE
    assert article.date_published_raw == WHEN
    assert [one.name for one in article.authors] == ["Ada Quill"]
    assert article.article_section == "Harbour"
    assert article.keywords == ["ferry", "fog"]
    assert article.publisher == "The Lantern"
    assert article.article_body == TEXT.replace("</p><p>", "\n\n")[3:-4]


def test_a_change_is_no_publication_where_it_is_called_one() -> None:
    for line in (f"Updated on {time('updated')}", f"Last modified: {time('entry-date')}"):
        assert read(HEAD, wordpress(f"<span>{line}</span>")).date_published_raw is None
    both = wordpress(f"{time('entry-date published')}{time('updated', '2026-05-05')}")
    changed = read(HEAD, both)
    assert changed.date_modified_raw == "2026-05-05"
    assert read(HEAD, wordpress(time("entry-date published updated"))).date_modified_raw is None


def test_dates_authors_and_sections_of_other_articles_are_not_this_ones() -> None:
    found = read(HEAD, wordpress(""))
    assert Printed(found.date_published_raw, found.date_published_source) == Printed()
    assert (found.authors, found.article_section, found.keywords) == ([], None, [])
