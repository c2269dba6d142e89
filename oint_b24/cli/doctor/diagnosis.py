"""What `oint doctor` finds: a verdict for each step, and the exit code of the worst."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from oint_b24.cli.report import facts, one_line
from oint_b24.errors import Exit
from oint_b24.text import has, text

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.errors import Problem

Verdict = Literal["ok", "warn", "fail", "skip"]

STEPS = (
    "settings", "secrets", "target", "name", "tcp", "proxy", "tls", "http", "clock", "credential",
    "scopes", "admin", "plan", "budget", "rest3", "method",
)  # fmt: skip
# The root of several troubles is the one nearest to us.
_WORST = (Exit.USAGE, Exit.UNREACHABLE, Exit.ACCESS, Exit.LIMIT, Exit.REFUSED, Exit.PORTAL)


@dataclass(frozen=True, slots=True)
class Finding:
    """One step and how it went; `exit` is the code it asks for."""

    step: str
    verdict: Verdict
    detail: str
    remedy: str = ""
    exit: Exit = Exit.OK

    def row(self) -> dict[str, str]:
        """Return the finding as data."""
        told = {"step": self.step, "verdict": self.verdict, "detail": self.detail}
        return {**told, "remedy": self.remedy} if self.remedy else told


@dataclass(slots=True)
class Findings:
    """Collects findings; `tell` hears each one as it is made."""

    lang: str
    clean: Callable[[str], str]
    tell: Callable[[Finding], None]
    all: list[Finding] = field(default_factory=list)

    def ok(self, step: str, key: str, **params: Any) -> None:
        """Note that a step went well."""
        self._add(step, "ok", text(f"doctor.{key}", self.lang, **params))

    def warn(self, step: str, key: str, **params: Any) -> None:
        """Note what works and may not for long, or is unwise."""
        cure = self._cure(f"doctor.{key}", params)
        self._add(step, "warn", text(f"doctor.{key}", self.lang, **params), cure)

    def fail(self, step: str, key: str, exit_: Exit, **params: Any) -> None:
        """Note what does not work."""
        cure = self._cure(f"doctor.{key}", params)
        self._add(step, "fail", text(f"doctor.{key}", self.lang, **params), cure, exit_)

    def broken(self, step: str, problem: Problem) -> None:
        """Note a problem that a step ended in, with what the portal says and what it means."""
        known = facts(problem, self.lang)
        told = [known["message"]]
        if known.get("description"):
            told.append(f"{text('report.portal_says', self.lang)}: {known['description']}")
        told += [known["meaning"]] if "meaning" in known else []
        self._add(step, "fail", "; ".join(told), known.get("remedy", ""), problem.exit)

    def skip_rest(self, key: str) -> None:
        """Note the steps that were not made, and why."""
        made = {finding.step for finding in self.all}
        for step in STEPS:
            if step not in made:
                self.skip(step, key)

    def skip(self, step: str, key: str) -> None:
        """Note a step that says nothing here."""
        self._add(step, "skip", text(f"doctor.{key}", self.lang))

    def has(self, step: str) -> bool:
        """Say whether something was noted of a step."""
        return any(finding.step == step for finding in self.all)

    def exit(self) -> Exit:
        """Return the exit code of the worst finding."""
        codes = {finding.exit for finding in self.all if finding.verdict == "fail"}
        return next((code for code in _WORST if code in codes), Exit.OK)

    def _cure(self, key: str, params: dict[str, Any]) -> str:
        named = f"{key}.remedy"
        return text(named, self.lang, **params) if has(named) else ""

    def _add(
        self, step: str, verdict: Verdict, detail: str, cure: str = "", exit_: Exit = Exit.OK
    ) -> None:
        shown = [one_line(self.clean(words)) for words in (detail, cure)]
        finding = Finding(step, verdict, shown[0], shown[1], exit_)
        self.all.append(finding)
        self.tell(finding)
