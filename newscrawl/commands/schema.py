"""`newscrawl schema`: the JSON Schema of the output, made from the items."""

import argparse
import json
from typing import Any, Literal, get_args, get_origin, get_type_hints

from itemadapter import ItemAdapter

from newscrawl.command import NewscrawlCommand
from newscrawl.items import Article, Comment


class Command(NewscrawlCommand):
    """The committed file is `newscrawl/schema.json`; a test compares it with this output."""

    def short_desc(self) -> str:
        return "Print the JSON Schema of the output lines"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        print(json.dumps(schema(), indent=2, ensure_ascii=False))


def schema() -> dict[str, Any]:
    """Return a JSON Schema (2020-12) that every line of output satisfies."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "newscrawl output line",
        "oneOf": [{"$ref": "#/$defs/Article"}, {"$ref": "#/$defs/Comment"}],
        "$defs": {item.__name__: _schema(item) for item in (Article, Comment)},
    }


def _schema(item: type[Article] | type[Comment]) -> dict[str, Any]:
    found = ItemAdapter.get_json_schema(item)
    for name, hint in get_type_hints(item).items():
        # itemadapter does not read Literal; the values a field can have are worth stating.
        options = [hint, *get_args(hint)] if get_origin(hint) is not Literal else [hint]
        values = [value for one in options if get_origin(one) is Literal for value in get_args(one)]
        if values:
            empty = [None] if type(None) in get_args(hint) else []
            found["properties"][name].pop("anyOf", None)
            found["properties"][name]["enum"] = values + empty
    return dict(found)
