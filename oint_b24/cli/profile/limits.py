"""The options of a profile about limits, and `oint profile set`, which changes settings alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.cli.common import Wish
from oint_b24.cli.profile.secrets import access_given
from oint_b24.cli.target import settings_given
from oint_b24.cli.tree import Option
from oint_b24.errors import Exit, UsageProblem
from oint_b24.profiles import KEPT, SANDBOX, SETTINGS, Profiles, checked
from oint_b24.text import text, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oint_b24.cli.tree import Invocation

# Setting, what the help calls its value, choices.
_OPTIONS = (
    ("plan", "standard|enterprise", ("standard", "enterprise")),
    ("rate", "N", ()),
    ("burst", "N", ()),
    ("limits", "redis://HOST", ()),
)


def options() -> tuple[Option, ...]:
    """Return the options that say how much a portal takes and who counts."""
    return tuple(
        Option(f"--{name}", texts(f"limits.option.{name}"), metavar=metavar, values=values)
        for name, metavar, values in _OPTIONS
    )


def unset_options() -> tuple[Option, ...]:
    """Return the option that takes settings back."""
    return (Option("--unset", texts("limits.option.unset"), metavar="A,B"),)


def given(invocation: Invocation) -> tuple[dict[str, Any], str | None]:
    """Return the settings that options name, and a password that must not stand among them.

    Raises UsageProblem.
    """
    own = {n: checked(n, invocation.given[f"--{n}"]) for n in _names() if _is_given(invocation, n)}
    settings, password = {**settings_given(invocation.common), **own}, None
    if "limits" in settings:
        from oint_b24.portal.limits.redis_server import split

        settings["limits"], password = split(settings["limits"])
        invocation.world.redactor.add(password)
    return settings, password


def _names() -> list[str]:
    return [name for name, *_ in _OPTIONS]


def _is_given(invocation: Invocation, name: str) -> bool:
    return f"--{name}" in invocation.given


def shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return settings fit to be shown: no password in the address of a Redis."""
    if not settings.get("limits"):
        return dict(settings)
    from oint_b24.portal.limits.redis_server import without_password

    return {**settings, "limits": without_password(settings["limits"])}


def change(invocation: Invocation) -> int:
    """Change settings of a profile; its portal and credential stay. Raises UsageProblem."""
    name, world = invocation.arguments[0], invocation.world
    profiles = Profiles(world)
    if name == SANDBOX:
        raise UsageProblem("profile.built_in", name=SANDBOX)
    profile = profiles.get(name)
    changed, password = given(invocation)
    dropped, allowed = _dropped(invocation), access_given(invocation)
    if not changed and not dropped and not allowed:
        raise UsageProblem("limits.nothing_to_set")
    if password and (profile.kind == "oauth" or profile.store not in KEPT):
        raise UsageProblem("limits.password_not_kept")
    settings = {n: v for n, v in {**profile.settings, **changed}.items() if n not in dropped}
    is_other = "limits" in changed or "limits" in dropped
    kept = password if is_other else profile.limits_password
    profiles.put(profile._replace(settings=settings, limits_password=kept, **allowed))
    if not Wish.of(invocation).quiet:
        world.note(f"oint: {text('limits.set', invocation.lang, name=name, path=profiles.path)}")
    return Exit.OK


def _dropped(invocation: Invocation) -> set[str]:
    """Return the settings to be taken back, e.g. `rate` or `--wait-max`."""
    words = invocation.given.get("--unset", "").split(",")
    names = {word.strip().lstrip("-").replace("-", "_") for word in words if word.strip()}
    unknown = sorted(names - set(SETTINGS))
    if unknown:
        choices = ", ".join(SETTINGS)
        raise UsageProblem("usage.choice", option="--unset", value=unknown[0], choices=choices)
    return names
