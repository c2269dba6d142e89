"""What fast_bitrix24 does with a portal: `python fast.py ADDRESS`, told as one line of JSON."""

from __future__ import annotations

import json
import sys
import warnings
from typing import Any

from fast_bitrix24 import Bitrix

COUNT, PAGE, PAGES = 60, 200, 26


def deals(portal: Any) -> dict[str, Any]:
    """Create, read and delete in batches; list with batches of pages."""
    made = portal.call("crm.deal.add", [{"fields": {"TITLE": f"Быстро {i}"}} for i in range(COUNT)])
    listed = portal.get_all("crm.deal.list", params={"select": ["ID", "TITLE"]})
    read = portal.get_by_ID("crm.deal.get", made)
    return {
        "made": made,
        "listed": [row["ID"] for row in listed],
        "read": {number: row["TITLE"] for number, row in read.items()},
        "deleted": portal.call("crm.deal.delete", [{"ID": number} for number in made]),
    }


def tasks(portal: Any) -> dict[str, Any]:
    """The same with tasks."""
    fields = [{"fields": {"TITLE": f"Быстро {i}", "RESPONSIBLE_ID": 1}} for i in range(COUNT)]
    made = [task["id"] for task in portal.call("tasks.task.add", fields)]
    listed = portal.get_all("tasks.task.list", params={"select": ["ID", "TITLE"]})
    return {
        "made": made,
        "listed": [row["id"] for row in listed],
        "deleted": portal.call("tasks.task.delete", [{"taskId": number} for number in made]),
    }


def chats(portal: Any) -> dict[str, Any]:
    """Chats are listed by offsets, a batch of pages at once."""
    made = portal.call("im.chat.add", [{"TITLE": f"Быстро {i}"} for i in range(COUNT)])
    pages = {f"p{i}": f"im.recent.list?LIMIT={PAGE}&OFFSET={PAGE * i}" for i in range(PAGES)}
    found = portal.call_batch({"halt": 1, "cmd": pages})
    return {
        "made": made,
        "listed": [row["chat_id"] for page in found.values() for row in page["items"]],
        "deleted": portal.call("im.chat.leave", [{"CHAT_ID": number} for number in made]),
    }


def main() -> None:
    """Tell everything; a warning (rows are missing) is an error."""
    warnings.simplefilter("error", RuntimeWarning)
    portal = Bitrix(sys.argv[1], verbose=False)
    told = {part.__name__: part(portal) for part in (deals, tasks, chats)}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
