"""The documented forms of a file inside a request: which parameters hold one, and how.

files/how-to-upload-files.md. JSON carries text only, so the content is always base64, without
the `data:` prefix; what stands around it differs from family to family.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method, Param

# base64: the bare text; pair: [name, base64]; data: {"fileData": pair}; pairs, datas: lists of it.
Form = Literal["base64", "pair", "data", "pairs", "datas"]

_BARE = ("im.", "imbot.", "documentgenerator.", "crm.documentgenerator.")
_WITH_DATA = frozenset({"crm.lead", "crm.deal", "crm.contact", "crm.company"})
# Files by their names, where the type says `string` or `array`: (beginning of the method, name).
_BY_NAME: dict[tuple[str, str], Form] = {
    ("im.chat.", "AVATAR"): "base64",
    ("imbot.chat.", "AVATAR"): "base64",
    ("user.", "PERSONAL_PHOTO"): "pair",
    ("log.blog", "FILES"): "pairs",
    ("telephony.", "FILE_CONTENT"): "base64",
}


def file_form(method: Method, param: Param) -> Form | None:
    """Return how `param` of `method`, or of an object it takes, holds a file; None for no file."""
    kinds = (param.type or "").casefold().split("|")
    name = method.name.casefold()
    if param.name == "fileContent":
        return "pair" if "array" in kinds else "base64"
    if method.effect == "read" or not any(k in ("file", "file[]") or _is_disk(k) for k in kinds):
        by_name = (f for (head, n), f in _BY_NAME.items() if n == param.name and _in(name, head))
        return next(by_name, None)
    if name.startswith(_BARE):
        return "base64"
    if any(map(_is_disk, kinds)):
        return "datas" if name.startswith("crm.activity.") else "pairs"
    return "data" if name.rpartition(".")[0] in _WITH_DATA else "pair"


def _in(name: str, head: str) -> bool:
    return name.startswith(head)


def _is_disk(kind: str) -> bool:
    return kind.endswith("diskfile")


def held(form: Form, name: str, content: bytes, *, in_list: bool = False) -> Any:
    """Return `content` of the file `name` in `form`; `in_list` for an item of a list of files."""
    text = base64.b64encode(content).decode("ascii")
    if form == "base64":
        return text
    one: Any = [name, text]
    if form in ("data", "datas"):
        one = {"fileData": one}
    return [one] if form in ("pairs", "datas") and not in_list else one
