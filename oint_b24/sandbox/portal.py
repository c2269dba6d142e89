"""The portal itself: who may call, which method answers, what the envelope looks like."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oint_b24.sandbox import idempotency, registry
from oint_b24.sandbox.call import Call, Caller, Page, Refusal
from oint_b24.sandbox.clock import local
from oint_b24.sandbox.decode import parameters
from oint_b24.sandbox.exchange import Exchange, Reply
from oint_b24.sandbox.failure import failure
from oint_b24.sandbox.v3 import body as v3_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.credentials import Credentials
    from oint_b24.sandbox.store import Store

_WINDOW = 600  # seconds over which operating time adds up (limits.md)
_WEBHOOK = re.compile(r"^/rest/(?P<api>api/)?(?P<user>\d+)/(?P<code>[^/]+)/(?P<method>[\w.]+)/?$")
_TOKEN = re.compile(r"^/rest/(?P<api>api/)?(?P<method>[\w.]+)/?$")


@dataclass(frozen=True, slots=True)
class Target:
    """What a path names: a method, and a webhook where there is one."""

    method: str
    version: int
    user: int = 0
    code: str = ""


@dataclass(slots=True)
class SandboxPortal:
    """State and rules of one portal."""

    store: Store
    credentials: Credentials
    base: str = ""
    now: Callable[[], float] = time.time
    _operating: dict[tuple[str, str], list[tuple[float, float]]] = field(default_factory=dict)

    @property
    def scopes(self) -> frozenset[str] | None:
        """Return the permissions its credentials have; None is all of them."""
        return self.credentials.scopes

    def moment(self) -> str:
        """Return the portal's time in its own zone, ISO 8601."""
        return local(self.now())

    def seed(self) -> None:
        """Fill a fresh portal; a portal that was filled before stays as it is."""
        with self.store.transaction():
            if self.store.meta("seeded"):
                return
            for fill in registry.seeds():
                fill(self.store)
            self.store.set_meta("seeded", self.moment())

    def reset(self) -> None:
        """Forget everything and fill the portal again."""
        with self.store.transaction():
            self.store.clear()
            self.seed()

    def serve(self, exchange: Exchange) -> Reply:
        """Answer one request."""
        raw = registry.find_route(exchange.path)
        if raw is not None:
            return raw(exchange, self)
        target = locate(exchange.path)
        if target is None:
            return Reply(404, raw=b"404 Not Found", headers={"Content-Type": "text/plain"})
        return self._rest(exchange, target)

    def _rest(self, exchange: Exchange, target: Target) -> Reply:
        headers: dict[str, str] = {}
        try:
            handler = registry.find(target.method, target.version)
            if handler is not None and handler.is_generated:
                headers["X-Sandbox"] = "generated"
            given = parameters(exchange) if target.version == 2 else v3_body.parameters(exchange)
            caller = self.credentials.identify(target.user, target.code, given, self.now())
            answer, more = self._answer(exchange, target, given, caller)
        except Refusal as refusal:
            return Reply(refusal.status, failure(refusal, target.version), headers=headers)
        except Exception as error:  # noqa: BLE001 - a portal answers, whatever broke inside
            broken = Refusal("INTERNAL_SERVER_ERROR", f"{type(error).__name__}: {error}", 500)
            return Reply(500, failure(broken, target.version), headers=headers)
        return Reply(200, answer, headers={**headers, **more})

    def _answer(
        self, exchange: Exchange, target: Target, given: Any, caller: Caller
    ) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the envelope of a call, and headers. Version 3 runs a write with a key once."""
        start = self.now()

        def run() -> dict[str, Any]:
            answer = self.run(target.method, given, caller, target.version)
            return self.envelope(answer, f"{caller.kind}{caller.user}", target.method, start)

        key = exchange.headers.get("idempotency-key") if target.version == 3 else None
        if key is None or not idempotency.writes(target.method):
            return run(), {}
        once = idempotency.Once.of(key, caller, target.method, given, self.store, start)
        return once.answer(run)

    def run(self, method: str, given: Any, caller: Caller, version: int = 2) -> Any:
        """Run one method with all checks; batch calls this for its commands.

        Raises Refusal.
        """
        handler = registry.find(method, version)
        if handler is None:
            raise Refusal("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
        if not handler.open_to(caller):
            text = "The request requires higher privileges than provided by the access token"
            raise Refusal("insufficient_scope", text, 403)
        if handler.app_only and caller.kind == "webhook":
            raise Refusal(handler.app_code, "Access denied! Application context required", 403)
        positional = given if isinstance(given, list) else None
        params = dict(zip(handler.positional, given, strict=False)) if positional else dict(given)
        params.pop("auth", None)
        call = Call(handler.name, params, caller, self, positional)
        with self.store.transaction():
            return handler.answer(call)

    def envelope(self, answer: Any, who: str, method: str, start: float) -> dict[str, Any]:
        """Put an answer into its envelope: result, next, total, time."""
        if isinstance(answer, v3_body.Bare):
            return answer
        page = answer if isinstance(answer, Page) else Page(answer)
        body: dict[str, Any] = {"result": page.result}
        if page.next is not None:
            body["next"] = page.next
        if page.total is not None:
            body["total"] = page.total
        body["time"] = self.timing(who, method, start)
        return body

    def timing(self, who: str, method: str, start: float) -> dict[str, Any]:
        """Return the `time` block; `operating` adds up per credential and method."""
        finish = self.now()
        spent = max(finish - start, 0.0)
        history = self._operating.setdefault((who, method.lower()), [])
        history[:] = [entry for entry in history if entry[0] > finish - _WINDOW]
        history.append((finish, spent))
        return {
            "start": start,
            "finish": finish,
            "duration": spent,
            "processing": spent,
            "date_start": local(start),
            "date_finish": local(finish),
            "operating_reset_at": int(history[0][0]) + _WINDOW,
            "operating": sum(cost for _, cost in history),
        }


def locate(path: str) -> Target | None:
    """Read the method, version and webhook out of a path; `.json` after the method is dropped."""
    bare = path.removesuffix(".json")
    found = _WEBHOOK.match(bare) or _TOKEN.match(bare)
    if found is None:
        return None
    parts = found.groupdict()
    return Target(
        method=parts["method"],
        version=3 if parts["api"] else 2,
        user=int(parts.get("user") or 0),
        code=parts.get("code") or "",
    )
