"""A spider as anybody writes it first: addresses in, five selectors, a line out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.http import Response, TextResponse


class Bare(Spider):
    """`-a list=FILE` names a file with an address a line."""

    name = "bare"

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.start_urls = Path(given["list"]).read_text("utf-8").split()

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        assert isinstance(response, TextResponse)
        yield {
            "url": response.url,
            "headline": response.css("h1::text").get(),
            "date": response.css("time::attr(datetime)").get(),
            "authors": response.css('[rel="author"]::text, [itemprop="author"] *::text').getall(),
            "text": "\n".join(response.css("article p::text, p::text").getall()),
            "image": response.css('meta[property="og:image"]::attr(content)').get(),
        }
