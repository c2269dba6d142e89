"""What b24pysdk does with a portal: `python sdk.py HOST USER/CODE`, told as one line of JSON.

It speaks https only, so REQUESTS_CA_BUNDLE names the certificate authority.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from b24pysdk import BitrixWebhook, Client

PAGE = 200


def deals(client: Any) -> dict[str, Any]:
    """Create, change, list in both ways the client knows, and delete."""
    number = client.crm.deal.add(fields={"TITLE": "Сделка «SDK»", "OPPORTUNITY": 150.5}).result
    client.crm.deal.update(bitrix_id=number, fields={"STAGE_ID": "PREPARATION"}).result  # noqa: B018 - lazy: reading it sends
    listed = client.crm.deal.list(select=["ID", "TITLE"]).as_list().result
    fast = list(client.crm.deal.list(select=["ID", "TITLE"]).as_list_fast().result)
    return {
        "read": client.crm.deal.get(bitrix_id=number).result,
        "listed": [row["ID"] for row in listed],
        "fast": [row["ID"] for row in fast],
        "deleted": client.crm.deal.delete(bitrix_id=number).result,
        "number": number,
    }


def tasks(client: Any) -> dict[str, Any]:
    """The same with tasks."""
    fields = {"TITLE": "Задача «SDK»", "RESPONSIBLE_ID": 1}
    number = int(client.tasks.task.add(fields=fields).result["task"]["id"])
    listed = client.tasks.task.list(select=["ID"]).as_list().result
    fast = list(client.tasks.task.list(select=["ID"]).as_list_fast().result)
    return {
        "read": client.tasks.task.get(number, select=["ID", "TITLE"]).result["task"],
        "listed": [row["id"] for row in listed],
        "fast": [row["id"] for row in fast],
        "deleted": client.tasks.task.delete(number).result,
        "number": number,
    }


def chats(client: Any) -> dict[str, Any]:
    """Chats are listed by offsets; who leaves a chat as its last member is rid of it."""
    number = client.im.chat.add(title="Чат «SDK»", users=[1]).result
    listed: list[Any] = []
    more = True
    while more:
        page = client.im.recent.list(limit=PAGE, offset=len(listed), skip_dialog=True).result
        listed += page["items"]
        more = page["hasMore"]
    return {
        "listed": [row["chat_id"] for row in listed],
        "titles": [row["title"] for row in listed if row["chat_id"] == number],
        "deleted": client.im.chat.leave(chat_id=number).result,
        "number": number,
    }


def many(client: Any) -> dict[str, Any]:
    """Sixty calls in two batches."""
    calls = {str(i): client.crm.deal.add(fields={"TITLE": f"Пачка {i}"}) for i in range(60)}
    made = list(client.call_batches(calls).result.result.values())
    gone = client.call_batches({str(n): client.crm.deal.delete(bitrix_id=n) for n in made})
    return {"made": made, "gone": list(gone.result.result.values())}


def main() -> None:
    """Tell everything."""
    client = Client(BitrixWebhook(domain=sys.argv[1], webhook_token=sys.argv[2]))
    told = {part.__name__: part(client) for part in (deals, tasks, chats, many)}
    sys.stdout.write(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    main()
