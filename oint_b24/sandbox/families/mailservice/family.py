"""The family of mail services (`mailservice.*`) and its seed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import whole
from oint_b24.sandbox.families.lists import files
from oint_b24.sandbox.families.people.directory import is_admin
from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

    Service = dict[str, Any]

_KIND = "mail_service"
_ERROR = "ERROR_CORE"
# Names with captions in the portal's language (mailservice-fields.md).
_FIELDS = {
    "ID": "ID",
    "SITE_ID": "Сайт",
    "ACTIVE": "Активность",
    "NAME": "Название",
    "SERVER": "Адрес сервера",
    "PORT": "Порт",
    "ENCRYPTION": "Защищённое соединение",
    "LINK": "Адрес веб-интерфейса",
    "ICON": "Логотип",
    "SORT": "Сортировка",
}
_NUMBERS = ("PORT", "SORT")
_SWITCHES = ("ACTIVE", "ENCRYPTION")
_SMTP = {
    "SMTP_SERVER": None,
    "SMTP_PORT": None,
    "SMTP_LOGIN_AS_IMAP": "N",
    "SMTP_PASSWORD_AS_IMAP": "N",
    "SMTP_ENCRYPTION": None,
    "UPLOAD_OUTGOING": None,
}


@seed("mailservice.family")
def fill(store: Store) -> None:
    """Put in the mail service of a fresh portal."""
    service = _blank("Почта компании")
    service |= {"SERVER": "imap.sandbox.example", "PORT": 993, "ENCRYPTION": "Y"}
    store.add(_KIND, {**service, "LINK": "https://mail.sandbox.example/"}, id=1)


def _blank(name: str) -> Service:
    return {
        "SITE_ID": "s1",
        "ACTIVE": "Y",
        "SORT": 100,
        "NAME": name,
        "SERVER": None,
        "PORT": None,
        "ENCRYPTION": None,
        "LINK": None,
        "ICON": None,
    }


@method("mailservice.fields", scope="mailservice")
def fields(_call: Call) -> dict[str, str]:
    """Return the names of fields with captions (mailservice-fields.md)."""
    return dict(_FIELDS)


@method("mailservice.add", scope="mailservice")
def add(call: Call) -> int:
    """Create a service and return its id (mailservice-add.md)."""
    _admit(call)
    if not call.text("NAME").strip():
        call.refuse(_ERROR, 'Required field "Name" not filled')
    return call.store.add(_KIND, _filled(call, _blank("")))


def _admit(call: Call) -> None:
    if not is_admin(call.store, call.user):
        call.refuse(_ERROR, "Access denied")


def _filled(call: Call, service: Service) -> Service:
    for name in ("NAME", "LINK", "SERVER"):
        if call.text(name).strip():
            service[name] = call.text(name)
    service["SERVER"] = service["SERVER"].lower() if service["SERVER"] else None
    for name in _NUMBERS:
        if call.get(name) not in (None, ""):
            service[name] = _checked(call, name, whole(call.get(name)))
    for name in _SWITCHES:
        if call.get(name) not in (None, ""):
            value = call.text(name).upper()
            service[name] = _checked(call, name, value if value in ("Y", "N") else None)
    return {**service, "ICON": _icon(call, service["ICON"])}


def _checked(call: Call, name: str, value: Any) -> Any:
    if value is None:
        call.refuse(_ERROR, f'Invalid value for "{_FIELDS[name]}"')
    return value


def _icon(call: Call, held: Any) -> Any:
    given = call.get("ICON")
    if given in (None, ""):
        return held
    if whole(given) is not None:
        known = call.store.get(files.KIND, whole(given))
        return _checked(call, "ICON", whole(given) if known else None)
    sent = files.sent(given)
    return files.add(call.store, sent[0]) if sent else held


@method("mailservice.get", scope="mailservice")
def get(call: Call) -> Service:
    """Return a service (mailservice-get.md)."""
    return _shown(call, *_found(call))


def _found(call: Call) -> tuple[int, Service]:
    number = call.integer("ID")
    if not number:
        call.refuse(_ERROR, "Mail service ID not specified")
    service = call.store.get(_KIND, number)
    if service is None:
        call.refuse(_ERROR, "Mail service not found")
    return number, service


def _shown(call: Call, number: int, service: Service) -> Service:
    told = {name: str(v) if isinstance(v, int) else v for name, v in service.items()}
    icon = files.address(call, service["ICON"]) if service["ICON"] else None
    return {"ID": str(number), **told, "ICON": icon, **_SMTP}


@method("mailservice.list", scope="mailservice")
def list_services(call: Call) -> list[Service]:
    """Return the active services (mailservice-list.md)."""
    active = [Where("ACTIVE", "=", "Y")]
    rows = call.store.select(_KIND, active, [("SORT", False), ("ID", False)])
    if not rows:
        call.refuse(_ERROR, "No mail services found")
    return [_shown(call, *row) for row in rows]


@method("mailservice.update", scope="mailservice")
def update(call: Call) -> bool:
    """Change a service (mailservice-update.md)."""
    _admit(call)
    number, service = _found(call)
    call.store.put(_KIND, number, _filled(call, service))
    return True


@method("mailservice.delete", scope="mailservice")
def delete(call: Call) -> bool:
    """Delete a service (mailservice-delete.md)."""
    _admit(call)
    number, service = _found(call)
    files.remove(call.store, service["ICON"])
    return call.store.delete(_KIND, number)
