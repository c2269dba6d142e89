"""Files in fields of CRM objects: put in, told by links, downloaded, replaced, removed."""

from __future__ import annotations

import base64
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.rest_client import RestClient

ONE, MANY = "UF_CRM_SCAN", "UF_CRM_SCANS"
ITEM = {"entityTypeId": 2, "id": 1}


@pytest.fixture(autouse=True)
def fields(rest: RestClient) -> None:
    for name, multiple in (("SCAN", "N"), ("SCANS", "Y")):
        about = {"FIELD_NAME": name, "USER_TYPE_ID": "file", "MULTIPLE": multiple}
        rest.call("crm.deal.userfield.add", fields=about)


def pair(name: str, content: bytes) -> list[str]:
    return [name, base64.b64encode(content).decode()]


def data(name: str, content: bytes) -> dict[str, Any]:
    return {"fileData": pair(name, content)}


def got(rest: RestClient, link: str) -> tuple[bytes, str]:
    """Download a file and return its bytes and the header that names it."""
    url = link if link.startswith("http") else rest.base + link
    request = urllib.request.Request(url, headers={"User-Agent": "test"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read(), answer.headers["Content-Disposition"]


def deal(rest: RestClient) -> dict[str, Any]:
    found: dict[str, Any] = rest.call("crm.deal.get", id=1)
    return found


def set_deal(rest: RestClient, **sent: Any) -> dict[str, Any]:
    rest.call("crm.deal.update", id=1, fields=sent)
    return deal(rest)


def set_item(rest: RestClient, **sent: Any) -> dict[str, Any]:
    item: dict[str, Any] = rest.call("crm.item.update", **ITEM, fields=sent)["item"]
    return item


def test_an_empty_field_is_none_or_an_empty_list(rest: RestClient) -> None:
    assert (deal(rest)[ONE], deal(rest)[MANY]) == (None, [])
    item = rest.call("crm.item.get", **ITEM)["item"]
    assert (item["ufCrmScan"], item["ufCrmScans"]) == (None, [])
    described = rest.call("crm.item.fields", entityTypeId=2)["fields"]["ufCrmScans"]
    assert (described["type"], described["isMultiple"]) == ("file", True)


def test_a_file_comes_back_by_the_link_of_the_older_methods(rest: RestClient) -> None:
    number = rest.call("crm.deal.add", fields={"TITLE": "x", ONE: data("акт.txt", b"act")})

    file = rest.call("crm.deal.get", id=number)[ONE]
    path = "/bitrix/components/bitrix/crm.deal.show/show_file.php?"
    named = f"ownerId={number}&fieldName={ONE}&dynamic=Y&fileId={file['id']}"
    assert file["showUrl"] == path + named
    assert file["downloadUrl"].startswith(f"{path}auth=")
    assert file["downloadUrl"].endswith(f"&{named}")
    content, disposition = got(rest, file["downloadUrl"])
    assert (content, "%D0%B0%D0%BA%D1%82.txt" in disposition) == (b"act", True)
    rows = rest.call("crm.deal.list", filter={"ID": number}, select=[ONE])
    assert rows == [{"ID": str(number), ONE: file}]
    with pytest.raises(urllib.error.HTTPError, match="401"):
        got(rest, file["showUrl"])
    with pytest.raises(urllib.error.HTTPError, match="401"):
        got(rest, file["downloadUrl"].replace(f"ownerId={number}", "ownerId=1"))


def test_a_file_comes_back_by_the_signed_link_of_an_item(rest: RestClient) -> None:
    file = set_item(rest, ufCrmScan=pair("акт.txt", b"act"))["ufCrmScan"]

    action = "crm.controller.item.getFile"
    named = f"entityTypeId=2&id=1&fieldName={ONE}&fileId={file['id']}"
    page = f"{rest.base}/bitrix/services/main/ajax.php?action={action}&SITE_ID=s1&{named}"
    assert file["url"] == page
    assert file["urlMachine"].startswith(f"{rest.base}/rest/{action}.json?auth=")
    assert "&token=crm%7C" in file["urlMachine"]
    assert got(rest, file["urlMachine"])[0] == b"act"
    assert got(rest, deal(rest)[ONE]["downloadUrl"])[0] == b"act"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        got(rest, file["urlMachine"] + "x")


def test_a_field_of_one_is_replaced_and_emptied(rest: RestClient) -> None:
    first = set_deal(rest, **{ONE: data("1.txt", b"1")})[ONE]
    second = set_deal(rest, **{ONE: data("2.txt", b"2")})[ONE]
    kept = set_deal(rest, **{ONE: {"id": second["id"]}})[ONE]

    assert first["id"] != second["id"] == kept["id"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(rest, first["downloadUrl"])
    assert set_deal(rest, TITLE="x")[ONE] == second
    assert set_deal(rest, **{ONE: {"id": second["id"], "remove": "Y"}})[ONE] is None
    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(rest, second["downloadUrl"])
    assert set_item(rest, ufCrmScan=pair("3.txt", b"3"))["ufCrmScan"]
    assert set_item(rest, ufCrmScan="")["ufCrmScan"] is None


def test_a_field_of_many_is_set_as_a_whole(rest: RestClient) -> None:
    both = set_deal(rest, **{MANY: [data("1.txt", b"1"), data("2.txt", b"2")]})[MANY]
    one, two = (file["id"] for file in both)

    files = set_item(rest, ufCrmScans=[{"id": two}, pair("3.txt", b"3")])["ufCrmScans"]

    three = files[1]["id"]
    assert ([file["id"] for file in files], one < two < three) == ([two, three], True)
    assert [got(rest, file["urlMachine"])[0] for file in files] == [b"2", b"3"]
    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(rest, both[0]["downloadUrl"])
    left = set_deal(rest, **{MANY: [{"id": two, "remove": "Y"}]})[MANY]
    assert [file["id"] for file in left] == [three]
    assert len(set_item(rest, ufCrmScans=[three, pair("4", b"4")])["ufCrmScans"]) == 2
    assert set_item(rest, ufCrmScans=[{"id": 99}])["ufCrmScans"] == []


def test_files_go_with_their_object(rest: RestClient) -> None:
    file = set_item(rest, ufCrmScan=pair("1.txt", b"1"))["ufCrmScan"]

    rest.call("crm.deal.delete", id=1)

    with pytest.raises(urllib.error.HTTPError, match="404"):
        got(rest, file["urlMachine"])


def test_a_refused_change_leaves_the_file(rest: RestClient) -> None:
    file = set_item(rest, ufCrmScan=pair("1.txt", b"1"))["ufCrmScan"]
    broken = {ONE: data("2.txt", b"2"), "STAGE_ID": "NONE"}

    assert rest.refused("crm.deal.update", id=1, fields=broken) == (400, "")

    assert got(rest, file["urlMachine"])[0] == b"1"


def test_the_photo_of_a_contact_and_the_logo_of_a_company(rest: RestClient) -> None:
    for kind, name, type_id in (("contact", "PHOTO", 3), ("company", "LOGO", 4)):
        fields = {name: data("лицо.png", b"\x89PNG")}
        rest.call(f"crm.{kind}.update", id=1, fields=fields)

        file = rest.call(f"crm.{kind}.get", id=1)[name]

        assert f"&fieldName={name}&dynamic=N&" in file["downloadUrl"]
        assert got(rest, file["downloadUrl"])[0] == b"\x89PNG"
        item = rest.call("crm.item.get", entityTypeId=type_id, id=1)["item"]
        assert got(rest, item[name.lower()]["urlMachine"])[0] == b"\x89PNG"
        rest.call(f"crm.{kind}.update", id=1, fields={name: {"remove": "Y"}})
        assert rest.call(f"crm.{kind}.get", id=1)[name] is None
