"""Make a Trac with one ticket and its comments: `SCRIPT FOLDER FILE`."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path

from trac.env import Environment
from trac.perm import PermissionSystem
from trac.ticket.model import Ticket
from trac.util.datefmt import to_utimestamp

MARKS = re.compile(r"[^\w\s.,:?]|(?<=\w)[A-Z](?=[a-z])")
"""What may mean something to the wiki."""


def as_wiki(text):
    """Return wiki markup that shows a text as it stands, line by line."""
    lines = [f"`{line}`" if MARKS.search(line) else line for line in text.split("\n")]
    return "[[BR]]\n".join(lines).replace("[[BR]]\n[[BR]]\n", "\n\n")


folder, given = sys.argv[1], json.loads(Path(sys.argv[2]).read_text("utf-8"))
env = Environment(folder, create=True, options=[("trac", "default_language", "en_US")])
PermissionSystem(env).grant_permission("anonymous", "TICKET_APPEND")
ticket = Ticket(env)
ticket["summary"], ticket["reporter"] = "The harbour wall", "Ida Lykt"
ticket["description"] = given["opening"]
ticket.insert(when=datetime.fromisoformat(given["published"]))
with env.db_transaction as db:
    for one in given["thread"]:
        number, parent = str(one["number"]), one["parent"]
        when = to_utimestamp(datetime.fromisoformat(one["written"]))
        row = (ticket.id, when, one["author"], f"{parent}.{number}" if parent else number)
        db(
            "INSERT INTO ticket_change (ticket, time, author, field, oldvalue, newvalue)"
            " VALUES (%s, %s, %s, 'comment', %s, %s)",
            (*row, as_wiki(one["text"])),
        )
print(json.dumps({"url": f"/{Path(folder).name}/ticket/{ticket.id}"}))
