"""Pictures of products as a list of their own (catalog.productImage.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page, whole
from oint_b24.sandbox.families.catalog import images, property_values
from oint_b24.sandbox.families.catalog.fields import table
from oint_b24.sandbox.families.catalog.product_kinds import PICTURES
from oint_b24.sandbox.families.catalog.refusals import (
    READ,
    WRITE,
    absent,
    admit,
    identifier,
    mistyped,
    refuse,
    structure,
)
from oint_b24.sandbox.listing import picked
from oint_b24.sandbox.registry import method

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call

_FIELDS = table(
    """
    createTime datetime r
    detailUrl string r
    downloadUrl string r
    id integer r
    name string r
    productId string *
    type string
    """
)
_MORE = "MORE_PHOTO"
_TYPES = (*PICTURES.values(), _MORE)


@method("catalog.productImage.getFields", scope="catalog")
def get_fields(call: Call) -> dict[str, Any]:
    """Describe the fields."""
    admit(call, READ)
    return {"productImage": {name: field.described() for name, field in _FIELDS.items()}}


@method("catalog.productImage.add", scope="catalog")
def add(call: Call) -> dict[str, Any]:
    """Add a picture; each of the two of the old form replaces the one before."""
    admit(call, WRITE)
    sent = structure(call)
    given = call.get("fileContent")
    if given in (None, "", [], {}):
        absent("fileContent")
    if not sent.get("productId"):
        refuse("0", "Required fields: productId")
    kind = str(sent.get("type") or _MORE)
    if kind not in _TYPES:
        refuse("0", "Invalid file type")
    file = images.sent_file(given)
    if file is None:
        mistyped("fileContent", given, "array")
    product = whole(sent["productId"], 0) or 0
    return {"productImage": _shown(call, _put(call, product, kind, file))}


def _put(call: Call, product: int, kind: str, file: tuple[str, str]) -> int:
    data = _product(call, product)
    place = next((name for name, code in PICTURES.items() if code == kind), None)
    if place is None:
        place, owner = _photos(call, data)
        owned = {"productId": product, "type": kind}
        old = property_values.rows(data.get(place))
        data[place] = property_values.merged(call, owner, old, [{"value": list(file)}], owned)
        number = int(property_values.rows(data[place])[-1]["value"])
    else:
        images.forget(call.store, data[place])
        number = images.keep(call, *file, {"productId": product, "type": kind})
        data[place] = number
    call.store.put("product", product, data)
    return number


def _photos(call: Call, data: dict[str, Any]) -> tuple[str, tuple[int, dict[str, Any]]]:
    """Return the property that holds further pictures."""
    owned = property_values.of_block(call.store, data["iblockId"])
    for name, owner in owned.items():
        if owner[1]["code"] == _MORE and owner[1]["propertyType"] == "F":
            return name, owner
    return refuse("0", "The product has no property MORE_PHOTO")


@method("catalog.productImage.get", scope="catalog")
def get(call: Call) -> dict[str, Any]:
    """Return a picture of a product."""
    admit(call, READ)
    return {"productImage": _shown(call, _image(call))}


@method("catalog.productImage.list", scope="catalog")
def listed(call: Call) -> Page:
    """Return all pictures of a product."""
    admit(call, READ)
    product = identifier(call, "productId")
    _product(call, product)
    rows = [
        picked(_shown(call, number), call.list("select"), always=())
        for number, data in call.store.all(images.KIND, productId=product)
        if data["type"] in _TYPES
    ]
    return Page({"productImages": rows}, total=len(rows))


@method("catalog.productImage.delete", scope="catalog")
def delete(call: Call) -> bool:
    """Delete a picture; the product does not show it any more."""
    admit(call, WRITE)
    number = _image(call)
    product = identifier(call, "productId")
    data = _product(call, product)
    for name in PICTURES:
        data[name] = None if data[name] == number else data[name]
    for name, (_, owner) in property_values.of_block(call.store, data["iblockId"]).items():
        if owner["propertyType"] == "F":
            left = [r for r in property_values.rows(data.get(name)) if r["value"] != str(number)]
            data[name] = left or None
    call.store.put("product", product, data)
    images.forget(call.store, number)
    return True


def _product(call: Call, number: int) -> dict[str, Any]:
    data = call.store.get("product", number)
    if data is None:
        refuse("0", "Product was not found")
    return data


def _image(call: Call) -> int:
    product = identifier(call, "productId")
    number = identifier(call)
    _product(call, product)
    data = call.store.get(images.KIND, number)
    if data is None or data.get("productId") != product or data["type"] not in _TYPES:
        refuse("0", "Product image was not found")
    return number


def _shown(call: Call, number: int) -> dict[str, Any]:
    data = call.store.get(images.KIND, number) or {}
    path = images.path(data)
    return {
        "createTime": data["createTime"],
        "detailUrl": path,
        "downloadUrl": call.portal.base + path,
        "id": number,
        "name": data["name"],
        "productId": data["productId"],
        "type": data["type"],
    }
