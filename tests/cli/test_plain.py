"""Plain command lines: what is read without Typer is what Typer reads, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings, strategies as st

from oint_b24.cli import group, plain
from oint_b24.cli.common import options_of
from oint_b24.cli.root import root
from oint_b24.cli.tree import Group
from oint_b24.errors import UsageProblem
from oint_b24.world import World

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation, Node

# Commands of every kind: with own options of OPI's names, open ones, with `many`, in groups.
COMMANDS = (
    (),
    ("bitrix24",),
    ("bitrix24", "СоздатьЧат"),
    ("bitrix24", "createtask"),
    ("bitrix24", "ИзменитьЦветЧата"),
    ("bitrix24", "ПолучитьСписокЗадач"),
    ("bitrix24", "ПолучитьТекущегоПользователя"),
    ("call",),
    ("list",),
    ("export",),
    ("import",),
    ("batch",),
    ("method",),
    ("profile",),
    ("profile", "add"),
    ("sandbox", "serve"),
    ("help",),
)
VALUES = (
    "x", "", "-", "-5", "10,1", "true", "false", "да", "0", "TITLE=x", "fields[TITLE]=a b", "json",
    "filter[>ID]:=10", "--nope", "--TITLE", "--TITLE=x", "--", "@file", "ё", "=", "--=x", "-vq",
    "-ojson", "-o=json", "bitrix24", "call", "user.get", "nowhere", "--Title", "-Z", "---x", "-—",
)  # fmt: skip


def read_with(reader: Any, argv: list[str]) -> tuple[Any, ...] | str | None:
    """Return what a reader says of `argv` as plain data, or the key of its problem."""
    try:
        invocation: Invocation | None = reader(root(), argv, World(), "ru")
    except UsageProblem as problem:
        return problem.key
    if invocation is None:
        return None
    return (
        invocation.path,
        invocation.node.name,
        dict(invocation.given),
        dict(invocation.common),
        () if isinstance(invocation.node, Group) else invocation.arguments,
    )


def node_of(path: tuple[str, ...]) -> Node:
    node: Node = root()
    for name in path:
        assert isinstance(node, Group)
        found = node.find(name)
        assert found is not None
        node = found
    return node


def spellings(node: Node) -> list[str]:
    options = (*getattr(node, "options", ()), *options_of(node))
    return [name for option in options for name in option.names]


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    """Draw a command with options of it and of its group, with values, words and nonsense."""
    path = draw(st.sampled_from(COMMANDS))
    value = st.sampled_from(VALUES)

    def words(node: Node) -> list[str]:
        name = st.sampled_from(spellings(node))
        pieces = st.one_of(
            st.tuples(name, value),
            st.tuples(name),
            st.builds(lambda n, v: (f"{n}={v}",), name, value),
            st.tuples(value),
        )
        return [word for piece in draw(st.lists(pieces, max_size=4)) for word in piece]

    line = words(root()) if draw(st.booleans()) else []
    for depth in range(len(path)):
        line.append(path[depth])
        if depth + 1 == len(path) or draw(st.integers(0, 3)) == 0:
            line += words(node_of(path[: depth + 1]))
    return line


@settings(max_examples=400, deadline=None)
@given(command_lines())
def test_a_plain_line_is_read_as_typer_reads_it(argv: list[str]) -> None:
    plainly = read_with(plain.read, argv)

    assert plainly is None or plainly == read_with(group.read, argv)


@pytest.mark.parametrize(
    "argv",
    [
        ["bitrix24", "СоздатьЧат", "--title", "Релиз 2.4", "--users=10,1", "--color", "GREN"],
        ["--profile", "sandbox", "bitrix24", "createtask", "--fields", "{}", "--dry-run"],
        ["call", "im.chat.add", "TITLE=x", "--USERS", "1,2", "-v", "-v", "--output", "json"],
        ["list", "crm.deal.list", "--filter", "STAGE_ID=NEW", "--filter", "ID>5", "-q"],
        ["bitrix24", "--help"],
        ["--lang", "en", "help", "limits"],
        ["bitrix24", "SendMessage", "-c=chat42", "-t==x", "-k="],
        ["profile", "list"],
        [],
    ],
)
def test_what_scripts_write_is_plain(argv: list[str]) -> None:
    assert read_with(plain.read, argv) == read_with(group.read, argv) is not None


@pytest.mark.parametrize(
    "argv",
    [
        ["bitrix24", "СоздатьЧат", "--nope", "x"],
        ["bitrix24", "СоздатьЧатик"],
        ["call", "im.chat.add", "-vq"],
        ["call", "--", "im.chat.add"],
        ["bitrix24", "--", "--profile"],
        ["--help", "bitrix24"],
        ["nowhere"],
    ],
)
def test_what_is_odd_is_left_to_typer(argv: list[str]) -> None:
    assert read_with(plain.read, argv) is None
