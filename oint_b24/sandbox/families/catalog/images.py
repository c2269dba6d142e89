"""Files of the catalogue: pictures of products and warehouses, files in properties.

The bytes lie in the store under a name nobody can guess; the address carries that name.
"""

from __future__ import annotations

import mimetypes
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from oint_b24.sandbox.exchange import Reply
from oint_b24.sandbox.families.catalog.refusals import refuse
from oint_b24.sandbox.families.disk.content import decoded
from oint_b24.sandbox.registry import route

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call, Portal
    from oint_b24.sandbox.exchange import Exchange
    from oint_b24.sandbox.store import Store

KIND = "catalog_file"
_ADDRESS = "/upload/iblock/"
_LONGEST = 255
_FORBIDDEN = set('\\/:*?"<>|')


def keep(call: Call, name: str, content: str, owner: dict[str, Any]) -> int:
    """Keep a file sent as Base64 and return its id; `owner` says whose it is."""
    if not name.strip():
        refuse("0", "The file name is not specified")
    if _FORBIDDEN & set(name):
        refuse("0", "The file name contains invalid characters")
    if len(name) > _LONGEST:
        refuse("0", "The file name is too long")
    blob = f"catalog-{secrets.token_hex(16)}"
    call.store.file(blob).write_bytes(decoded(content))
    data = {"name": name, "blob": blob, "createTime": call.portal.moment(), **owner}
    return call.store.add(KIND, data)


def is_removal(value: Any) -> bool:
    """Say whether a value asks to delete a file: `{remove: 'Y'}`."""
    return isinstance(value, dict) and str(value.get("remove")).upper() == "Y"


def sent_file(value: Any) -> tuple[str, str] | None:
    """Return name and content of a value that carries a file, else None.

    Both `{fileData: [name, base64]}` and the bare pair are such values.
    """
    pair = value.get("fileData") if isinstance(value, dict) else value
    if isinstance(pair, dict):
        pair = list(pair.values())
    if isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair):
        return pair[0], pair[1]
    return None


def forget(store: Store, number: int | None) -> None:
    """Delete a file and its bytes."""
    data = store.get(KIND, number)
    if data is not None and number is not None:
        store.delete(KIND, number)
        store.file(data["blob"]).unlink(missing_ok=True)


def path(data: dict[str, Any]) -> str:
    """Return the address of a file below the portal's own."""
    return f"{_ADDRESS}{data['blob'].removeprefix('catalog-')}/{quote(data['name'])}"


def field_value(store: Store, number: int | None, product: int, name: str) -> Any:
    """Return a file as a field of a product shows it (catalog-product-get.md)."""
    if number is None or store.get(KIND, number) is None:
        return None
    named = {"fieldName": name, "fileId": number, "productId": product}
    query = urlencode({f"fields[{key}]": value for key, value in named.items()})
    url = f"/rest/catalog.product.download?{query}"
    return {"id": str(number), "url": url, "urlMachine": url}


@route(_ADDRESS)
def serve(exchange: Exchange, portal: Portal) -> Reply:
    """Serve the bytes of a file by its address."""
    key = exchange.path.removeprefix(_ADDRESS).partition("/")[0]
    found = [data for _, data in portal.store.all(KIND, blob=f"catalog-{key}")]
    if not key.isalnum() or not found:
        return Reply(404, raw=b"404 Not Found", headers={"Content-Type": "text/plain"})
    return file_reply(portal.store, found[0])


def file_reply(store: Store, data: dict[str, Any]) -> Reply:
    """Return a reply with the bytes of a file under its name."""
    kind = mimetypes.guess_type(data["name"])[0] or "application/octet-stream"
    name = f"attachment; filename*=utf-8''{quote(data['name'])}"
    headers = {"Content-Type": kind, "Content-Disposition": name}
    return Reply(file=store.file(data["blob"]), headers=headers)
