"""The bytes of files of activities, by the address their list tells (crm-activity-list.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from oint_b24.sandbox.call import Refusal
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.failure import failure
from oint_b24.sandbox.families.disk import links, transfer, tree
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Portal


@route("/bitrix/tools/crm_show_file.php")
def serve(exchange: Exchange, portal: Portal) -> Reply:
    """Serve a file of an activity."""
    given = {name: values[0] for name, values in parse_qs(exchange.query).items()}
    names = ("fileId", "ownerTypeId", "ownerId")
    named = "&".join(f"{name}={given.get(name, '')}" for name in names)
    with portal.store.transaction():
        if links.seal(portal.store, named) != given.get("auth"):
            return Reply(401, failure(Refusal("NO_AUTH_FOUND", "Wrong authorization data")))
        item = tree.get_object(portal.store, int(given["fileId"]))
    if item is None or "BLOB" not in item:
        return Reply(404, failure(Refusal("ERROR_NOT_FOUND", "Not found.")))
    return transfer.serve(exchange, portal.store, item)
