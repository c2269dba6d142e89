"""The family of the disk: what a fresh portal's disk holds, and the levels of access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import attached, files, folders, rights, search, storages, tree
from oint_b24.sandbox.registry import method, seed

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# Imported for the methods they register.
PARTS = (attached, files, folders, search, storages)
_CREATED, _DELETED = "2026-01-12T10:00:00+03:00", "2026-01-13T09:30:00+03:00"
_STORAGES: tuple[tuple[int, int, str, str, str, str], ...] = (
    (1, 11, "Администратор Портала", "disk", "user", "1"),
    (2, 12, "Общий диск", "disk", "common", "shared_files_s1"),
    (3, 13, "local.sandbox", "disk", "restapp", "1"),
    (tree.CHATS_STORAGE, tree.CHATS_ROOT, "Файлы чатов", "im", "im", "1"),
)


@method("disk.rights.getTasks", scope="disk")
def get_tasks(call: Call) -> list[dict[str, Any]]:
    """Answer the levels of access that can be granted (rights/disk-rights-get-tasks.md)."""
    del call
    return [
        {"ID": str(number), "NAME": name, "TITLE": rights.TITLES[name]}
        for number, name in rights.TASKS
    ]


@seed("disk.family")
def fill(store: Store) -> None:
    """Make the storages, a few folders and files, and a trash that is not empty."""
    for number, root, name, module, kind, entity in _STORAGES:
        storage = {"NAME": name, "CODE": None, "MODULE_ID": module, "ROOT_OBJECT_ID": root}
        owner = {"ENTITY_TYPE": kind, "ENTITY_ID": entity}
        client = {"CLIENT_ID": name} if kind == "restapp" else {}
        store.add("storage", {**storage, **owner, **client}, id=number)
        tree.create_folder(store, None, name, 1, _CREATED, id=root, storage=number)
    tree.create_folder(store, 11, "Отчёты", 1, _CREATED, id=14)
    tree.create_folder(store, 11, "Старое", 1, _CREATED, id=15)
    tree.create_folder(store, tree.CHATS_ROOT, "chat42", 1, _CREATED, id=16)
    _file(store, 21, 11, "план.txt", "План релиза\n1. Проверить\n2. Выпустить\n")
    _file(store, 22, 11, "черновик.txt", "Черновик заметки\n")
    _file(store, 23, 14, "итоги.csv", "месяц;сумма\nянварь;120000\nфевраль;98000\n")
    tree.trash(store, 15, 1, _DELETED)
    tree.trash(store, 22, 1, _DELETED)


def _file(store: Store, number: int, parent: int, name: str, text: str) -> None:
    tree.create_file(store, parent, name, text.encode(), 1, _CREATED, id=number)
