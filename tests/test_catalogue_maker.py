from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tools.catalogue import effect, lead, naming
from tools.catalogue.__main__ import main
from tools.catalogue.answer import shape
from tools.catalogue.check import agreement
from tools.catalogue.diff import report
from tools.catalogue.errors import errors
from tools.catalogue.facts import facts
from tools.catalogue.markdown import code_blocks, plain, sections, tabs
from tools.catalogue.merging import complete
from tools.catalogue.pages import Page, load
from tools.catalogue.parameter import Parameter
from tools.catalogue.request import Request, request
from tools.catalogue.rows import parameters
from tools.catalogue.samples import loose
from tools.catalogue.tables import tables
from tools.catalogue.titles import event_title, titles
from tools.catalogue.wording import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

ADD_EN = """# Plant a Tree garden.tree.add

> Scope: [`garden`](../scopes/permissions.md)
>
> Who can execute the method: gardener

{% note warning "DEPRECATED" %}

Use [garden.plant.add](./garden-plant-add.md) instead.

{% endnote %}

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **fields***
[`object`](../data-types.md) | Fields of the [tree](#fields) ||
|| **notify**
[`string`](../data-types.md) | Possible values:
- `Y` — tell the neighbours
- `N` — keep quiet

By default — `N` ||
|| **bed**
[`object`](../data-types.md) | A [bed](./data-types.md#garden_bed) ||
|#

### Parameter fields {#fields}

#|
|| **Name**
`type` | **Description** ||
|| **KIND***
[`string`](../data-types.md) | Up to 40 characters ||
|| **AGE**
[`integer`](../data-types.md) | Years ||
|#

## Code Examples

{% list tabs %}

- cURL (Webhook)

    ```bash
    curl -d '{"fields":{"KIND":"oak"}}' https://portal.example/rest/1/code/garden.tree.add
    ```

{% endlist %}

## Response Handling

```json
{"result": {"tree": {"id": 7}}, "time": {}}
```

### Returned Data

#|
|| **Name**
`type` | **Description** ||
|| **result**
[`object`](../data-types.md) | The answer ||
|| **tree**
[`object`](../data-types.md) | The tree ||
|| **time**
[`time`](../data-types.md) | Time ||
|#

## Error Handling

HTTP status: **400**

```json
{"error": "NO_ROOM", "error_description": "full"}
```

#|
|| **Status** | **Code** | **Description** ||
|| `400` | `NO_ROOM` | The garden is full ||
|| `403` | `ACCESS_DENIED` | Not yours ||
|#
"""
ADD_RU = """# Посадить дерево garden.tree.add

## Параметры метода

#|
|| **Название**
`тип` | **Описание** ||
|| **fields***
[`object`](../data-types.md) | Поля ||
|| **notify**
[`string`](../data-types.md) | Сообщить ||
|| **bed**
[`object`](../data-types.md) | Грядка ||
|#

### Параметр fields {#fields}

#|
|| **Название**
`тип` | **Описание** ||
|| **KIND***
[`string`](../data-types.md) | Порода ||
|| **AGE***
[`integer`](../data-types.md) | Возраст. По умолчанию `1` ||
|#
"""
LIST_EN = """# Get Trees garden.tree.list

> Who can execute the method: anyone

## Method Parameters

#|
|| **Name**
`type` | **Description** ||
|| **filter**
[`object`](../data-types.md) | Fields of [a tree](./garden-tree-fields.md). Prefixes:
- `>=` — not less
- `!` — not ||
|| **start**
[`integer`](../data-types.md) | Offset ||
|#

## Response Handling

```json
{"result": [{"id": 7}], "total": 1}
```
"""
FIELDS_EN = """# Get Fields of a Tree garden.tree.fields

> Who can execute the method: anyone

## Method Parameters

No parameters.
"""
TYPES = """# Types

## garden_bed

#|
|| **Value**
`type` | **Description** ||
|| **width**
[`integer`](../data-types.md) | Metres ||
|| **part**
[`garden_bed[]`](#garden_bed) | Beds of a bed ||
|#
"""
EVENT = """# Event on Planting onGardenTreeAdd

> Scope: [`garden`](../scopes/permissions.md)
>
> Who can subscribe: anyone

```json
{"event": "ONGARDENTREEADD"}
```
"""
PERMISSIONS = """# Permissions

#|
|| **Permission** | **Tool** ||
|| **garden** | {tool} ||
|#
"""


@pytest.fixture
def checkouts(tmp_path: Path) -> tuple[Path, Path]:
    en, ru = tmp_path / "en", tmp_path / "ru"
    english = {
        "garden/garden-tree-add.md": ADD_EN,
        "garden/garden-tree-list.md": LIST_EN,
        "garden/garden-tree-fields.md": FIELDS_EN,
        "garden/data-types.md": TYPES,
        "garden/index.md": "# Garden: overview\n\n> Scope: [`garden`](../scopes/permissions.md)\n",
        "garden/events/on-garden-tree-add.md": EVENT,
        "scopes/permissions.md": PERMISSIONS.format(tool="Garden"),
    }
    russian = {
        "garden/garden-tree-add.md": ADD_RU,
        "garden/events/on-garden-tree-add.md": "# Cобытие при посадке onGardenTreeAdd\n",
        "scopes/permissions.md": PERMISSIONS.format(tool="Сад"),
    }
    for root, texts in ((en, english), (ru, russian)):
        for path, text in texts.items():
            page = root / "api-reference" / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    return en, ru


def make(checkouts: tuple[Path, Path], out: Path, *more: str) -> dict[str, Any]:
    en, ru = checkouts
    assert main(["--en", str(en), "--ru", str(ru), "--out", str(out), *more]) == 0
    lines = (out / "methods.ndjson").read_text(encoding="utf-8").splitlines()
    return {row["name"]: row for row in map(json.loads, lines)}


def page(text: str, path: str = "api-reference/garden/garden-tree-add.md") -> Page:
    return Page(path, text, text, text.splitlines()[0].removeprefix("# "), sections(text))


def test_a_page_becomes_a_row(checkouts: tuple[Path, Path], tmp_path: Path) -> None:
    row = make(checkouts, tmp_path / "out")["garden.tree.add"]

    assert row == {
        "name": "garden.tree.add",
        "version": 2,
        "title": {"ru": "Посадить дерево", "en": "Plant a Tree"},
        "scope": "garden",
        "effect": "write",
        "page": "api-reference/garden/garden-tree-add.md",
        "params": [
            {"name": "fields", "type": "object", "required": True},
            {"name": "notify", "type": "string", "enum": ["Y", "N"], "default": "N"},
            {
                "name": "bed",
                "type": "object",
                "ref": "api-reference/garden/data-types.md#garden_bed",
            },
        ],
        "nested": {
            "fields": [
                {"name": "KIND", "type": "string", "required": True, "max_len": 40},
                {"name": "AGE", "type": "integer", "required": True, "default": "1"},
            ]
        },
        "returns": "object",
        "result_kind": "object",
        "object_path": "result.tree",
        "result_fields": {"result": {"tree": "object"}},
        "errors": ["NO_ROOM", "ACCESS_DENIED"],
        "error_statuses": {"NO_ROOM": [400], "ACCESS_DENIED": [403]},
        "deprecated": True,
        "replaced_by": ["garden.plant.add"],
    }


def test_a_list_refers_to_the_method_that_tells_its_fields(
    checkouts: tuple[Path, Path], tmp_path: Path
) -> None:
    row = make(checkouts, tmp_path / "out")["garden.tree.list"]

    assert row["scope"] == "garden"  # the section's, where the page names none
    assert row["effect"] == "read"
    assert (row["pagination"], row["list_path"], row["total_path"]) == ("start", "result", "total")
    assert row["params"][0] == {
        "name": "filter",
        "type": "object",
        "operators": [">=", "!"],
        "fields_from": "garden.tree.fields",
    }
    assert row["title"]["ru"] == "Get Trees"  # no Russian page yet


def test_index_places_and_types_can_be_read_back(
    checkouts: tuple[Path, Path], tmp_path: Path
) -> None:
    make(checkouts, tmp_path / "out")
    index = json.loads((tmp_path / "out" / "index.json").read_bytes())
    methods = (tmp_path / "out" / "methods.ndjson").read_bytes()
    types = (tmp_path / "out" / "types.ndjson").read_bytes()

    assert list(index["methods"]) == [
        "garden.tree.add@2",
        "garden.tree.fields@2",
        "garden.tree.list@2",
    ]
    start, length = index["methods"]["garden.tree.fields@2"]
    assert json.loads(methods[start : start + length])["no_params"] is True
    ref = "api-reference/garden/data-types.md#garden_bed"
    start, length = index["types"][ref]
    assert json.loads(types[start : start + length]) == {
        "ref": ref,
        "fields": [
            {"name": "width", "type": "integer"},
            {"name": "part", "type": "garden_bed[]", "ref": ref},
        ],
    }


def test_events_and_permissions_are_told_in_both_languages(
    checkouts: tuple[Path, Path], tmp_path: Path
) -> None:
    make(checkouts, tmp_path / "out")
    out = tmp_path / "out"

    assert json.loads((out / "scopes.json").read_bytes()) == {
        "garden": {"ru": "Сад", "en": "Garden"}
    }
    assert json.loads((out / "events.json").read_bytes()) == [
        {
            "code": "ONGARDENTREEADD",
            "name": "onGardenTreeAdd",
            "title": {"ru": "Событие при посадке", "en": "Event on Planting"},
            "scope": "garden",
            "page": "api-reference/garden/events/on-garden-tree-add.md",
        }
    ]


def test_the_same_pages_give_the_same_bytes(checkouts: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    make(checkouts, first)
    make(checkouts, second)

    assert {f.name: f.read_bytes() for f in first.iterdir()} == {
        f.name: f.read_bytes() for f in second.iterdir()
    }


def test_the_report_tells_what_a_refresh_changed(
    checkouts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    make(checkouts, out)
    garden = checkouts[0] / "api-reference" / "garden"
    (garden / "garden-tree-fields.md").unlink()
    (garden / "garden-tree-sell.md").write_text(
        LIST_EN.replace("garden.tree.list", "garden.tree.sell"), encoding="utf-8"
    )
    changed = LIST_EN.replace("**start**", "**page***").replace("# Get", "# Get all")
    note = (
        '{% note warning "DEPRECATED" %}\n\nUse garden.plant.list.\n\n{% endnote %}\n\n## Method P'
    )
    (garden / "garden-tree-list.md").write_text(
        changed.replace("## Method P", note, 1), encoding="utf-8"
    )
    capsys.readouterr()
    make(checkouts, out, "--diff", str(out))

    assert capsys.readouterr().out.splitlines() == [
        "3 methods, 1 data types, 1 events",
        "effect unknown, taken for a write: garden.tree.sell (Get Trees)",
        "added: 1",
        "  garden.tree.sell (v2)",
        "removed: 1",
        "  garden.tree.fields (v2)",
        "changed parameters: 1",
        "  garden.tree.list (v2): +page*, -start",
        "newly deprecated: 1",
        "  garden.tree.list (v2) -> garden.plant.list",
    ]


def test_the_report_tells_new_types_and_stars() -> None:
    old = {"name": "a.b", "version": 2, "params": [{"name": "x", "type": "integer"}]}
    new = {
        "name": "a.b",
        "version": 2,
        "params": [{"name": "x", "type": "string", "required": True}],
    }

    assert "  a.b (v2): x: integer -> string*" in report([old], [new])
    assert report([old], [old]).splitlines()[2] == "changed parameters: 0"


def test_agreement_is_the_share_of_rows_told_alike(
    checkouts: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "facts.ndjson"
    told = [
        {"method": "garden.tree.list", "rest_version": "v2", "params": [{"name": "start"}]},
        {"method": "garden.tree.fields", "rest_version": "v2", "params": []},
    ]
    sheet.write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    make(checkouts, tmp_path / "out", "--check-against", str(sheet))

    printed = capsys.readouterr().out
    assert "parameters agree on 50.00% of the rows" in printed
    assert "garden.tree.list@2: filter: None -> ('object', False)" in printed


def test_a_missing_row_is_a_difference() -> None:
    share, differing = agreement([], [{"name": "a.b", "version": 3}])

    assert (share, differing) == (0.0, ["a.b@3: missing"])


def test_headings_in_code_are_no_sections() -> None:
    found = sections("lead\n# One {#a}\ntext\n```\n# no\n```\n## Two\n")

    assert [(s.level, s.title, s.anchors) for s in found] == [
        (0, "", ()),
        (1, "One", ("a",)),
        (2, "Two", ()),
    ]


def test_a_block_that_was_never_closed_ends_where_the_next_begins() -> None:
    text = "```bash\ncurl a\n\n```bash\ncurl b\n```\n\n## Errors\nnone"

    assert [one.title for one in sections(text)] == ["", "Errors"]


def test_code_loses_the_indent_of_its_block() -> None:
    assert code_blocks("  ```js\n  a\n    b\n  ```\n`x`\n") == [("js", "a\n  b")]


def test_tabs_are_the_outer_items() -> None:
    text = "{% list tabs %}\n\n- One\n\n    - inner\n\n- Two\n\n{% endlist %}"

    assert [tab.label for tab in tabs(text)] == ["One", "Two"]


def test_plain_text_has_no_marks() -> None:
    assert plain("**A** [`b`](./c.md)\n \\_d") == "A b _d"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("#|\n|| a | b ||\n|| c | d ||\n|#", [["a", "b"], ["c", "d"]]),
        ("#|\n|| a \\| b | `c | d` ||\n|#", [["a \\| b", "`c | d`"]]),
        ("#|\n|| a |\n```\n|| no ||\n```\n||\n|#", [["a", "```\n|| no ||\n```"]]),
        ("#|\n|| a | #|\n|| in | ner ||\n|# ||\n|#", [["a", "#|\n|| in | ner ||\n|#"]]),
        ("#|\n|| a | b", [["a", "b"]]),
        ("```\n#|\n|| a ||\n|#\n```", None),
    ],
)
def test_tables_with_whatever_is_in_their_cells(text: str, rows: list[list[str]] | None) -> None:
    assert [table.rows for table in tables(text)] == ([rows] if rows else [])


@pytest.mark.parametrize(
    ("cell", "name", "kind", "required"),
    [
        ("**A***\n[`string`](x.md)", "A", "string", True),
        ("**A**^*^ `int`", "A", "int", True),
        ("**A\\***\n`int`", "A*", "int", False),
        ("**UF_\\***\n`any`", "UF_*", "any", False),
        ("`a`*\n`b`", "a", "b", True),
        ("**A**\n[`object`](x.md)\\|[`string`](y.md)", "A", "object|string", False),
        ("**a (b)**\n`c`", "a", "c", False),
    ],
)
def test_names_stars_and_types(cell: str, name: str, kind: str, required: bool) -> None:
    (found,) = parameters([["**Name**\n`type`", "**Description**"], [cell, "text"]])

    assert (found.name, found.type, found.required) == (name, kind, required)


def test_columns_of_type_and_necessity() -> None:
    head = ["Parameter", "Type", "Required", "Description"]
    found = parameters([head, ["`a`, `b`", "string", "Yes", "x"], ["**c**", "int", "No", "y"]])

    assert [(p.name, p.type, p.required) for p in found] == [
        ("a", "string", True),
        ("b", "string", True),
        ("c", "int", False),
    ]


def test_several_names_of_one_row() -> None:
    found = parameters([["Name", "Description"], ["**A*** \\| **B**\n`string`", "either"]])

    assert [(p.name, p.required) for p in found] == [("A", True), ("B", False)]


def test_required_names_of_one_row_stand_for_one_another() -> None:
    found = parameters([["Name", "Description"], ["**A_ID*** \\| **ID***\n`integer`", "Record"]])

    assert [(one.name, one.required, one.facts) for one in found] == [
        ("A_ID", True, {"required_unless": ["ID"]}),
        ("ID", True, {"required_unless": ["A_ID"]}),
    ]


def test_other_tables_have_no_parameters() -> None:
    assert parameters([["Code", "Description"], ["`X`", "no"]]) == []
    assert parameters([["**A***\n[`string`](x.md)", "no header"]])[0].required


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("string", "Possible values:\n- `a` — one\n- `b` — two", {"enum": ["a", "b"]}),
        ("string", "The colour:\n`R` red\n`G` green", {}),
        ("char", "Shown or not: `Y` or `N`", {"enum": ["Y", "N"]}),
        ("string", "```on|off```", {"enum": ["on", "off"]}),
        ("string", "Formats:\n- `chatXXX`\n- `sgXXX`", {"formats": ["chatXXX", "sgXXX"]}),
        ("object", "Fields:\n- `ID` — one\n- `NAME` — two", {"keys": ["ID", "NAME"]}),
        ("object", "Sorting:\n- `asc`\n- `desc`", {"directions": ["asc", "desc"]}),
        (
            "object",
            "Prefixes:\n- `>=` — not less\n- `!=` or `!` — not\n- `?` — null\n- `mol%` — starts so",
            {"operators": [">=", "!=", "?", "!"]},
        ),
        ("array", "Categories:\n- `U` — user\n- `*` — all users", {}),
        ("object", "Members:\n- `'TYPE': 'A'` — one\n- `'TYPE': 'U'` — two", {}),
        ("string[]", "Masks:\n- `'*'` — all\n- `'UF_*'` — own", {"keys": ["*", "UF_*"]}),
        ("integer", "Maximum value is `1 000`. By default `50`", {"max": 1000, "default": "50"}),
        ("integer", "A share (1–100)", {"min": 1, "max": 100}),
        ("string", "Required only if `KIND` is set", {"required_if": ["KIND"]}),
        ("string", "Required if `ID` is not passed", {"required_unless": ["ID"]}),
        ("string", "Required only when calling via a webhook", {"required_for": "webhook"}),
        ("string", "No larger picture than 500x500, limit 5 MB", {"max_px": "500x500"}),
    ],
)
def test_facts_of_a_description(kind: str, text: str, expected: dict[str, Any]) -> None:
    found = facts("SIZE", kind, text)

    assert {name: found.get(name) for name in expected} == expected
    assert bool(found) == bool(expected)


def test_variants_require_only_what_all_of_them_do() -> None:
    text = (
        "## Method Parameters\n\n### 1. By id\n\n#|\n|| **Name** | **Description** ||\n"
        "|| **id***\n`int` | x ||\n|| **lang***\n`string` | x ||\n|#\n\n### 2. By code\n\n#|\n"
        "|| **Name** | **Description** ||\n|| **code***\n`string` | x ||\n"
        "|| **lang***\n`string` | x ||\n|#\n"
    )
    found = request(sections(text), ENGLISH)

    assert [(p.name, p.required, p.required_in_variant) for p in found.params] == [
        ("id", False, True),
        ("lang", True, False),
        ("code", False, True),
    ]


def test_the_original_completes_the_translation() -> None:
    english = Request([Parameter("a", None, required=False), Parameter("the name", "int", False)])
    russian = Request(
        [
            Parameter("a", "string", required=True, facts={"enum": ["x"], "enum_from": "marked"}),
            Parameter("name", "int", required=False, facts={"default": "7"}),
        ]
    )
    complete(english, russian)

    assert [one.row() for one in english.params] == [
        {"name": "a", "type": "string", "required": True, "enum": ["x"]},
        {"name": "name", "type": "int", "default": "7"},
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('{"a": 1, // one\n "b": 2,\n ...\n}', {"a": 1, "b": 2}),
        ('{"a": "x"\n "b": 2}', {"a": "x", "b": 2}),
        ('{"a": **id**}', {"a": "<id>"}),
        ('{"a": 1}\n{"b": 2}', {"a": 1}),
        ("no json", None),
    ],
)
def test_samples_as_people_write_them(text: str, value: object) -> None:
    assert loose(text) == value


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"result": True}, {"result_kind": "bool"}),
        ({"result": None}, {"result_kind": "null"}),
        ({"result": []}, {"result_kind": "array", "list_path": "result"}),
        (
            {"result": {"items": [{}], "total": 1}},
            {"result_kind": "object", "list_path": "result.items", "total_path": "result.total"},
        ),
        ({"result": {"item": {}}}, {"result_kind": "object", "object_path": "result.item"}),
        ({"error": "x"}, {"result_kind": "bool"}),
    ],
)
def test_shape_of_a_sample(answer: object, expected: dict[str, str]) -> None:
    assert shape(answer, "boolean") == expected


def test_an_app_only_method_is_told_from_one_that_bars_browsers() -> None:
    lead_text = "# A garden.tree.add\n\nThe method works only in the context of an application.\n"
    row = "## Error Handling\n\n#|\n|| Code | Text ||\n|| `WRONG_AUTH_TYPE` | {} ||\n|#\n"

    assert lead.is_app_only(page(lead_text))
    assert lead.is_app_only(page("# A\n\n" + row.format("needs an app")))
    assert not lead.is_app_only(page("# A\n\n" + row.format("no session authorization")))


@pytest.mark.parametrize(
    ("shown", "codes"),
    [
        ('"error": "TREE_IS_FELLED"', ["TREE_IS_FELLED"]),
        ('"error":"QUERY_LIMIT_EXCEEDED", "time": 1', ["QUERY_LIMIT_EXCEEDED"]),
        ('"error": 400', ["400"]),
        ('"error": "The tree is felled."', []),
        ('"error": "Felled."', ["Felled."]),
        ('"error": {"code": "FELLED"}', []),
    ],
)
def test_a_sentence_in_a_sample_is_no_code(shown: str, codes: list[str]) -> None:
    text = f"# A\n\n## Error Handling\n\n```json\n{{\n    {shown}\n}}\n```\n"

    assert errors(page(text))[0] == codes


def test_words_among_the_permissions_are_no_permissions() -> None:
    assert lead.scopes(page("# A\n\n> Scope: [`a`, `depending on the place`](x.md)\n")) == ["a"]


def test_the_name_of_a_parameter_is_no_permission() -> None:
    line = "> Scope: [`forms`](x.md), module scope from `moduleId` (for example, [`crm`](x.md))"

    assert lead.scopes(page(f"# A\n\n{line}\n")) == ["forms", "crm"]


@pytest.mark.parametrize(
    "told",
    [
        "The method can only be called in the context of an [application](x.md).",
        (
            "## Error Handling\n\n#|\n|| **Code** | **Text** | **Why** ||\n|| `X` "
            "| Application context required | Access token not from the application ||\n|#"
        ),
        "## Error Handling\n\nMethod call is only possible in the context of a REST application",
    ],
)
def test_only_in_the_context_of_an_application_is_app_only(told: str) -> None:
    assert lead.is_app_only(page(f"# A\n\n{told}\n"))


def test_positional_methods_are_told_in_words() -> None:
    assert lead.is_positional(page("# A\n\nFollow the order of parameters.\n"), 2)
    assert not lead.is_positional(page("# A\n"), 2)


def test_which_pages_are_methods() -> None:
    assert naming.is_method_page(page(ADD_EN))
    assert not naming.is_method_page(page("# Garden: an Overview of garden.tree\n"))
    assert not naming.is_method_page(page(EVENT))
    assert not naming.is_method_page(page(ADD_EN, "api-reference/garden/index.md"))


def test_the_version_is_told_by_address_or_file() -> None:
    new = "# A a.b\n\n```\ncurl https://portal.example/rest/api/1/**code**/a.b\n```\n"

    assert naming.version_of(page(new)) == 3
    assert naming.version_of(page("# A a.b\n", "api-reference/a/a-b-rest-v3.md")) == 3
    assert naming.version_of(page(ADD_EN)) == 2


def test_the_file_name_settles_which_spelling_is_meant() -> None:
    text = "# Get garden.oldTree.list\n\ncallMethod('garden.Tree.list')"

    assert naming.method_name(page(text, "api-reference/garden-tree-list.md")) == "garden.Tree.list"


def test_included_text_is_part_of_a_page(tmp_path: Path) -> None:
    (tmp_path / "_includes").mkdir()
    (tmp_path / "_includes" / "note.md").write_text("told elsewhere", encoding="utf-8")
    (tmp_path / "a.md").write_text(
        "# A\n{% include [x](./_includes/note.md) %}\n{% include [x](./_includes/none.md) %}",
        encoding="utf-8",
    )

    assert load(tmp_path, "a.md").text == "# A\ntold elsewhere\n"


def test_titles_lose_the_name_and_what_hung_on_it() -> None:
    assert titles("a.b", ru="Получить `a.b`", en="Get Fields of a.b v 3.0") == {
        "ru": "Получить",
        "en": "Get Fields",
    }
    assert titles("scope", ru="Область scope", en="Get the scope of All scope")["en"] == (
        "Get the scope of All"
    )
    assert event_title("Event onTreeAdd") == "Event onTreeAdd"


def test_an_unknown_word_is_a_write_that_is_told() -> None:
    assert effect.effect("garden.tree.prune") == "write"
    assert not effect.is_sure("garden.tree.prune")
    assert effect.is_sure("garden.tree.add")
