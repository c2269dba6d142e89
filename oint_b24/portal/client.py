"""The client: a portal and a credential that calls can be sent through."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar
from urllib.parse import urljoin, urlsplit

from oint_b24.errors import LimitProblem, UnknownProblem, UnreachableProblem
from oint_b24.portal.address import Address, parse, require_credential
from oint_b24.portal.encode import body, query, with_auth
from oint_b24.portal.envelope import Answer, Envelope, read
from oint_b24.portal.idempotency import HEADER, key_of
from oint_b24.portal.limits.pace import Pace
from oint_b24.portal.request import Effect, Request, Settings
from oint_b24.portal.retry import Patience, Waiting, persist

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import BinaryIO

    from oint_b24.portal.body import Spill
    from oint_b24.portal.incoming import Incoming
    from oint_b24.portal.outgoing import Outgoing
    from oint_b24.portal.transport import Transport
    from oint_b24.portal.upload import Upload

Done = TypeVar("Done")


class Wire(NamedTuple):
    """A request as it goes over the wire; `url` and `body` hold secrets."""

    verb: str
    url: str
    body: bytes | Outgoing | None
    headers: Mapping[str, str] = {}


class Portal:
    """A Bitrix24 portal.

    >>> portal = Portal("https://portal.example/rest/1/secret/")
    >>> portal.call("im.chat.add", {"TITLE": "Релиз"}).result  # doctest: +SKIP
    1417

    `address` is a webhook address, or any address of the portal together with an access
    `token`. `watch`, where given, sees every raw exchange; `waiting` says how waits are slept
    and told; `renew` takes a token the portal called expired and returns a good one, or None;
    `whom` names the application or webhook behind tokens that change, for the limits it has.
    `pace` tells what is left of the portal's limits. Usable as a context manager and by several
    threads; connections are kept open between calls. Raises UsageProblem where no credential is
    given.
    """

    def __init__(
        self,
        address: str | Address,
        token: str | None = None,
        *,
        settings: Settings | None = None,
        watch: Callable[[Wire, Answer], None] | None = None,
        waiting: Waiting | None = None,
        renew: Callable[[str], str | None] | None = None,
        whom: str = "",
    ) -> None:
        self.address = parse(address) if isinstance(address, str) else address
        self.token = token or None
        self.settings = settings or Settings()
        self._watch = watch
        self._waiting = waiting or Waiting()
        self._renew = renew
        self._transport: Transport | None = None
        self._changing = threading.RLock()
        require_credential(self.address, self.token)
        self.pace = Pace(self.address, self.token, self.settings, self._waiting, whom)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        self.pace.close()

    def call(
        self,
        method: str,
        params: dict[str, Any] | list[Any] | None = None,
        *,
        version: int = 2,
        effect: Effect | None = None,
    ) -> Envelope:
        """Call `method` and return the envelope.

        `effect` says whether it reads or writes; by default the catalogue knows. Raises the
        problems of `oint_b24.errors`.
        """
        if effect is None:
            from oint_b24.portal.effect import effect_of

            effect = effect_of(method, params, version)
        return self.send(Request(method, params or {}, version, effect))

    def wire(self, request: Request, key: str | None = None) -> Wire:
        """Return `request` as it would go over the wire, under an idempotency `key` if given."""
        params = with_auth(request, self.token)
        url = self.address.url(request.method, request.version)
        headers = {HEADER: key} if key else {}
        if request.verb == "GET":
            text = query(params)
            return Wire("GET", f"{url}?{text}" if text else url, None, headers)
        return Wire("POST", url, body(params), headers)

    def send(self, request: Request, key: str | None = None) -> Envelope:
        """Send `request` and return the envelope.

        It is repeated where that cannot execute it twice, after the waits the limits ask for. A
        write of version 3 goes under an idempotency `key`, a new one unless given. Raises the
        problems of `errors`.
        """
        envelope = self._persistently(request, None, key)
        assert isinstance(envelope, Envelope)  # noqa: S101 - an answer is spilled only to a file
        return envelope

    def save(self, request: Request, file: BinaryIO, above: int = 1 << 24) -> Envelope | int:
        """Send `request`; let an answer larger than `above` bytes go to `file`, unread.

        Returns the envelope of a smaller one, else how many bytes `file` got: the portal's JSON
        as it came. `file` must be empty and seekable. Raises as `send`.
        """
        from oint_b24.portal.body import Spill

        return self._persistently(request, Spill(file, above))

    def _persistently(
        self, request: Request, spill: Spill | None, key: str | None = None
    ) -> Envelope | int:
        key = key_of(request, key or self.settings.idempotency_key)
        patience = self._patience(request)
        token = self.token

        def attempt() -> Envelope | int:
            nonlocal token
            token = self.token
            return self._attempt(request, key, patience, spill)

        try:
            return persist(
                attempt,
                request,
                patience,
                is_keyed=key is not None,
                renew=lambda: self._renewed(token),
                resets_at=lambda: self.pace.resets_at(request),
            )
        except UnknownProblem as problem:
            from oint_b24.portal.outcome import explain

            explain(problem, request, key)
            raise

    def _attempt(
        self, request: Request, key: str | None, patience: Patience, spill: Spill | None
    ) -> Envelope | int:
        """Send `request` once, when it is its turn."""
        self.pace.take_turn(request, patience)
        answer = self._sent(request, self.wire(request, key), spill)
        if answer.spilled:
            return answer.spilled
        try:
            envelope = read(answer, request, self.address.portal)
        except LimitProblem as problem:
            self.pace.refused(problem)
            raise
        self.pace.answered(request, envelope)
        if answer.is_replay:
            told = {"method": request.method, "portal": self.address.portal}
            self._waiting.tell("wait.replayed", told)
        return envelope

    def _sent(self, request: Request, wire: Wire, spill: Spill | None) -> Answer:
        if spill is not None:  # an attempt before may have left its part of an answer
            spill.file.seek(0)
            spill.file.truncate()
        portal = self.address.portal
        answer = self._connected().send(
            request, wire.url, wire.body, portal, headers=wire.headers, spill=spill
        )
        if self._watch is not None:
            self._watch(wire, answer)
        return answer

    def _patience(self, request: Request) -> Patience:
        about = {"method": request.method, "portal": self.address.portal}
        return Patience(self.settings, self._waiting, **about)

    def _renewed(self, expired: str | None) -> bool:
        """Replace an expired token; say whether there is another one now."""
        if self._renew is None or expired is None:
            return False
        with self._changing:
            if self.token == expired:
                self.token = self._renew(expired) or expired
            return self.token != expired

    def _connected(self) -> Transport:
        with self._changing:
            if self._transport is None:
                from oint_b24.portal.transport import Transport

                self._transport = Transport(self.settings)
            return self._transport

    def upload(
        self, url: str, field: str, upload: Upload, asked: Request | None = None
    ) -> Envelope:
        """Post a file to the address a portal gave for it and return the answer.

        The address is signed, so it goes over https or to this machine only. `asked` is the call
        that brought it: where the answer is lost, it says where to look. Raises the problems of
        `errors`.
        """
        from oint_b24.portal.outgoing import Multipart

        request = Request("upload", effect="write")
        self._check_signed(url, "upload", "portal.bad_upload")
        patience = self._patience(request)
        may_repeat = upload.stream.seekable()

        def attempt() -> Envelope:
            if may_repeat:
                upload.stream.seek(0)
            self.pace.take_turn(request, patience)
            body = Multipart(field, upload)
            answer = self._connected().upload(request, url, body, self.address.portal)
            return read(answer, request, self.address.portal)

        try:
            return persist(attempt, request, patience) if may_repeat else attempt()
        except UnknownProblem as problem:
            from oint_b24.portal.outcome import explain, file_sent

            explain(problem, file_sent(upload, asked or request))
            raise

    def download(self, url: str, headers: dict[str, str]) -> Incoming:
        """Ask for the file behind a signed address and return the answer, its bytes to come.

        A relative address is the portal's own. Sent once; see `repeat`. Raises the problems of
        `errors`.
        """
        request = Request("download", effect="read", verb="GET")
        full = urljoin(f"{self.address.root}/", url)
        self._check_signed(full, "download", "files.bad_link")
        self.pace.take_turn(request, self._patience(request))
        given = {"Referer": f"{self.address.root}/", **headers}
        return self._connected().open(request, full, given, self.address.portal)

    def repeat(self, attempt: Callable[[], Done], request: Request) -> Done:
        """Call `attempt`, and again where `request` may be repeated; return what it returned.

        Raises the last problem.
        """
        return persist(attempt, request, self._patience(request))

    def _check_signed(self, url: str, method: str, key: str) -> None:
        """Refuse to send a signed address in the clear, unless to this machine."""
        if parse(url).scheme != urlsplit(url).scheme:
            raise UnreachableProblem(key, portal=self.address.portal, method=method)
