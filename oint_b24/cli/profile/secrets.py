"""`oint profile move-secrets` and the options of `oint profile add` about secrets and writing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish, is_on
from oint_b24.cli.policy import ACCESS, chosen
from oint_b24.cli.tree import Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.profiles import KEPT, SANDBOX, STORES, Profiles
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from oint_b24.cli.tree import Invocation


def add_options() -> tuple[Option, ...]:
    """Return the options that say where a secret is kept and what a profile allows."""
    return (
        Option("--store", texts("secret.option.store"), metavar="|".join(STORES) + "[:NAME]"),
        Option("--access", texts("secret.option.access"), metavar="|".join(ACCESS), values=ACCESS),
        Option("--protect", texts("secret.option.protect"), kind="flag"),
    )


def access_options() -> tuple[Option, ...]:
    """Return the options that change what a profile allows."""
    return (
        Option("--access", texts("secret.option.access"), metavar="|".join(ACCESS), values=ACCESS),
        Option("--protect", texts("secret.option.protect"), kind="switch"),
    )


def access_given(invocation: Invocation) -> dict[str, Any]:
    """Return what the options say that a profile allows. Raises UsageProblem."""
    given, told = invocation.given, dict[str, Any]()
    if "--access" in given:
        told["access"] = chosen(given, "--access", ACCESS, "full")
    if "--protect" in given:
        told["protect"] = is_on(given, "protect")
    return told


def move_options() -> tuple[Option, ...]:
    """Return the option that says where to."""
    told = texts("secret.option.to")
    return (Option("--to", told, metavar="|".join(KEPT), required=True, values=KEPT),)


def store_of(invocation: Invocation, name: str) -> tuple[str, str]:
    """Return the store that was asked for, and the variable of the store `env`.

    Raises UsageProblem.
    """
    wanted, _, variable = invocation.given.get("--store", "file").partition(":")
    store = chosen({"--store": wanted}, "--store", STORES, "file")
    if variable and store != "env":
        raise UsageProblem("usage.choice", option="--store", value=variable, choices="env:NAME")
    if store != "env":
        return store, ""
    return store, variable or f"OINT_B24_SECRET_{name.upper().replace('-', '_')}"


def move(invocation: Invocation) -> int:
    """Move the secrets of a profile to another store."""
    name, lang = invocation.arguments[0], invocation.lang
    if "--to" not in invocation.given:
        raise UsageProblem("usage.no_value", option="--to")
    store = chosen(invocation.given, "--to", KEPT, "file")
    profiles = Profiles(invocation.world)
    profile = profiles.look(name)
    if name == SANDBOX or profile.store not in KEPT:
        raise UsageProblem("secret.nothing_kept", name=name)
    if profile.store != store:
        profiles.move(name, store)
    if not Wish.of(invocation).quiet:
        invocation.world.note(f"oint: {text('secret.moved', lang, name=name, store=store)}")
    return Exit.OK
