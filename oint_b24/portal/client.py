"""The client: a portal and a credential that calls can be sent through."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from oint_b24.errors import UnreachableProblem, UsageProblem
from oint_b24.portal.address import Address, parse
from oint_b24.portal.encode import body, query, with_auth
from oint_b24.portal.envelope import Answer, Envelope, read
from oint_b24.portal.request import Effect, Request, Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.portal.files import Upload
    from oint_b24.portal.transport import Transport


@dataclass(frozen=True, slots=True)
class Wire:
    """A request as it goes over the wire; `url` and `body` hold secrets."""

    verb: str
    url: str
    body: bytes | None


class Portal:
    """A Bitrix24 portal.

    >>> portal = Portal("https://portal.example/rest/1/secret/")
    >>> portal.call("im.chat.add", {"TITLE": "Релиз"}).result  # doctest: +SKIP
    1417

    `address` is a webhook address, or any address of the portal together with an access
    `token`. `watch`, where given, sees every raw exchange. Usable as a context manager;
    connections are kept open between calls. Raises UsageProblem where no credential is given.
    """

    def __init__(
        self,
        address: str | Address,
        token: str | None = None,
        *,
        settings: Settings | None = None,
        watch: Callable[[Wire, Answer], None] | None = None,
    ) -> None:
        self.address = parse(address) if isinstance(address, str) else address
        self.token = token or None
        self.settings = settings or Settings()
        self._watch = watch
        self._transport: Transport | None = None
        if self.token is None and self.address.code is None:
            raise UsageProblem("credential.missing", portal=self.address.portal)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None

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
            from oint_b24.rest.catalogue import find

            known = find(method, version)
            effect = known.effect if known else "write"
        return self.send(Request(method, params or {}, version, effect))

    def wire(self, request: Request) -> Wire:
        """Return `request` as it would go over the wire."""
        params = with_auth(request, self.token)
        url = self.address.url(request.method, request.version)
        if request.verb == "GET":
            text = query(params)
            return Wire("GET", f"{url}?{text}" if text else url, None)
        return Wire("POST", url, body(params))

    def send(self, request: Request) -> Envelope:
        """Send `request` once and return the envelope. Raises the problems of `errors`."""
        wire = self.wire(request)
        answer = self._connected().send(request, wire.url, wire.body, self.address.portal)
        if self._watch is not None:
            self._watch(wire, answer)
        return read(answer, request, self.address.portal)

    def _connected(self) -> Transport:
        if self._transport is None:
            from oint_b24.portal.transport import Transport

            self._transport = Transport(self.settings)
        return self._transport

    def upload(self, url: str, field: str, upload: Upload) -> Envelope:
        """Post a file to the address a portal gave for it and return the answer.

        The address is signed, so it goes over https or to this machine only. Raises the
        problems of `errors`.
        """
        from oint_b24.portal.files import Multipart

        request = Request("upload", effect="write")
        place = parse(url)
        if place.scheme != urlsplit(url).scheme:
            raise UnreachableProblem(
                "portal.bad_upload", portal=self.address.portal, method="upload"
            )
        answer = self._connected().upload(
            request, url, Multipart(field, upload), self.address.portal
        )
        return read(answer, request, self.address.portal)
