"""Knowledge bases of REST 3.0 over HTTP: bases, documents, search, files."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.rest_client import RestClient
from tests.sandbox.v3_calls import DENIED, DTO, REQUEST, call, ids, item, items, problems, refused

BASE, PAGE = "note.collection", "note.document"
NOT_FOUND = (400, "ENTITYNOTFOUND")
LARGEST = 1_048_576


def page(client: RestClient, base: int = 2, title: str = "Глава", **fields: Any) -> dict[str, Any]:
    fields = {"collectionId": base, "title": title, **fields}
    return item(client, "note.document.add", fields=fields)


def titles(nodes: list[dict[str, Any]]) -> list[Any]:
    return [
        (node["title"], titles(node["children"])) if node["children"] else node["title"]
        for node in nodes
    ]


def tree(client: RestClient, base: int) -> list[Any]:
    return titles(items(client, "note.document.tree.list", collectionId=base))


def test_base_lives(rest: RestClient) -> None:
    made = item(rest, f"{BASE}.add", fields={"name": "Документация", "position": 150})

    assert {k: made[k] for k in ("id", "name", "position", "policyLevel", "createdBy")} == {
        "id": 5, "name": "Документация", "position": 150, "policyLevel": "view", "createdBy": 1,
    }  # fmt: skip
    assert made["createdAt"].endswith("Z")
    assert ids(rest, f"{BASE}.list") == [1, 5, 2, 3, 4]
    assert item(rest, f"{BASE}.update", id=5, fields={"name": "Справка"})["name"] == "Справка"
    assert item(rest, f"{BASE}.get", id=5)["name"] == "Справка"
    assert call(rest, f"{BASE}.archive", id=5) == {"result": True}
    assert ids(rest, f"{BASE}.list") == [1, 2, 3, 4]
    assert refused(rest, f"{BASE}.archive", id=5) == NOT_FOUND
    assert call(rest, f"{BASE}.delete", id=5) == {"result": True}
    assert refused(rest, f"{BASE}.get", id=5) == NOT_FOUND


def test_bases_are_paged_by_a_cursor(rest: RestClient) -> None:
    first = call(rest, f"{BASE}.list", pagination={"limit": 3})
    second = call(rest, f"{BASE}.list", pagination={"afterCursor": first["nextCursor"]})

    assert [row["id"] for row in first["items"]] == [1, 2, 3]
    assert first["nextCursor"] == {"position": 300, "id": 3}
    assert ([row["id"] for row in second["items"]], second["nextCursor"]) == ([4], None)


@pytest.mark.parametrize(
    ("pagination", "code"),
    [
        ({"limit": 0}, "INVALIDPAGINATION"),
        ({"afterCursor": {"position": 100}}, REQUEST),
        ({"afterCursor": {"position": "100", "id": 1}}, REQUEST),
        ({"afterCursor": 5}, REQUEST),
        ("x", REQUEST),
    ],
)
def test_wrong_page_of_bases_is_refused(rest: RestClient, pagination: Any, code: str) -> None:
    assert refused(rest, f"{BASE}.list", pagination=pagination) == (400, code)


def test_policy_of_a_base_decides_for_colleagues(rest: RestClient, manager: RestClient) -> None:
    assert ids(manager, f"{BASE}.list") == [1, 2, 4]
    assert refused(manager, f"{BASE}.get", id=3) == NOT_FOUND
    assert refused(manager, f"{BASE}.update", id=1, fields={"name": "x"}) == DENIED
    assert item(manager, f"{BASE}.update", id=2, fields={"name": "Заметки"})["updatedBy"] == 10
    assert refused(manager, f"{BASE}.archive", id=2) == DENIED
    assert refused(manager, f"{BASE}.delete", id=2) == DENIED
    assert refused(manager, "note.document.add", fields={"collectionId": 1, "title": "x"}) == DENIED
    assert page(manager)["createdBy"] == 10
    made = item(manager, f"{BASE}.add", fields={"name": "Своё"})
    assert call(rest, f"{BASE}.delete", id=made["id"]) == {"result": True}


def test_guests_have_no_knowledge_bases(rest: RestClient) -> None:
    guest = RestClient(rest.base, 12, "sandboxcode12")

    assert refused(guest, f"{BASE}.list") == DENIED
    assert refused(guest, f"{BASE}.add", fields={"name": "x"}) == DENIED
    assert refused(guest, "note.document.get", id=1) == DENIED
    assert refused(guest, "note.document.search.list", query="отпуск") == DENIED
    assert refused(guest, "note.file.field.list") == DENIED


def test_wrong_base_is_refused(rest: RestClient) -> None:
    add, update = f"{BASE}.add", f"{BASE}.update"

    assert problems(rest, add) == (REQUEST, ["fields"])
    assert problems(rest, add, fields={}) == (DTO, ["name"])
    assert problems(rest, add, fields={"name": " "}) == (DTO, ["name"])
    assert problems(rest, add, fields={"name": "я" * 256}) == (DTO, ["name"])
    assert problems(rest, add, fields={"name": 5, "position": "1"}) == (DTO, ["name", "position"])
    assert problems(rest, update) == (REQUEST, ["id", "fields"])
    assert problems(rest, update, id=1, fields={}) == (DTO, ["name"])
    assert problems(rest, update, id=1, fields={"name": "x", "position": 1}) == (DTO, ["position"])
    assert refused(rest, add, fields={"name": "x", "nothing": 1}) == (400, "UNKNOWNDTOPROPERTY")


def test_base_under_import_stays(rest: RestClient) -> None:
    assert refused(rest, f"{BASE}.delete", id=4) == (409, "NOTE_COLLECTION_UNDER_IMPORT")
    assert 4 in ids(rest, f"{BASE}.list")


def test_document_lives(rest: RestClient) -> None:
    made = page(rest, markdown="# Текст")
    child = page(rest, title="Раздел", parentId=made["id"])

    assert (made["id"], made["position"], made["parentId"]) == (5, 4, None)
    assert (child["position"], child["parentId"], child["markdown"]) == (1, 5, "")
    assert tree(rest, 2) == ["Скрипт звонка", ("Глава", ["Раздел"])]
    changed = item(rest, "note.document.update", id=5, fields={"title": "Глава 1"})
    assert (changed["title"], changed["markdown"]) == ("Глава 1", "# Текст")
    assert item(rest, "note.document.get", id=5)["title"] == "Глава 1"


def test_archived_document_takes_its_pages_along(rest: RestClient) -> None:
    assert tree(rest, 1) == [("Отпуска", ["Перенос отпуска"]), "Черновик"]
    assert call(rest, "note.document.archive", id=1) == {"result": True}
    assert tree(rest, 1) == ["Черновик"]
    assert refused(rest, "note.document.get", id=2) == NOT_FOUND
    assert refused(rest, "note.document.archive", id=1) == NOT_FOUND
    assert call(rest, "note.document.delete", id=1) == {"result": True}
    assert refused(rest, "note.document.delete", id=2) == NOT_FOUND


def test_documents_go_with_their_base(rest: RestClient) -> None:
    call(rest, f"{BASE}.archive", id=1)

    assert refused(rest, "note.document.get", id=1) == NOT_FOUND
    assert refused(rest, "note.document.tree.list", collectionId=1) == NOT_FOUND
    assert refused(rest, "note.document.add", fields={"collectionId": 1, "title": "x"}) == NOT_FOUND
    call(rest, f"{BASE}.delete", id=2)
    assert refused(rest, "note.document.update", id=3, fields={"title": "x"}) == NOT_FOUND


def test_unsaved_changes_are_replaced_only_on_request(rest: RestClient) -> None:
    update, fields = "note.document.update", {"markdown": "Новый текст"}

    assert refused(rest, update, id=4, fields=fields) == (400, "NOTE_DOCUMENT_HAS_UNSAVED_CHANGES")
    assert item(rest, update, id=4, fields={"title": "Проект"})["markdown"] == "Текст в работе."
    assert item(rest, update, id=4, fields=fields, overwrite=True)["markdown"] == "Новый текст"
    assert item(rest, update, id=4, fields={"markdown": "Ещё"})["markdown"] == "Ещё"


def test_wrong_document_is_refused(rest: RestClient) -> None:
    add, update = "note.document.add", "note.document.update"
    fields = {"collectionId": 1, "title": "x"}

    assert problems(rest, add, fields={}) == (DTO, ["collectionId", "title"])
    assert problems(rest, add, fields={**fields, "collectionId": "1"}) == (DTO, ["collectionId"])
    assert problems(rest, add, fields={**fields, "title": ""}) == (DTO, ["title"])
    assert problems(rest, add, fields={**fields, "title": "я" * 256}) == (DTO, ["title"])
    assert refused(rest, add, fields={**fields, "parentId": 3}) == (400, "NOTE_INVALID_PARENT")
    assert refused(rest, add, fields={**fields, "collectionId": 99}) == NOT_FOUND
    long = {**fields, "markdown": "x" * (LARGEST + 1)}
    assert refused(rest, add, fields=long) == (400, "NOTE_MARKDOWN_TOO_LARGE")
    assert page(rest, 1, markdown="x" * LARGEST)["id"] == 5
    assert refused(rest, update, id=1, fields={}) == (400, "NOTE_EMPTY_UPDATE")
    assert problems(rest, update, id=1, fields={"title": "x"}, overwrite="yes") == (
        REQUEST,
        ["overwrite"],
    )
    assert problems(rest, "note.document.get") == (REQUEST, ["id"])
    assert problems(rest, "note.document.tree.list", collectionId="1") == (
        REQUEST,
        ["collectionId"],
    )


def test_search_finds_titles_before_texts(rest: RestClient, manager: RestClient) -> None:
    page(rest, 3, "Отпуска за свой счёт")
    found = call(rest, "note.document.search.list", query="отпуска")

    assert [(row["documentId"], row["score"]) for row in found["items"]] == [
        (1, 1.0), (2, 1.0), (5, 1.0),
    ]  # fmt: skip
    assert found["items"][0]["snippet"].startswith("# <b>Отпуска</b>")
    assert found["hasMore"] is False
    seen = ids_found(manager, "отпуска")
    assert seen == [1, 2]
    by_text = items(rest, "note.document.search.list", query="НЕДЕЛИ")
    assert [(row["documentId"], row["score"]) for row in by_text] == [(1, 0.5)]


def ids_found(client: RestClient, query: str) -> list[int]:
    return [row["documentId"] for row in items(client, "note.document.search.list", query=query)]


def test_search_escapes_the_text_it_shows(rest: RestClient) -> None:
    page(rest, markdown="Пиши <b>жирно</b> & крупно")
    (found,) = items(rest, "note.document.search.list", query="крупно")

    assert found["snippet"] == "Пиши &lt;b&gt;жирно&lt;/b&gt; &amp; <b>крупно</b>"


def test_search_has_limits(rest: RestClient) -> None:
    method = "note.document.search.list"
    call(rest, "note.document.archive", id=2)

    assert ids_found(rest, "перенос") == []
    found = call(rest, method, query="отпуска черновик", pagination={"limit": 1})
    assert (len(found["items"]), found["hasMore"]) == (1, True)
    assert refused(rest, method, query="от") == (400, "NOTE_SEARCH_QUERY_TOO_SHORT")
    assert refused(rest, method, query="я" * 201) == (400, "NOTE_SEARCH_QUERY_TOO_LONG")
    assert problems(rest, method) == (REQUEST, ["query"])


def test_file_is_attached_to_a_document(rest: RestClient) -> None:
    content = base64.b64encode(b"\x89PNG data").decode()
    made = item(rest, "note.file.add", documentId=1, fileName="схема.PNG", fileContent=content)

    assert made == {
        "id": 2,
        "documentId": 1,
        "name": "схема.PNG",
        "size": 9,
        "mimeType": "image/png",
        "assetType": "image",
        "assetMarkdown": "[[image fileId=2]]",
    }
    assert item(rest, "note.file.get", id=2, documentId=1) == made
    seeded = item(rest, "note.file.get", id=1, documentId=1)
    assert (seeded["assetMarkdown"], seeded["size"]) == ("[[file fileId=1]]", 34)
    assert refused(rest, "note.file.get", id=2, documentId=2) == NOT_FOUND


def test_wrong_file_is_refused(rest: RestClient, manager: RestClient) -> None:
    good = {"documentId": 1, "fileName": "a.txt", "fileContent": "YQ=="}
    add = "note.file.add"

    assert problems(rest, add) == (REQUEST, ["documentId", "fileName", "fileContent"])
    assert problems(rest, add, **{**good, "fileContent": "не base64"}) == (
        REQUEST,
        ["fileContent"],
    )
    assert problems(rest, add, **{**good, "fileContent": ""}) == (REQUEST, ["fileContent"])
    wrong_type = (400, "NOTE_FILE_TYPE_NOT_ALLOWED")
    assert refused(rest, add, **{**good, "fileName": "a.exe"}) == wrong_type
    assert refused(rest, add, **{**good, "fileName": "txt"}) == wrong_type
    large = base64.b64encode(bytes(25 * 1024 * 1024 + 1)).decode()
    too_large = (400, "NOTE_FILE_TOO_LARGE")
    assert refused(rest, add, **{**good, "fileContent": large}) == too_large
    assert refused(rest, add, **{**good, "documentId": 99}) == NOT_FOUND
    assert refused(manager, add, **good) == DENIED
    assert problems(rest, "note.file.get", id=1) == (REQUEST, ["documentId"])


def test_tree_is_cut_at_its_limit(rest: RestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from oint_b24.sandbox.families.v3 import note_documents

    monkeypatch.setattr(note_documents, "MOST_NODES", 2)
    whole = call(rest, "note.document.tree.list", collectionId=1)
    page(rest, 1, "Ещё раздел", parentId=1)
    cut = call(rest, "note.document.tree.list", collectionId=1)

    assert (titles(whole["items"]), whole["truncated"]) == (
        [("Отпуска", ["Перенос отпуска"])],
        True,
    )
    assert (titles(cut["items"]), cut["truncated"]) == ([("Отпуска", ["Перенос отпуска"])], True)
