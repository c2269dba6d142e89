"""Attachments: the records that tie files to tasks, posts and events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import links, params, rights, tree
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

KIND = "disk_attached"


def attach(
    store: Store, file: int, module: str, entity: tuple[str, int], user: int, moment: str
) -> int:
    """Tie a file to `entity` (type and id, e.g. `("tasks_task", 1)`) and return the record's id.

    Tying the same file to the same thing again gives the record there is.
    """
    kind, number = entity
    for known, _ in store.all(KIND, OBJECT_ID=file, ENTITY_TYPE=kind, ENTITY_ID=number):
        return known
    record = {"OBJECT_ID": file, "MODULE_ID": module, "ENTITY_TYPE": kind, "ENTITY_ID": number}
    return store.add(KIND, {**record, "CREATE_TIME": moment, "CREATED_BY": user})


def attached_to(store: Store, kind: str, number: int) -> list[tuple[int, int]]:
    """Return (record, file) ids of what is attached to a thing, in the order of attaching."""
    found = store.all(KIND, ENTITY_TYPE=kind, ENTITY_ID=number)
    return [(record, int(data["OBJECT_ID"])) for record, data in found]


def detach(store: Store, record: int) -> bool:
    """Forget an attachment; the file stays. Say whether there was one."""
    return store.delete(KIND, record)


@method("disk.attachedObject.get", scope="disk")
def get(call: Call) -> dict[str, Any]:
    """Answer an attachment (attached-object/disk-attached-object-get.md)."""
    number = params.required_id(call, "id")
    record = call.store.get(KIND, number)
    file = tree.get_object(call.store, record["OBJECT_ID"]) if record else None
    if record is None or file is None:
        params.not_found(call, number)
    if call.user != record["CREATED_BY"]:
        rights.require(call, record["OBJECT_ID"], rights.READ)
    return {
        "ID": str(number),
        "OBJECT_ID": str(record["OBJECT_ID"]),
        "MODULE_ID": record["MODULE_ID"],
        "ENTITY_TYPE": record["ENTITY_TYPE"],
        "ENTITY_ID": str(record["ENTITY_ID"]),
        "CREATE_TIME": record["CREATE_TIME"],
        "CREATED_BY": str(record["CREATED_BY"]),
        "DOWNLOAD_URL": address(call, number),
        "NAME": file["NAME"],
        "SIZE": str(file["SIZE"]),
    }


def address(call: Call, record: int) -> str:
    """Return where the attached file can be downloaded."""
    mark = links.seal(call.store, f"attachedId={record}")
    query = f"attachedId={record}&auth[auth]={mark}&action=download&ncc=1"
    return f"{call.portal.base}/bitrix/tools/disk/uf.php?{query}"
