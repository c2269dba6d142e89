"""What to tell of a write whose answer was lost: what was sent, and how to see if it took."""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, Any

from oint_b24.redact import Redactor

if TYPE_CHECKING:
    from oint_b24.errors import UnknownProblem
    from oint_b24.portal.request import Request
    from oint_b24.portal.upload import Upload
    from oint_b24.rest.catalogue import Method

# Where the method to look with is not named after the one that wrote.
_LOOKED_AT_BY = {
    "im.message.add": "im.dialog.messages.get",
    "imbot.message.add": "im.dialog.messages.get",
    "im.chat.add": "im.recent.list",
    "im.notify.personal.add": "im.notify.get",
    "im.notify.system.add": "im.notify.get",
    "log.blogpost.add": "log.blogpost.get",
    "disk.folder.uploadfile": "disk.folder.getchildren",
    "disk.folder.addsubfolder": "disk.folder.getchildren",
    "disk.storage.uploadfile": "disk.storage.getchildren",
    "disk.storage.addfolder": "disk.storage.getchildren",
}
_READERS = ("list", "getlist", "items.get", "get")
_MAKERS = (".add", ".create", ".send", ".upload", ".import", ".start", ".register")
_LONGEST_VALUE, _LONGEST = 80, 400


def explain(problem: UnknownProblem, request: Request, key: str | None = None) -> None:
    """Add to `problem` what was sent, a command that looks, and the key to go on with."""
    problem.params["sent"] = shown(request.params)
    problem.remedy = "wait.sent"
    check = command(request)
    if check:
        problem.params["check"] = check
        problem.remedy = "wait.check"
    if key:
        problem.params["idempotency_key"] = key
        problem.remedy = "wait.key"


def file_sent(upload: Upload, asked: Request) -> Request:
    """Return the write that a file's bytes are, by the call that `asked` where to send them."""
    about = {"data": {"NAME": upload.name}, "size": upload.size}
    return asked._replace(params={**dict(asked.params), **about}, effect="write")


def shown(params: Any) -> str:
    """Return parameters as short JSON, secrets masked: enough to know the call again."""
    text = json.dumps(_short(Redactor().mask(params)), ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _short(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_short(inner) for inner in value]
    if isinstance(value, str) and len(value) > _LONGEST_VALUE:
        return f"{value[:_LONGEST_VALUE]}… ({len(value)})"
    return value


def command(request: Request) -> str | None:
    """Return a command line that shows what the write changed, or None where we know of none."""
    given = _named(request)
    for method in _readers(request):
        words = _words(method, given)
        if words is not None:
            option = ["--v3"] if method.version == 3 else []
            words += _by_name(method, given) or _newest_first(method)
            return " ".join(["oint", "call", *option, method.name, *map(shlex.quote, words)])
    return None


def _readers(request: Request) -> list[Method]:
    """Return the reading methods beside the one that wrote.

    The new is looked for among all, where its id is not known; the changed by its id.
    """
    from oint_b24.rest.catalogue import find

    name = request.method.lower()
    family = name.rpartition(".")[0]
    names = [_LOOKED_AT_BY[name]] if name in _LOOKED_AT_BY else []
    readers = _READERS if name.endswith(_MAKERS) else reversed(_READERS)
    names += [f"{family}.{reader}" for reader in readers] if family else []
    found = [find(candidate, request.version) for candidate in names]
    return [method for method in found if method is not None and method.effect == "read"]


def _named(request: Request) -> dict[str, Any]:
    """Return the parameters by name in lower case; those given by place are named first."""
    from oint_b24.rest.catalogue import find

    if isinstance(request.params, dict):
        return {name.lower(): value for name, value in request.params.items()}
    method = find(request.method, request.version)
    places = method.params if method else ()
    return {p.name.lower(): v for p, v in zip(places, request.params, strict=False)}


def _words(method: Method, given: dict[str, Any]) -> list[str] | None:
    """Return what `method` needs and the ids it takes, from the write; None where they lack."""
    words = []
    for param in method.params:
        name = param.name.lower()
        value = given.get(name)
        is_given = value not in (None, "", [], {})
        if param.required and not is_given:
            return None
        if is_given and (param.required or name.endswith("id")):
            words.append(_word(param.name, value))
    is_blind = method.name.lower().endswith(".get") and not words and not method.has_total
    return None if is_blind else words


def _word(name: str, value: Any) -> str:
    if isinstance(value, str):
        return f"{name}={value}"
    return f"{name}:={json.dumps(value, ensure_ascii=False)}"


def _by_name(method: Method, given: dict[str, Any]) -> list[str]:
    """Return the condition that finds a new file or folder among those of its folder."""
    data = given.get("data")
    name = data.get("NAME") if isinstance(data, dict) else None
    is_sure = name and not given.get("generateuniquename")
    is_folder = method.name.lower().endswith(".getchildren")
    return [f"filter[=NAME]={name}"] if is_sure and is_folder else []


def _newest_first(method: Method) -> list[str]:
    """Return the order that shows the newest rows of a list, where it has one by id."""
    from oint_b24.rest.catalogue import fields_of

    order = method.param("order")
    if order is None or not method.has_total:
        return []
    names = {*order.keys, *(field.name for field in fields_of(method, order))}
    if order.fields_from and not names:
        names = {"id" if method.name.startswith("crm.item.") else "ID"}
    by = next((name for name in ("id", "ID") if name in names), None)
    return [f"{order.name}[{by}]=DESC"] if by else []
