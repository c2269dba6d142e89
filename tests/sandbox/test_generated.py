"""Methods without a family: checked as a portal would, answered in their documented shape."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from oint_b24.rest.catalogue import Method, all_methods, find
from oint_b24.sandbox import registry
from oint_b24.sandbox.box import open_portal, run
from oint_b24.sandbox.credentials import Token
from tests.payloads import payload
from tests.shapes import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oint_b24.sandbox.portal import SandboxPortal

WEBHOOK = "1/code"
GENERATED = "generated"
V3 = "BITRIX_REST_V3_EXCEPTION_"


@dataclass(slots=True)
class Answered:
    """An HTTP answer."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def result(self) -> Any:
        assert self.status == 200, self.body
        return self.body["result"]

    @property
    def error(self) -> tuple[int, str]:
        error = self.body["error"]
        return self.status, error["code"] if isinstance(error, dict) else error


@dataclass(slots=True)
class Caller:
    """Calls a portal over one connection."""

    portal: SandboxPortal
    line: http.client.HTTPConnection
    scopes: str = WEBHOOK

    def __call__(
        self,
        method: str,
        /,
        params: Any = None,
        *,
        version: int = 2,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> Answered:
        """Call with the webhook, in version 3 where asked."""
        body = {**(params or {}), **more} if not isinstance(params, list) else params
        api = "api/" if version == 3 else ""
        return self.send(f"/rest/{api}{self.scopes}/{method}", json.dumps(body), headers)

    def v3(self, method: str, /, **params: Any) -> Answered:
        return self(method, params, version=3)

    def application(self, method: Method, **more: Any) -> Answered:
        """Call as the application of a token."""
        body = {**payload(method, is_webhook=False), **more, "auth": "token"}
        api = "api/" if method.version == 3 else ""
        return self.send(f"/rest/{api}{method.name}", json.dumps(body))

    def send(
        self, path: str, body: str = "", headers: dict[str, str] | None = None, verb: str = "POST"
    ) -> Answered:
        given = {"Content-Type": "application/json", **(headers or {})}
        self.line.request(verb, path, body.encode(), given)
        answer = self.line.getresponse()
        decoded = json.loads(answer.read())
        return Answered(answer.status, decoded, dict(answer.getheaders()))


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    portal = open_portal(
        tmp_path_factory.mktemp("portal"),
        webhooks={(1, "code"): None, (1, "narrow"): frozenset({"crm"}), (10, "other"): None},
        tokens={"token": Token(1)},
    )
    with run(portal) as running:
        line = http.client.HTTPConnection("127.0.0.1", running.server.server_port, timeout=30)
        yield Caller(portal, line)
        line.close()


def documented(name: str) -> Method:
    method = find(name)
    assert method is not None, name
    return method


def is_generated(method: Method) -> bool:
    handler = registry.find(method.name, method.version)
    assert handler is not None, method.name
    return handler.is_generated


def called(call: Caller, method: Method) -> Answered:
    if method.app_only:
        return call.application(method)
    return call(method.name, payload(method), version=method.version)


def wrong(call: Caller, method: Method) -> list[str]:
    """Return what is wrong with the answer of one method."""
    answer = called(call, method)
    told = f"{method.name}@{method.version} {answer.status}"
    if answer.status >= 500:
        return [f"{told} {answer.body}"]
    if answer.headers.get("X-Sandbox") != (GENERATED if is_generated(method) else None):
        return [f"{told}: header {answer.headers.get('X-Sandbox')}"]
    if answer.status != 200:
        return [f"{told} {answer.body}"] if is_generated(method) else []
    if not is_generated(method):
        return []
    again = called(call, method)
    differs = [] if again.body["result"] == answer.body["result"] else ["another answer"]
    return [f"{told}: {text}" for text in (*problems(method, answer.body), *differs)]


@pytest.mark.parametrize("version", [2, 3])
def test_every_documented_method_answers_in_its_shape(call: Caller, version: int) -> None:
    found = [text for m in all_methods() if m.version == version for text in wrong(call, m)]
    assert found == []


def test_unknown_methods_stay_unknown(call: Caller) -> None:
    answer = call("no.such.method")
    assert answer.error == (404, "ERROR_METHOD_NOT_FOUND")
    assert "X-Sandbox" not in answer.headers


def test_the_portal_lists_generated_methods(call: Caller) -> None:
    names = call("methods").result
    assert {"sale.basketproperties.add", "rpa.type.list", "im.chat.add"} <= set(names)
    assert len(names) == len(set(names)) == sum(m.version == 2 for m in all_methods())
    assert "sale.basketproperties.add" in call("methods", scope="sale").result
    found = call("method.get", name="sale.basketproperties.add").result
    assert found == {"isExisting": True, "isAvailable": True}


def test_missing_scope_is_refused(call: Caller) -> None:
    narrow = Caller(call.portal, call.line, "1/narrow")
    assert narrow("sale.basketproperties.list").error == (403, "insufficient_scope")
    assert narrow("crm.measure.list").status == 200
    # One of several documented permissions is enough.
    assert narrow("userfieldconfig.get", moduleId="crm", id=1).status == 200
    assert narrow("mail.mailbox.list", version=3).error == (
        403,
        f"{V3}INSUFFICIENTSCOPEEXCEPTION",
    )


def test_application_methods_refuse_webhooks(call: Caller) -> None:
    assert call("entity.get").error == (403, "ACCESS_DENIED")
    assert call("placement.list").error == (403, "WRONG_AUTH_TYPE")
    assert call.application(documented("placement.list")).status == 200


@pytest.mark.parametrize(
    ("name", "params", "code", "told"),
    [
        ("sale.basketproperties.get", {}, "100", "Could not find value for parameter {id}"),
        ("landing.block.getmanifest", {"lid": 1}, "MISSING_PARAMS", "block"),
        ("biconnector.source.get", {}, "VALIDATION_ID_NOT_PROVIDED", "id"),
        ("sale.property.add", {"fields": {"name": "x", "type": "STRING"}}, "100", "personTypeId"),
        ("sale.basketproperties.get", {"id": "abc"}, "100", "Should be value of type int"),
        ("sale.basketproperties.get", {"id": {"a": 1}}, "100", "Should be value of type int"),
        ("sale.basketproperties.add", {"fields": "text"}, "100", "Should be value of type array"),
        ("biconnector.source.get", {"id": "abc"}, "VALIDATION_INVALID_ID_FORMAT", "{id}"),
        ("biconnector.source.add", {}, "VALIDATION_FIELDS_NOT_PROVIDED", "fields"),
    ],
)
def test_refusals_of_version_2(
    call: Caller, name: str, params: dict[str, Any], code: str, told: str
) -> None:
    answer = call(name, params)
    assert answer.error == (400, code)
    assert told in answer.body["error_description"]
    assert answer.headers["X-Sandbox"] == GENERATED


def test_an_argument_is_named_beside_its_error(call: Caller) -> None:
    answer = call.send("/rest/entity.item.get", json.dumps({"auth": "token"}))
    assert answer.error == (400, "ERROR_ARGUMENT")
    assert answer.body["argument"] == "ENTITY"
    assert answer.body["error_description"] == "Argument 'ENTITY' is null or empty"


def test_an_update_need_not_repeat_what_stays(call: Caller) -> None:
    assert call("sale.property.update", id=1, fields={"name": "x"}).status == 200


def test_arguments_by_place(call: Caller) -> None:
    assert call("task.item.delegate", {"TASKID": 1, "USERID": 10}).status == 200
    assert call("task.item.delegate", {"USERID": 10, "TASKID": 1}).error == (400, "100")
    assert call("task.item.delegate", [1, 10]).status == 200
    assert call("task.item.delegate", {"taskId": 1, "userId": 10}).status == 200


def test_refusals_of_version_3_list_the_fields(call: Caller) -> None:
    answer = call.v3("humanresources.node.move", id="abc")
    assert answer.error == (400, f"{V3}VALIDATION_REQUESTVALIDATIONEXCEPTION")
    rows = {row["field"]: row["message"] for row in answer.body["error"]["validation"]}
    assert rows["parentId"] == "Required field `parentId` is not specified"
    assert "int" in rows["id"]
    assert answer.body["error"]["message"]


def test_version_3_reads_nothing_but_json(call: Caller) -> None:
    path = f"/rest/api/{WEBHOOK}/mail.mailbox.get"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert call.send(path, "id=1", form).error == (400, f"{V3}INVALIDJSONEXCEPTION")
    assert call.send(path, "{broken").error == (400, f"{V3}INVALIDJSONEXCEPTION")
    by_query = call.send(f"{path}?id=1", verb="GET")
    assert by_query.error == (400, f"{V3}VALIDATION_REQUESTVALIDATIONEXCEPTION")


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"select": "id"}, "INVALIDSELECT"),
        ({"filter": "id"}, "INVALIDFILTER"),
        ({"filter": [["id"]]}, "INVALIDFILTER"),
        ({"filter": [["id", "~", 1]]}, "UNKNOWNFILTEROPERATOR"),
        ({"filter": [{"logic": "xor", "conditions": []}]}, "INVALIDFILTER"),
        ({"order": {"id": "up"}}, "INVALIDORDER"),
        ({"pagination": {"limit": 0}}, "INVALIDPAGINATION"),
    ],
)
def test_refusals_of_lists_of_version_3(call: Caller, params: dict[str, Any], code: str) -> None:
    answer = call.v3("timeman.record.list", **{"filter": [["userId", 1]], **params})
    assert answer.error == (400, f"{V3}{code}EXCEPTION")


def test_a_list_is_walked_by_start(call: Caller) -> None:
    pages = [call("sale.basketproperties.list", start=start).body for start in (0, 50, 100)]
    ids = [[row["id"] for row in page["result"]["basketProperties"]] for page in pages]
    assert [len(page) for page in ids] == [50, 50, 20]
    assert [number for page in ids for number in page] == list(range(1, 121))
    assert [page["total"] for page in pages] == [120, 120, 120]
    assert [page.get("next") for page in pages] == [50, 100, None]


def test_a_list_without_count_is_walked_by_id(call: Caller) -> None:
    first = call("sale.basketproperties.list", start=-1, order={"id": "ASC"}, filter={">id": 100})
    assert [row["id"] for row in first.result["basketProperties"]] == list(range(101, 121))
    assert "total" not in first.body
    assert "next" not in first.body
    last = call("sale.basketproperties.list", start=-1, filter={">id": 120})
    assert last.result["basketProperties"] == []


def test_filter_and_order_of_version_2(call: Caller) -> None:
    def ids(**params: Any) -> list[int]:
        return [
            row["id"]
            for row in call("sale.basketproperties.list", **params).result["basketProperties"]
        ]

    assert ids(filter={"id": [7, 9]}) == [7, 9]
    assert ids(filter={"!id": 1, "<=id": 3}) == [2, 3]
    assert ids(filter={"@id": [5]}) == [5]
    assert ids(order={"id": "desc"})[:2] == [120, 119]
    rows = call("sale.basketproperties.list", order={"sort": "asc"}).result["basketProperties"]
    assert [row["sort"] for row in rows] == sorted(row["sort"] for row in rows)


def test_rows_show_what_a_filter_asked(call: Caller) -> None:
    rows = call("sale.basketproperties.list", filter={"name": "Цвет"}, select=["id", "name"]).result
    assert rows["basketProperties"][0] == {"id": 1, "name": "Цвет"}


def test_other_ways_of_paging(call: Caller) -> None:
    def numbers(rows: list[dict[str, Any]], name: str = "id") -> list[int]:
        return [int(row[name]) for row in rows]

    sources = call.application(documented("biconnector.source.list"), page=3)
    assert numbers(sources.result) == list(range(101, 121))
    companies = documented("humanresources.hcmlink.company.list")
    rows = call.application(companies, limit=2, offset=4).result
    assert numbers(rows) == [5, 6]
    sites = call("landing.site.getList", params={"limit": 2, "offset": 1}).result
    assert numbers(sites, "ID") == [2, 3]
    lines = call("imopenlines.config.list.get", PARAMS={"limit": 1, "offset": 9}).result
    assert numbers(lines, "ID") == [10]
    tasks = call("task.items.getlist", [{}, {}, [], {"nPageSize": 5, "iNumPage": 2}])
    assert numbers(tasks.result, "ID") == [6, 7, 8, 9, 10]


def test_pages_of_version_3(call: Caller) -> None:
    def ids(**params: Any) -> list[int]:
        return [row["id"] for row in call.v3("mail.mailbox.list", **params).result["items"]]

    assert ids(pagination={"page": 3, "limit": 50}) == list(range(101, 121))
    assert ids(pagination={"limit": 2, "offset": 7}) == [8, 9]
    rows = call.v3("timeman.record.list", filter=[["id", [4, 6]]], select=["id"]).result["items"]
    assert rows == [{"id": 4}, {"id": 6}]
    either = {"logic": "or", "conditions": [["id", "<", 3], ["id", "between", [5, 6]]]}
    rows = call.v3("timeman.record.list", filter=[["userId", 1], either], select=["id"]).result[
        "items"
    ]
    assert [row["id"] for row in rows] == [1, 2, 5, 6]


def test_a_cursor_leads_through_all_rows(call: Caller) -> None:
    dates = {"startDate": {"from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"}}
    cursor, pages = None, list[int]()
    while not pages or cursor:
        pagination = {"limit": 50, **({"afterCursor": cursor} if cursor else {})}
        result = call.v3("call.followup.list", filter=dates, pagination=pagination).result
        pages.append(len(result["items"]))
        cursor = result["afterCursor"]
        assert result["hasMore"] is bool(cursor)
    assert pages == [50, 50, 20]


def test_related_fields_are_objects(call: Caller) -> None:
    rows = call.v3("mail.mailbox.list", select=["id", "user.name"]).result["items"]
    assert rows[0]["id"] == 1
    assert isinstance(rows[0]["user"]["name"], str)


def test_a_row_and_its_object_agree(call: Caller) -> None:
    row = call("sale.basketproperties.list").result["basketProperties"][4]
    assert call("sale.basketproperties.get", id=5).result["basketProperty"] == row


def test_created_things_show_what_was_sent(call: Caller) -> None:
    fields = {"basketId": 7, "name": "Цвет", "value": "белый", "code": "COLOR", "sort": "500"}
    made = call("sale.basketproperties.add", fields=fields).result["basketProperty"]
    assert {name: made[name] for name in fields} == {**fields, "sort": 500}
    assert made["id"] > 120
    other = call("sale.basketproperties.add", fields={**fields, "name": "Размер"}).result[
        "basketProperty"
    ]
    assert other["id"] != made["id"]


def test_effects_without_an_object(call: Caller) -> None:
    assert call("sale.basketproperties.delete", id=1).result is True
    assert call.v3("mail.message.removecrmactivity", messageId=1).result is True


def test_fields_are_described(call: Caller) -> None:
    fields = call("sale.basketproperties.getFields").result["basketProperties"]
    assert fields["id"]["isReadOnly"] is True
    assert fields["name"]["type"] == "string"
    rows = call.v3("mail.mailbox.field.list", select=["name", "type"]).result["items"]
    assert {"name": "id", "type": "int"} in rows
    one = call.v3("mail.mailbox.field.get", name="email").result["item"]
    assert one["type"] == "string"


def test_batch_reaches_generated_methods(call: Caller) -> None:
    commands = {
        "one": "sale.basketproperties.get?id=1",
        "all": "sale.basketproperties.list",
        "bad": "sale.basketproperties.get",
    }
    answer = call("batch", cmd=commands).result
    assert answer["result"]["one"]["basketProperty"]["id"] == 1
    assert answer["result_total"] == {"all": 120}
    assert answer["result_error"]["bad"]["error"] == "100"
