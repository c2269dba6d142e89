"""What a profile lets a command do: everything, only reading, or writing after a word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from oint_b24.errors import RefusedProblem, UsageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oint_b24.portal.request import Effect, Request
    from oint_b24.world import World

ACCESS = ("full", "read-only")


class Policy(NamedTuple):
    """A profile's wishes about writing; `is_confirmed` says that a person has agreed."""

    profile: str = ""
    access: str = "full"
    protect: bool = False
    is_confirmed: bool = False

    def check(self, request: Request, effect: Effect | None = None) -> None:
        """Raise RefusedProblem where the profile does not allow the call.

        `effect` is that of all a command will do, where it does more than `request`.
        """
        done = effect or effect_of(request)
        told = {"profile": self.profile, "method": request.method, "effect": done}
        if done == "read":
            return
        # What is neither of the two words is a wish to be careful, misspelled.
        if self.access != "full":
            raise RefusedProblem("secret.read_only", **told)
        if self.protect and not self.is_confirmed:
            raise RefusedProblem("secret.protected", **told)

    def asked(self, request: Request, effect: Effect | None, world: World, lang: str) -> Policy:
        """Return the policy after asking a person about a write, where there is one to ask.

        Raises RefusedProblem where the person says no.
        """
        is_write = (effect or effect_of(request)) != "read"
        if not (self.protect and is_write and self.access == "full" and world.is_interactive()):
            return self
        if self.is_confirmed:
            return self
        from oint_b24.cli.ask import agrees

        told = {"profile": self.profile, "method": request.method}
        if not agrees("secret.confirm", world, lang, **told):
            raise RefusedProblem("secret.declined", **told)
        return self._replace(is_confirmed=True)


def chosen(given: Mapping[str, str], option: str, choices: Sequence[str], default: str) -> str:
    """Return the value of an option that has a few. Raises UsageProblem for another one."""
    value = given.get(option, default)
    if value not in choices:
        raise UsageProblem("usage.choice", option=option, value=value, choices=", ".join(choices))
    return value


def effect_of(request: Request) -> Effect:
    """Return what a call does; a batch does what its commands do."""
    if request.method.lower() != "batch":
        return request.effect
    from oint_b24.portal.effect import effect_of as effect_inside

    return effect_inside(request.method, request.params, request.version)
