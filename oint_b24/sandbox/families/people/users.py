"""`user.*`: the list of users, inviting them and changing their profiles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NoReturn

from oint_b24.sandbox.call import YES, Page, Refusal, whole
from oint_b24.sandbox.families.groups import members
from oint_b24.sandbox.families.groups.model import KIND as GROUPS, note_guests
from oint_b24.sandbox.families.im.chat_avatar import accept
from oint_b24.sandbox.families.people import scopes
from oint_b24.sandbox.families.people.directory import is_admin, is_bot, is_visible
from oint_b24.sandbox.families.people.filter import department_names, finds, matches
from oint_b24.sandbox.families.people.view import FIELDS, current_view, rest_view
from oint_b24.sandbox.families.portal import event_log
from oint_b24.sandbox.listing import PAGE, picked
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from collections.abc import Callable

    from oint_b24.sandbox.call import Call

    Person = tuple[int, dict[str, Any]]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_KEPT = frozenset({
    "ID", "ACTIVE", "EMAIL", "LAST_LOGIN", "DATE_REGISTER", "IS_ONLINE", "TIMESTAMP_X",
    "LAST_ACTIVITY_DATE", "USER_TYPE", "PERSONAL_PHOTO", "UF_DEPARTMENT",
})  # fmt: skip
_TOP_LEVEL = re.compile(r"^[!<>=@%]*(?P<name>[A-Z_]+)$")


def blank(email: str, registered: str) -> dict[str, Any]:
    """Return the document of an employee about whom nothing else is known yet."""
    return {
        "ACTIVE": True,
        "NAME": "",
        "LAST_NAME": "",
        "EMAIL": email,
        "IS_ADMIN": False,
        "WORK_POSITION": "",
        "UF_DEPARTMENT": [],
        "USER_TYPE": "employee",
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "",
        "DATE_REGISTER": registered,
        "IS_ONLINE": "N",
        "IM_STATUS": "online",
    }


@method("user.get", scope="user", also=tuple(scopes.LIMITED))
def get(call: Call) -> Page:
    """List users (user/user-get.md): bots are left out, guests see their own groups only."""
    given = _filter(call)
    return _page(call, lambda person: matches(person, given))


@method("user.search", scope="user", also=tuple(scopes.LIMITED))
def search(call: Call) -> Page:
    """List users by the beginnings of their data (user/user-search.md)."""
    given = _filter(call)
    phrase = given.pop("FIND", None)
    if phrase is not None:
        return _page(call, lambda p: finds(p[1], str(phrase), *department_names(call, p[1])))
    return _page(call, lambda person: _begins(call, person, given))


def _begins(call: Call, person: Person, given: dict[str, Any]) -> bool:
    """Say whether the named fields begin with the values; other fields filter as user.get does."""
    rest = dict(given)
    for name in ("NAME", "LAST_NAME", "WORK_POSITION", "UF_DEPARTMENT_NAME"):
        wanted = str(rest.pop(name, "")).rstrip("%").casefold()
        departments = name == "UF_DEPARTMENT_NAME"
        held = department_names(call, person[1]) if departments else [str(person[1].get(name, ""))]
        if wanted and not any(text.casefold().startswith(wanted) for text in held):
            return False
    return matches(person, rest)


def _filter(call: Call) -> dict[str, Any]:
    """Collect conditions from FILTER and from parameters that are fields themselves."""
    extra = {"NAME_SEARCH", "FIND", "UF_DEPARTMENT_NAME"}
    loose = {
        key: value
        for key, value in call.params.items()
        if (found := _TOP_LEVEL.match(key)) and (found["name"] in FIELDS or found["name"] in extra)
    }
    return {**loose, **call.object("filter"), **call.object("FILTER")}


def _page(call: Call, fits: Callable[[Person], bool]) -> Page:
    sort = (call.text("sort") or call.text("SORT") or "ID").upper()
    down = (call.text("order") or call.text("ORDER")).upper().startswith("DESC")
    order = [(sort if sort in FIELDS else "ID", down)]
    rows = call.store.select("user", [Where("USER_TYPE", "!=", "bot")], [*order, ("ID", False)])
    found = [p for p in rows if is_visible(call.store, call.user, p[0]) and fits(p)]
    start = whole(call.get("start"), 0) or 0
    after = max(start, 0) + PAGE
    select = call.list("select") or call.list("SELECT")
    shown = [picked(_row(call, person), select) for person in found[max(start, 0) : after]]
    if start < 0:
        return Page(shown)
    return Page(shown, total=len(found), next=after if after < len(found) else None)


def _row(call: Call, person: Person) -> dict[str, Any]:
    """Return of a user what the caller's permissions show."""
    from oint_b24.sandbox.families.people import user_fields

    own = user_fields.shown(call, *person)
    return scopes.permitted(call.caller, {**rest_view(*person), **own})


@method("user.current", scope="user", also=tuple(scopes.LIMITED))
def current(call: Call) -> dict[str, Any]:
    """Return the acting user (user/user-current.md)."""
    user = call.store.get("user", call.user)
    if user is None:
        return {}
    row = _row(call, (call.user, user))
    return {**scopes.permitted(call.caller, current_view(call.user, user)), **_only_own(row)}


def _only_own(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name.startswith(scopes.OWN_FIELDS)}


@method("user.fields", scope="user", also=tuple(scopes.LIMITED))
def fields(call: Call) -> dict[str, str]:
    """Return field names with captions (user/user-fields.md)."""
    from oint_b24.sandbox.families.people import user_fields

    return scopes.permitted(call.caller, {**FIELDS, **user_fields.captions(call.store)})


@method("user.add", scope="user")
def add(call: Call) -> int:
    """Invite a user and return the new id (user/user-add.md)."""
    if not is_admin(call.store, call.user):
        call.refuse("ERROR_CORE", "access_denied")
    from oint_b24.sandbox.families.apps import offline
    from oint_b24.sandbox.families.people import user_fields

    begun = {**blank(_new_email(call), call.portal.moment()), **user_fields.defaults(call.store)}
    person = {**begun, **_profile(call, begun)}
    if call.flag("EXTRANET"):
        person |= {"USER_TYPE": "extranet", "GROUPS": _groups(call), "UF_DEPARTMENT": []}
    elif not person["UF_DEPARTMENT"]:
        _wrong("no_extranet_field")
    number = call.store.add("user", person)
    _admit(call, number, person.get("GROUPS", []))
    offline.note(call, "ONUSERADD", number)
    event_log.write(call, "USER_REGISTER", str(number), {"userId": number})
    return number


def _admit(call: Call, number: int, groups: list[int]) -> None:
    """Make a new guest a member of the groups there are; they are external ones from then on."""
    for group in groups:
        if call.store.get("sonet_group", group) is not None:
            members.put(call.store, group, number, "K")
            note_guests(call, group, [number])


def _new_email(call: Call) -> str:
    email = call.text("EMAIL").strip()
    if not _EMAIL.fullmatch(email):
        _wrong("wrong_email")
    if _holder(call, email) is not None:
        _wrong("A user with this email already exists")
    return email


def _holder(call: Call, email: str) -> int | None:
    for number, user in call.store.select("user", [Where("EMAIL", "like", email)]):
        if str(user["EMAIL"]).casefold() == email.casefold() and not is_bot(user):
            return number
    return None


def _groups(call: Call) -> list[int]:
    given = call.list("SONET_GROUP_ID")
    if not given:
        call.refuse("ERROR_GROUPID", "Group code not specified")
    groups = [whole(item, 0) or 0 for item in given]
    if not all(call.store.get(GROUPS, group) for group in groups):
        call.refuse("ERROR_NO_GROUP", "Group is specified incorrectly")
    return groups


def _wrong(description: str) -> NoReturn:
    raise Refusal("ERROR_ARGUMENT", description, argument="")


@method("user.update", scope="user")
def update(call: Call) -> bool:
    """Change a profile, dismiss or take back an employee (user/user-update.md)."""
    number = call.integer("ID")
    user = call.store.get("user", number)
    if number is None or user is None or is_bot(user) or not is_admin(call.store, call.user):
        call.refuse("ERROR_CORE", "access_denied")
    changed = {**user, **_profile(call, user)}
    if "EMAIL" in call.params:
        changed["EMAIL"] = _changed_email(call, number)
    if "ACTIVE" in call.params:
        changed["ACTIVE"] = str(call.get("ACTIVE")).upper() in YES
    call.store.put("user", number, changed)
    names = [name for name, value in changed.items() if value != user.get(name)]
    event_log.write(call, "USER_EDIT", str(number), {"userId": number, "fields": names})
    return True


def _changed_email(call: Call, number: int) -> str:
    email = call.text("EMAIL").strip()
    if not _EMAIL.fullmatch(email) or _holder(call, email) not in (None, number):
        call.refuse("ERROR_CORE", "")
    return email


def _profile(call: Call, held: dict[str, Any]) -> dict[str, Any]:
    """Take the fields of a profile out of the parameters; unknown names are ignored."""
    from oint_b24.sandbox.families.people import user_fields

    names = [name for name in call.params if name in FIELDS and name not in _KEPT]
    given = {name: call.get(name) for name in names} | user_fields.taken(call, held)
    if "UF_DEPARTMENT" in call.params:
        numbers = [whole(item) for item in call.list("UF_DEPARTMENT")]
        given["UF_DEPARTMENT"] = [n for n in numbers if n is not None]
    if "PERSONAL_PHOTO" in call.params:
        given["PERSONAL_PHOTO"] = _photo(call)
    return given


def _photo(call: Call) -> str:
    """Keep a photo given as `["name", "base64"]` and return its address; "" removes it."""
    given = call.list("PERSONAL_PHOTO")
    path = accept(call.store, given[-1]) if given else ""
    return call.portal.base + path if path else ""
