"""A newspaper that attacks its readers, to test what a crawl promises."""
