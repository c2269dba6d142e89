"""The second half of `oint doctor`: what the portal says of itself, of us and of a method."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from oint_b24.cli.doctor.budget import look
from oint_b24.errors import (
    AccessProblem,
    Exit,
    LimitProblem,
    PortalProblem,
    Problem,
    UnreachableProblem,
)
from oint_b24.portal import codes
from oint_b24.portal.request import Request
from oint_b24.rest.catalogue import find

if TYPE_CHECKING:
    from oint_b24.cli.doctor.diagnosis import Findings
    from oint_b24.cli.target import Target
    from oint_b24.portal.client import Portal
    from oint_b24.rest.catalogue import Method
    from oint_b24.world import World

_SKEW = 60.0  # seconds a clock may be off before signatures and log times stop making sense
# Something else answered, a proxy or a log-in page; our own limits kept the request back.
_NO_ANSWER = frozenset({"portal.not_json", "wait.no_turn"})
_SHOWN = 20  # scopes to name


@dataclass(frozen=True, slots=True)
class Wanted:
    """The method that is asked about."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Examination:
    """A portal, as whom we call it, and where findings go."""

    portal: Portal
    target: Target
    found: Findings
    world: World

    @property
    def kind(self) -> str:
        """Return how we authorise."""
        if self.target.login is not None or (self.portal.token and not self.portal.address.code):
            return "token"
        return "webhook"

    def ask(self, method: str, version: int = 2, **params: Any) -> Any:
        """Return the result of a call that reads. Raises Problem."""
        return self.portal.send(Request(method, params, version, effect="read")).result


def examine(seen: Examination, wanted: Wanted | None) -> None:
    """Ask the portal all that it tells."""
    if not _answers(seen):
        return
    person = _person(seen)
    if person is None:
        return
    scopes = _scopes(seen)
    is_admin = person.get("ADMIN") in (True, "Y", "true", 1)
    seen.found.ok("admin", "admin" if is_admin else "no_admin")
    _plan(seen)
    look(seen.portal, seen.target, seen.found, seen.world.now())
    names = _version3(seen)
    if wanted is not None:
        _method(seen, wanted, scopes, names)


def _answers(seen: Examination) -> bool:
    """Ask the time: whether it is a portal, whether it knows us, and how its clock goes."""
    found, world = seen.found, seen.world
    before = world.now()
    try:
        told = seen.ask("server.time")
    except UnreachableProblem as problem:
        found.broken("http", problem)
        if problem.key == "portal.moved" and seen.target.profile:
            new, name = problem.params["new"], seen.target.profile
            found.fail("target", "moved", Exit.UNREACHABLE, new=new, name=name)
        return False
    except (AccessProblem, LimitProblem) as problem:
        _refused(seen, problem, world.now() - before)
        return False
    except Problem as problem:
        found.broken("http", problem)
        return False
    after = world.now()
    _answered(seen, after - before)
    _clock(seen, told, (before + after) / 2)
    return True


def _answered(seen: Examination, seconds: float) -> None:
    told = f"{seconds:.2f}"
    comma = seen.found.lang == "ru"
    seen.found.ok("http", "http", seconds=told.replace(".", ",") if comma else told)


def _refused(seen: Examination, problem: PortalProblem, seconds: float) -> None:
    """Tell a refusal of any call by what it is about."""
    if problem.key in _NO_ANSWER:
        seen.found.broken("http", problem)
        return
    _answered(seen, seconds)
    code = codes.fold(problem.code)
    if code == codes.EXPIRED and seen.target.login is not None:
        seen.found.warn("credential", "expired", profile=seen.target.profile)
    elif isinstance(problem, LimitProblem):
        seen.found.broken("budget", problem)
    else:
        step = "plan" if code in ("access_denied", "payment_required") else "credential"
        seen.found.broken(step, problem)


def _clock(seen: Examination, told: Any, ours: float) -> None:
    try:
        theirs = datetime.fromisoformat(str(told)).timestamp()
    except ValueError:
        seen.found.skip("clock", "no_time")
        return
    # The portal tells whole seconds.
    skew = round(ours - theirs)
    key = "clock_off" if abs(skew) > _SKEW else "clock"
    (seen.found.warn if abs(skew) > _SKEW else seen.found.ok)("clock", key, seconds=f"{skew:+d}")


def _person(seen: Examination) -> dict[str, Any] | None:
    """Tell who we are; None where the portal does not say."""
    try:
        told = seen.ask("profile")
    except Problem as problem:
        seen.found.broken("credential", problem)
        return None
    person = told if isinstance(told, dict) else {}
    if not person.get("ID"):
        seen.found.fail("credential", "inactive", Exit.ACCESS)
        return None
    name = " ".join(str(person[k]) for k in ("NAME", "LAST_NAME") if person.get(k))
    seen.found.ok("credential", f"credential_{seen.kind}", name=name or "?", user=person["ID"])
    return person


def _scopes(seen: Examination) -> list[str]:
    try:
        told = seen.ask("scope")
    except Problem as problem:
        seen.found.broken("scopes", problem)
        return []
    scopes = [str(scope) for scope in told] if isinstance(told, list) else []
    shown, more = ", ".join(scopes[:_SHOWN]), len(scopes) - _SHOWN
    if scopes:
        key = "scopes_more" if more > 0 else "scopes"
        seen.found.ok("scopes", key, count=len(scopes), list=shown, more=more)
    else:
        seen.found.warn("scopes", "no_scopes")
    return scopes


def _plan(seen: Examination) -> None:
    """Tell of the plan: an application may ask, for a webhook it is enough that it was answered."""
    told: Any = None
    if seen.kind == "token":
        try:
            told = seen.ask("app.info")
        except Problem as problem:
            seen.found.broken("plan", problem)
            return
    if not isinstance(told, dict):
        seen.found.ok("plan", "plan_open")
    elif told.get("PAYMENT_EXPIRED") == "Y":
        seen.found.fail("plan", "unpaid", Exit.ACCESS)
    elif told.get("INSTALLED") is False:
        seen.found.fail("plan", "not_installed", Exit.ACCESS)
    else:
        seen.found.ok("plan", "plan", license=told.get("LICENSE") or "?")


def _version3(seen: Examination) -> dict[str, Any] | None:
    """Return which methods REST 3.0 has here and their scopes; None where it is absent."""
    try:
        told = seen.ask("rest.scope.list", 3)
    except Problem as problem:
        seen.found.warn("rest3", "no_rest3", code=problem.code)
        return None
    seen.found.ok("rest3", "rest3")
    return told if isinstance(told, dict) else {}


def _method(
    seen: Examination, wanted: Wanted, scopes: list[str], names: dict[str, Any] | None
) -> None:
    known = find(wanted.name, wanted.version)
    name = known.name if known else wanted.name
    if wanted.version == 3:
        exists, allowed = names is not None and _is_listed(names, name), True
    else:
        answer = _asked_about(seen, name)
        if answer is None:
            return
        exists, allowed = answer
    told = {"name": name, "version": wanted.version, "scope": (known and known.scope) or "—"}
    if not exists:
        seen.found.fail("method", "no_method", Exit.PORTAL, **told)
    elif known and known.app_only and seen.kind == "webhook":
        seen.found.fail("method", "app_only", Exit.ACCESS, **told)
    elif not allowed or _is_lacking(known, scopes, wanted.version):
        seen.found.fail("method", "no_scope", Exit.ACCESS, **told)
    else:
        _effect(seen, known, told)


def _asked_about(seen: Examination, name: str) -> tuple[bool, bool] | None:
    """Return whether the portal has a method and lets us call it (system/method-get.md)."""
    try:
        told = seen.ask("method.get", name=name.lower())
    except Problem as problem:
        seen.found.broken("method", problem)
        return None
    answer = told if isinstance(told, dict) else {}
    return bool(answer.get("isExisting")), bool(answer.get("isAvailable"))


def _is_listed(names: Any, name: str) -> bool:
    """Look for a name anywhere in the answer: its shape is not documented to the last."""
    if isinstance(names, dict):
        return any(_is_listed(k, name) or _is_listed(v, name) for k, v in names.items())
    if isinstance(names, list):
        return any(_is_listed(value, name) for value in names)
    return isinstance(names, str) and names.lower() == name.lower()


def _is_lacking(known: Method | None, scopes: list[str], version: int) -> bool:
    """Say whether a version 3 method lacks its scope; in version 2 the portal itself has said."""
    if version != 3 or known is None or not known.scope or not scopes:
        return False
    # The pages of tasks say `tasks`, the table of scopes `task` (scopes/permissions.md).
    return not {known.scope, known.scope.rstrip("s"), *known.scopes} & set(scopes)


def _effect(seen: Examination, known: Method | None, told: dict[str, Any]) -> None:
    effect = known.effect if known else "write"
    policy = seen.target.policy
    told = {**told, "effect": effect, "profile": policy.profile}
    if effect != "read" and policy.access != "full":
        seen.found.warn("method", "read_only", **told)
    elif effect != "read" and policy.protect:
        seen.found.warn("method", "protected", **told)
    else:
        seen.found.ok("method", "method" if known else "method_unknown", **told)
    if known is not None and known.deprecated:
        instead = ", ".join(known.replaced_by) or "—"
        seen.found.warn("method", "deprecated", **told, instead=instead)
