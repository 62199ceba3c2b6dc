"""Whether an answer can be the page of an article at all."""

from newscrawl.page import Page, is_too_large


def unfit(page: Page) -> str | None:
    """Return why an answer is no page to read, in one word; None if it may be one."""
    if not page.body.strip():
        return "empty"
    if is_too_large(page.body):
        return "too_large"
    return None if page.may_be_html else "not_html"
