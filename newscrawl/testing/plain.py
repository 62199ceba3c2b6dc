"""Items and requests as plain data, without what is left at its default, to be read by people."""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from scrapy import Request

from newscrawl.engines.base import STATE, Batch


def plain(value: Any) -> Any:
    """Return a dataclass, or a list of them, as dictionaries without fields at their default."""
    if isinstance(value, Batch):
        return {**_filled(value), "more": [_sent(request) for request in value.more]}
    if is_dataclass(value) and not isinstance(value, type):
        return _filled(value)
    return [plain(one) for one in value] if isinstance(value, list) else value


def _filled(item: Any) -> dict[str, Any]:
    kept = {}
    for one in fields(item):
        default = one.default_factory() if one.default_factory is not MISSING else one.default
        if (value := getattr(item, one.name)) != default and one.name != "more":
            kept[one.name] = plain(value)
    return kept


def _sent(request: Request) -> dict[str, Any]:
    names = sorted(request.headers.to_unicode_dict())
    said = {
        "method": request.method,
        "url": request.url,
        "headers": {name: (request.headers.get(name) or b"").decode() for name in names},
        "body": request.body.decode(),
        "state": request.meta[STATE],
    }
    return {key: value for key, value in said.items() if value}
