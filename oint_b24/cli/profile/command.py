"""`oint profile`: portals and credentials under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli import help as help_page
from oint_b24.cli.common import Wish, output_format
from oint_b24.cli.connect import resolve
from oint_b24.cli.perform import source_of
from oint_b24.cli.policy import ACCESS, chosen
from oint_b24.cli.profile import (
    check as profile_check,
    limits as profile_limits,
    secrets as profile_secrets,
)
from oint_b24.cli.tree import Command, Group, Option, Section
from oint_b24.errors import Exit, UsageProblem
from oint_b24.output.render import check, write
from oint_b24.portal.address import parse
from oint_b24.profiles import KEPT, SANDBOX, Profile, Profiles
from oint_b24.redact import MASK
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.cli.tree import Invocation
    from oint_b24.values.source import Source

_NAME = "NAME"


def _command(
    name: str,
    run: Callable[[Invocation], int],
    *,
    arguments: str = "",
    takes: tuple[int, int] = (0, 0),
    options: tuple[Option, ...] = (),
) -> Command:
    return Command(
        name=name,
        about=texts(f"profile.{name}"),
        run=run,
        options=options,
        arguments=arguments,
        takes=takes,
        examples=(texts(f"profile.{name}.example"),),
        help_when_bare=takes[0] > 0,
    )


def _commands() -> dict[str, Command]:
    flags = tuple(
        Option(f"--{n}", texts(f"profile.option.{n}"), kind="flag") for n in ("default", "replace")
    )
    origin = (Option("--origin", texts("profile.option.origin"), kind="flag"),)
    update = (Option("--update", texts("profile.option.update"), kind="flag"),)
    made = (
        _command(
            "add", _add, arguments=_NAME, takes=(1, 1),
            options=(*flags, *profile_secrets.add_options(), *profile_limits.options()),
        ),
        _command("list", _list),
        _command("show", _show, arguments=f"[{_NAME}]", takes=(0, 1), options=origin),
        _command(
            "set", profile_limits.change, arguments=_NAME, takes=(1, 1),
            options=(
                *profile_secrets.access_options(), *profile_limits.options(),
                *profile_limits.unset_options(),
            ),
        ),
        _command("use", _use, arguments=_NAME, takes=(1, 1)),
        _command("remove", _remove, arguments=_NAME, takes=(1, 1)),
        _command("check", _check, arguments=f"[{_NAME}]", takes=(0, 1), options=update),
        _command(
            "move-secrets", profile_secrets.move, arguments=_NAME, takes=(1, 1),
            options=profile_secrets.move_options(),
        ),
    )  # fmt: skip
    return {command.name: command for command in made}


def family() -> Group:
    """Return the group `profile`."""
    commands = _commands()

    def listing(lang: str) -> list[Section]:
        return [
            Section(
                text("start.commands", lang), [(c.name, c.about[lang]) for c in commands.values()]
            )
        ]

    return Group(
        name="profile",
        about=texts("profile.about"),
        find=lambda name: commands.get(name.lower()),
        names=lambda: list(commands),
        alone=help_page.show,
        listing=listing,
        examples=(texts("profile.add.example"),),
    )


def _write(invocation: Invocation, body: Any) -> int:
    fmt = output_format(invocation, {})
    check(fmt)
    write(body, fmt, invocation.world)
    return Exit.OK


def _add(invocation: Invocation) -> int:
    """Keep a portal under a name; the address and secrets come by the common options."""
    name = invocation.arguments[0]
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageProblem("profile.bad_name", name=name)
    profiles = Profiles(invocation.world)
    if name in profiles.names() and name != SANDBOX and "--replace" not in invocation.given:
        raise UsageProblem("profile.exists", name=name)
    common, world = invocation.common, invocation.world
    source = source_of(invocation)
    address = parse(_pasted(invocation, source))
    token = source.text(common["--token"], "--token").strip() if "--token" in common else None
    for secret in (address.code, token):
        world.redactor.add(secret)
    store, variable = profile_secrets.store_of(invocation, name)
    if not address.code and not token and store in KEPT:
        raise UsageProblem("credential.missing", portal=address.portal)
    settings, password = profile_limits.given(invocation)
    if password and store not in KEPT:
        raise UsageProblem("limits.password_not_kept")
    profile = Profile(
        name, address.root, address.user, address.code, token, settings,
        kind="webhook" if address.code else "token",
        access=chosen(invocation.given, "--access", ACCESS, "full"),
        protect="--protect" in invocation.given,
        store=store, variable=variable, limits_password=password,
    )  # fmt: skip
    profiles.put(profile, default="--default" in invocation.given)
    if not Wish.of(invocation).quiet:
        world.note(f"oint: {text('profile.added', invocation.lang, name=name, path=profiles.path)}")
        if store not in KEPT:
            key = f"secret.from_{store}"
            world.note(f"  {text(key, invocation.lang, name=name, variable=variable)}")
    return Exit.OK


def _pasted(invocation: Invocation, source: Source) -> str:
    """Return the address of the portal; a person at a terminal is asked, and types unseen.

    Raises UsageProblem where there is none.
    """
    world = invocation.world
    given = invocation.common.get("--url") or world.env.get("OINT_B24_URL")
    if given in (None, "", "-") and world.is_interactive():
        from oint_b24.cli.ask import secret

        return secret("profile.ask", world, invocation.lang, name=invocation.arguments[0])
    if not given:
        raise UsageProblem("profile.no_address")
    return source.text(given, "--url")


def _list(invocation: Invocation) -> int:
    profiles = Profiles(invocation.world)
    default = profiles.default()
    return _write(
        invocation, [_row(profiles.look(name), name == default) for name in profiles.names()]
    )


def _row(profile: Profile, is_default: bool) -> dict[str, Any]:
    return {
        "name": profile.name,
        "address": profile.address,
        "kind": profile.kind,
        "user": profile.user,
        "access": profile.access,
        "store": profile.store if profile.name != SANDBOX else None,
        "default": is_default,
    }


def _show(invocation: Invocation) -> int:
    """Show what a call would use: every setting, with `--origin` where it came from."""
    common = dict(invocation.common)
    if invocation.arguments:
        common["--profile"] = invocation.arguments[0]
    target = resolve(common, invocation.world, source_of(invocation))
    address = target.address
    values: dict[str, Any] = {
        "profile": target.profile,
        "address": address.root if address else SANDBOX,
        "user": address.user if address else 1,
        "code": MASK if address and address.code else None,
        "token": MASK if target.token else None,
        "access": target.policy.access if target.policy.profile else None,
        "protect": target.policy.protect or None,
        **profile_limits.shown(target.settings),
    }
    shown = {key: value for key, value in values.items() if value is not None}
    if "--origin" not in invocation.given:
        return _write(invocation, shown)
    origins = {
        **target.origins,
        "code": target.origins.get("address"),
        "user": target.origins.get("address"),
    }
    return _write(
        invocation,
        [
            {"setting": k, "value": v, "origin": origins.get(k) or target.origins.get("address")}
            for k, v in shown.items()
        ],
    )


def _use(invocation: Invocation) -> int:
    name = invocation.arguments[0]
    Profiles(invocation.world).use(name)
    if not Wish.of(invocation).quiet:
        invocation.world.note(f"oint: {text('profile.used', invocation.lang, name=name)}")
    return Exit.OK


def _remove(invocation: Invocation) -> int:
    name = invocation.arguments[0]
    Profiles(invocation.world).remove(name)
    if not Wish.of(invocation).quiet:
        invocation.world.note(f"oint: {text('profile.removed', invocation.lang, name=name)}")
    return Exit.OK


def _check(invocation: Invocation) -> int:
    """Ask the portal who we are and what we may do."""
    return _write(invocation, profile_check.checked(invocation))
