"""Whether an answer has the shape its documentation tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from oint_b24.rest.catalogue import Method

_KINDS: dict[str, type | tuple[type, ...]] = {
    "object": dict, "array": list, "bool": bool, "int": int, "string": str, "null": type(None),
}  # fmt: skip


def problems(method: Method, body: Any) -> list[str]:
    """Return what is wrong with the envelope of a call that was answered, nothing if all fits.

    Where the documentation tells no kind of result, any will do.
    """
    if "result" not in body or "time" not in body:
        return [f"no envelope: {str(body)[:100]}"]
    result, found = body["result"], []
    is_empty = result == [] and method.result_kind == "object"  # how PHP prints an empty object
    kind = _KINDS.get(method.result_kind or "", object)
    if not is_empty and not isinstance(result, kind):
        found.append(f"result is {type(result).__name__}, documented {method.result_kind}")
    if method.result_kind == "int" and isinstance(result, bool):
        found.append("result is a boolean, documented int")
    for name, kinds in (("list_path", list), ("object_path", dict), ("total_path", int)):
        path = getattr(method, name)
        if path and not is_empty and not isinstance(at(body, path), kinds):
            found.append(f"{path} is {type(at(body, path)).__name__}")
    return found


def at(body: Any, path: str) -> Any:
    """Return what stands at a path like `result.items`."""
    for part in path.split("."):
        body = body.get(part) if isinstance(body, dict) else None
    return body
