"""Articles whose text only a browser has: read where one is opened for the comments anyway."""

from newscrawl.extract.article import NO_TEXT, is_enough
from newscrawl.extract.clean_html import read_text_html
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.spiders.crawl import Crawl


def lacks_text(article: Article) -> bool:
    """Return whether the HTML of an article's page holds no text worth the name."""
    return article.status == "visible" and not is_enough(article.article_body)


def lost_text(crawl: Crawl, article: Article) -> bool:
    """Return whether an article lacks the text that a browser has seen on an earlier visit.

    It is not gone: a line without it would say so.
    """
    return lacks_text(article) and crawl.output.ledger.is_rendered(article.id)


def take_text(crawl: Crawl, article: Article, page: Page) -> None:
    """Fill in what the rendered page shows and the HTML does not."""
    if not lacks_text(article):
        return
    shown = crawl.site.article(page)
    if len(shown.article_body or "") <= len(article.article_body or ""):
        return
    article.article_body = shown.article_body
    take_html(crawl, article, page)
    article.headline = article.headline or shown.headline
    article.authors = article.authors or shown.authors
    article.metadata.rendered = True
    messages = article.metadata.validation_messages
    messages[:] = [one for one in messages if one != NO_TEXT]


def take_html(crawl: Crawl, article: Article, page: Page) -> None:
    """Fill in the text's markup from its page, where the user asks for it."""
    if crawl.settings.getbool("ARTICLE_HTML"):
        article.text_html = read_text_html(page, article.article_body)
