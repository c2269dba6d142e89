"""The command tree as a Typer application: the only module that knows Typer.

What today's Typer costs and how this avoids it: argv is always passed explicitly (or Windows
argv is globbed), texts need no coercion (or pydantic is imported), commands are built only
when asked for, and help and errors are our own.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from oint_b24.cli import common
from oint_b24.cli.argv import complete_switches
from oint_b24.cli.elsewhere import no_command
from oint_b24.cli.tree import Command, Group, Invocation, Node, Option
from oint_b24.errors import UsageProblem
from oint_b24.names import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from oint_b24.world import World

# Typer's own since 0.26, Click's before: there is no public name for it in either.
_UsageError = typer.BadParameter.__base__


class _AsIs:
    """A coercer that leaves argv's texts alone; saves the import of pydantic (about 100 ms)."""

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        del ctx
        return () if value is None and (param.multiple or param.nargs == -1) else value


def _light(params: list[Any]) -> list[Any]:
    for param in params:
        # Absent in other releases: there the tool is slower, not broken.
        if getattr(param, "_runtime_param", False) is None:
            param._runtime_param = _AsIs()  # noqa: SLF001
    return params


class _Command(TyperCommand):
    node: Command
    enter: Callable[[Any, Command | Group], Invocation]

    def get_params(self, ctx: Any) -> list[Any]:
        return _light(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        options = [*self.node.options, *common.options_of(self.node)]
        return super().parse_args(ctx, complete_switches(args, options, is_open=self.node.is_open))

    def invoke(self, ctx: Any) -> Any:
        return self.enter(ctx, self.node)


class _Group(TyperGroup):
    node: Group
    enter: Callable[[Any, Command | Group], Invocation]

    def get_params(self, ctx: Any) -> list[Any]:
        return _light(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, complete_switches(args, common.options(), stop=True))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        found = self.node.find(cmd_name)
        return None if found is None else _build(found, self.enter)

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(self.node.names())

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        found = self.get_command(ctx, args[0])
        if found is None:
            root = ctx.find_root().command.node
            raise no_command(args[0], ("oint", *_path(ctx)[1:]), self.node.names(), root)
        return found.node.name, found, args[1:]

    def invoke(self, ctx: Any) -> Any:
        if _wants_help(ctx) or not (ctx._protected_args or ctx.args):  # noqa: SLF001
            return self.enter(ctx, self.node)
        return super().invoke(ctx)


def _path(ctx: Any) -> tuple[str, ...]:
    names: list[str] = []
    while ctx is not None:
        names.insert(0, ctx.command.node.name)
        ctx = ctx.parent
    return tuple(names)


def _wants_help(ctx: Any) -> bool:
    return bool(ctx.params.get("common_help"))


def _parameter(option: Option, prefix: str) -> inspect.Parameter:
    names = [*option.names]
    asked: Any = typer.Option(None, *names)
    annotation: Any = str
    if option.kind == "flag":
        annotation, asked = bool, typer.Option(False, *names)
    elif option.kind == "count":
        annotation, asked = int, typer.Option(0, *names, count=True)
    return inspect.Parameter(
        _key(option, prefix), inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=asked
    )


def _key(option: Option, prefix: str) -> str:
    return f"{prefix}_{option.name.strip('-').replace('-', '_')}"


def _build(node: Node, enter: Callable[[Any, Node], Invocation]) -> Any:
    """Return `node` as a Typer command."""

    def body(**_: Any) -> None:
        """Do nothing: `invoke` is overridden."""

    own = getattr(node, "options", ())
    body.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [_parameter(o, "own") for o in own if o.kind != "many"]
        + [_parameter(o, "common") for o in common.options_of(node)]
    )
    app = typer.Typer(
        cls=_Group, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    settings = {"allow_extra_args": True, "help_option_names": [], "ignore_unknown_options": False}
    if isinstance(node, Group):
        app.callback(
            cls=_Group,
            invoke_without_command=True,
            add_help_option=False,
            context_settings=settings,
        )(body)
        built = get_command(app)
    else:
        settings["ignore_unknown_options"] = node.is_open
        app.command(node.name, cls=_Command, add_help_option=False, context_settings=settings)(body)
        built = get_command(app)
    built.node = node  # type: ignore[attr-defined]
    built.enter = enter  # type: ignore[attr-defined]
    built.name = node.name
    return built


def _given(ctx: Any, options: Iterable[Option], prefix: str) -> dict[str, str]:
    """Return what was given of `options` as texts; flags are "true", counts are numbers."""
    found: dict[str, str] = {}
    for option in options:
        value = ctx.params.get(_key(option, prefix))
        if value is None or value is False or (option.kind == "count" and not value):
            continue
        found[option.name] = "true" if value is True else str(value)
    return found


def _merged_common(ctx: Any) -> dict[str, str]:
    """Return the common options of all levels; the innermost wins."""
    levels = []
    while ctx is not None:
        levels.append(_given(ctx, common.options_of(ctx.command.node), "common"))
        ctx = ctx.parent
    merged: dict[str, str] = {}
    for level in reversed(levels):
        merged |= level
    return merged


def read(root: Group, argv: list[str], world: World, lang: str) -> Invocation:
    """Return what `argv` (without the program's name) says. Raises UsageProblem."""

    def enter(ctx: Any, node: Node) -> Invocation:
        return Invocation(
            node=node,
            path=_path(ctx),
            given=_given(ctx, getattr(node, "options", ()), "own"),
            arguments=tuple(ctx.args),
            common=_merged_common(ctx),
            world=world,
            lang=lang,
        )

    command = _build(root, enter)
    try:
        invocation: Invocation = command.main(argv, prog_name="oint", standalone_mode=False)
    except _UsageError as error:  # type: ignore[misc]
        raise _usage(error) from None
    except typer.Abort:  # Ctrl-C, as Typer passes it on
        raise KeyboardInterrupt from None
    return invocation


def _usage(error: Any) -> UsageProblem:
    """Return the problem of a parse error, by its kind: its text is English and Typer's own."""
    ctx = error.ctx
    node = ctx.command.node if ctx is not None else None
    option = getattr(error, "option_name", None)
    if option is None:
        return UsageProblem("usage.other", detail=error.format_message())
    known = (
        [o.name for o in (*getattr(node, "options", ()), *common.options_of(node))] if node else []
    )
    if option in known or any(option == o.short for o in getattr(node, "options", ())):
        return UsageProblem("usage.no_value", option=option)
    near = nearest(option, known)
    return UsageProblem(
        "usage.no_option_near" if near else "usage.no_option",
        option=option,
        near=", ".join(near),
        command=" ".join(("oint", *_path(ctx)[1:])),
        remedy="usage.no_option.remedy",
    )
