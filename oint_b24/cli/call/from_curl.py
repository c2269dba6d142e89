"""`oint call --from-curl '…'`: the call that a pasted curl command makes.

Method, version and parameters are taken. The address and the credential are taken only where the
command holds real ones together; the documentation writes places to fill in (`**put_…_here**`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from oint_b24.cli.call.form import nested
from oint_b24.cli.call.shell_words import split
from oint_b24.errors import UsageProblem
from oint_b24.values.read import parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OPTION = "--from-curl"
_PROGRAM = re.compile(r"(?:\A|/)curl(?:\.exe)?\Z")
_PLACE = re.compile(
    r"\*\*|[<>{}]|\A\$|\A%\w+%\Z|…|\.\.\.|\b(?:put|your|insert)[_-]|\A(?:x{3,}|\*+)\Z",
    re.IGNORECASE,
)
# A place to fill in that stands in JSON without quotes, as `{"id":**put_id**}`; texts are skipped.
_BARE = re.compile(r'"(?:[^"\\]|\\.)*"|(?P<place>\*\*\w+\*\*|\$\w+)')
_NOWHERE = re.compile(r"(?:^|\.)example(?:\.|:|\Z)", re.IGNORECASE)
# Options of curl with a value, by their long names; the rest stand alone.
_LONG = frozenset({
    "request", "header", "data", "data-ascii", "data-raw", "data-binary", "data-urlencode", "json",
    "url", "form", "form-string", "user", "user-agent", "referer", "cookie", "cookie-jar", "output",
    "proxy", "max-time", "connect-timeout", "retry", "retry-delay", "retry-max-time", "write-out",
    "cacert", "capath", "cert", "key", "resolve", "interface", "limit-rate", "config",
    "dump-header", "range", "upload-file", "tls-max", "ciphers",
})  # fmt: skip
_SHORT = {
    "X": "request", "H": "header", "d": "data", "F": "form", "u": "user", "A": "user-agent",
    "e": "referer", "b": "cookie", "c": "cookie-jar", "o": "output", "x": "proxy", "m": "max-time",
    "w": "write-out", "E": "cert", "K": "config", "D": "dump-header", "r": "range",
    "T": "upload-file", "G": "get",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pasted:
    """The call of a curl command.

    `url` and `token` (both secret) are set where they are real; `host` where the address is but no
    credential stands with it, so that it cannot be used.
    """

    method: str
    params: dict[str, Any] | list[Any]
    version: int
    verb: Literal["POST", "GET"] = "POST"
    url: str | None = None
    token: str | None = None
    key: str | None = None  # of an Idempotency-Key header
    host: str | None = None


@dataclass(slots=True)
class _Given:
    """The options of a curl command, as far as a call is made of them."""

    urls: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    form: list[tuple[str, str]] = field(default_factory=list)
    in_query: bool = False


def read(text: str, file: Callable[[str], str]) -> Pasted:
    """Return the call that the curl command `text` makes.

    `file` returns the text of a file that the command sends (`-d @body.json`). Raises UsageProblem
    where it is no curl command, calls no REST method, or its data cannot be read.
    """
    words = split(text)
    starts = [place for place, word in enumerate(words) if _PROGRAM.search(word)]
    if len(starts) != 1:
        key = "call.curl_two" if starts else "call.curl_none"
        raise UsageProblem(key, option=_OPTION)
    given = _Given()
    for name, value in _options(words[starts[0] + 1 :]):
        _take(given, name, value, file)
    if len(given.urls) != 1:
        raise UsageProblem("call.curl_address", option=_OPTION)
    return _call(given)


def _options(words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield options by their long names with their values; an address as `url`."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word.startswith("--") and word != "--":
            name, has_value, value = word[2:].partition("=")
            if name in _LONG and not has_value:
                value = _value(name, rest)
            yield name, value
        elif word.startswith("-") and len(word) > 1:
            yield from _letters(word[1:], rest)
        elif word.strip() and word not in ("--", "/"):  # some pages continue lines by a slash
            yield "url", word


def _letters(letters: str, rest: list[str]) -> Iterator[tuple[str, str]]:
    """Yield what a bundle like `-sSXPOST` holds."""
    for place, letter in enumerate(letters):
        name = _SHORT.get(letter, "")
        if name in _LONG:
            yield name, letters[place + 1 :] or _value(name, rest)
            return
        yield name, ""


def _value(name: str, rest: list[str]) -> str:
    if not rest:
        raise UsageProblem("usage.no_value", option=f"{_OPTION}: --{name}")
    return rest.pop(0)


def _take(given: _Given, name: str, value: str, file: Callable[[str], str]) -> None:
    if name == "url":
        given.urls.append(value)
    elif name == "header":
        key, _, told = value.partition(":")
        given.headers[key.strip().casefold()] = told.strip()
    elif name in ("data", "data-ascii", "data-binary", "json"):
        given.data.append(file(value[1:]) if value.startswith("@") else value)
    elif name == "data-raw":
        given.data.append(value)
    elif name in ("form", "form-string", "data-urlencode"):
        key, _, told = value.partition("=")
        if name == "form" and told.startswith(("@", "<")):
            raise UsageProblem("call.curl_file", option=_OPTION, name=key)
        given.form.append((key, told))
    elif name == "get":
        given.in_query = True


def _call(given: _Given) -> Pasted:
    scheme, _, rest = given.urls[0].rpartition("://")
    try:
        parts = urlsplit("//" + rest)
        host = parts.netloc
    except ValueError:  # brackets that are places to fill in
        raise UsageProblem("call.curl_address", option=_OPTION) from None
    prefix, credential, method, version = _route(parts.path)
    has_code = len(credential) == 2
    asked = nested(parse_qsl(parts.query, keep_blank_values=True))
    body = _body(given)
    token = _popped(body, asked)
    is_query = not (given.data or given.form) or given.in_query
    params = {**asked, **body} if isinstance(body, dict) else body
    url = None
    is_real = not _is_nowhere(host) and not any(_is_place(part) for part in credential)
    if is_real and (has_code or (token and not credential)):
        url = "/".join((f"{scheme or 'https'}://{host}{prefix}/rest", *credential)) + "/"
    return Pasted(
        method, params, version,
        verb="GET" if version == 2 and params and is_query else "POST",
        url=url,
        token=token if url and not has_code else None,
        key=given.headers.get("idempotency-key"),
        host=None if url or _is_nowhere(host) else host,
    )  # fmt: skip


def _route(path: str) -> tuple[str, tuple[str, ...], str, int]:
    """Return what stands before `/rest/`, the webhook's user and code, the method, the version."""
    pieces = [unquote(piece) for piece in path.split("/") if piece]
    if "rest" not in pieces[:-1]:
        raise UsageProblem("call.curl_method", option=_OPTION)
    at = pieces.index("rest")
    prefix, tail = "".join(f"/{piece}" for piece in pieces[:at]), pieces[at + 1 :]
    version = 3 if tail[0] == "api" and len(tail) > 1 else 2
    *credential, method = tail[1:] if version == 3 else tail
    if _is_place(method) or (len(credential) == 1 and method.isalnum() and len(method) > 12):
        raise UsageProblem("call.curl_method", option=_OPTION)
    method = re.sub(r"\.(?:json|xml)\Z", "", method)
    return prefix, tuple(credential), method, version


def _body(given: _Given) -> dict[str, Any] | list[Any]:
    whole: dict[str, Any] = {}
    pairs = list(given.form)
    for text in given.data:
        if text.lstrip()[:1] not in ("{", "["):
            pairs += parse_qsl(text, keep_blank_values=True)
            continue
        found = parsed(_BARE.sub(_quoted, text), _OPTION)
        if isinstance(found, list):
            return found
        whole |= found
    return whole | nested(pairs)


def _quoted(found: re.Match[str]) -> str:
    return f'"{found["place"]}"' if found["place"] else found[0]


def _popped(body: dict[str, Any] | list[Any], asked: dict[str, Any]) -> str | None:
    """Take the access token out of the parameters; return it where it is a real one."""
    found = [part.pop("auth", None) for part in (asked, body) if isinstance(part, dict)]
    token = next((one for one in reversed(found) if isinstance(one, str) and one), None)
    return None if token is None or _is_place(token) else token


def _is_nowhere(host: str) -> bool:
    """Say whether `host` is a place to fill in, or reserved for examples (RFC 2606)."""
    return _is_place(host) or _NOWHERE.search(host) is not None


def _is_place(text: str) -> bool:
    """Say whether `text` is a place to fill in rather than a value."""
    return _PLACE.search(text) is not None
