"""The chat of the new design as its server answers: JSON, newest first."""

from collections.abc import Mapping
from typing import Any

from newscrawl.demo.threads import Row, Thread

MOST = 100


def messages(thread: Thread, query: Mapping[str, str]) -> dict[str, Any]:
    """Return the answer of `/services/chat/get/` to its query."""
    limit = min(MOST, int(query.get("limit", "20")))
    before = None
    if query.get("date") and query.get("id_exc"):
        before = int(query["date"]), int(query.get("date_usec") or 0), query["id_exc"]
    rows = thread.messages(limit, before)
    # A full last page still names a next page, which is empty; a short page names none.
    last = rows[-1] if len(rows) == limit else None
    return {
        "chat": {
            "messages": [_message(row) for row in rows],
            "last_date": {"sec": last.seconds, "usec": last.usec} if last else None,
            "last_id": last.id if last else None,
        },
        "emoji_chat": [
            {
                "object_id": row.id,
                "emotions": {"s1": row.likes, **{f"s{n}": 0 for n in range(2, 7)}},
            }
            for row in rows
            if row.likes
        ],
    }


def _message(row: Row) -> dict[str, Any]:
    message: dict[str, Any] = {
        "id": row.id,
        "nickname": row.author or "",
        "text": row.text,
        "created": {"sec": row.seconds, "usec": row.usec},
        "ts_gmt": row.seconds,
        # Private, and must never be stored: real answers carry such a field.
        "user_ip": f"192.0.2.{row.usec % 250 + 1}",
    }
    if row.parent:
        message["parent_comment"] = {
            "id": row.parent,
            "nickname": row.parent_author or "",
            "text": row.parent_text,
        }
    return message
