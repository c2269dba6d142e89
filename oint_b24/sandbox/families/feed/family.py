"""The family `feed`: posts of the news feed (log.blogpost.*)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.call import Page
from oint_b24.sandbox.families.feed import (
    comments as feed_comments,
    fields,
    files as feed_files,
    rights,
)
from oint_b24.sandbox.families.portal.dates import moment_text
from oint_b24.sandbox.listing import PAGE
from oint_b24.sandbox.registry import method, seed
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

# Imported for the methods it registers.
PARTS = (feed_comments,)
KIND = feed_comments.POST
_FILES = "blog_post"
_TITLE = 64  # a post without a title gets the beginning of its text
_ADD_ERROR = "SONET_CONTROLLER_LIVEFEED_BLOGPOST_ADD_ERROR"
_UPDATE_ERROR = "SONET_CONTROLLER_LIVEFEED_BLOGPOST_UPDATE_ERROR"


@seed("feed.family")
def fill(store: Store) -> None:
    """Put in an important post with a comment and a plain one."""
    for number, author, title, text, important in (
        (1, 1, "Новый регламент", "С понедельника отчёты сдаём до 18:00.", True),
        (2, 10, "Итоги недели", "План продаж выполнен.", False),
    ):
        post = {
            "AUTHOR_ID": author,
            "TITLE": title,
            "MICRO": "N",
            "TEXT": text,
            "DATE": f"2026-01-12T1{number}:00:00+03:00",
            "RIGHTS": ["UA"],
            "IMPORTANT": important,
            "READ_BY": [10] if important else [],
            "TAGS": "",
        }
        store.add(KIND, post, id=number)
    feed_comments.fill(store)


@method("log.blogpost.add", scope="log")
def add(call: Call) -> int:
    """Publish a post and return its id."""
    text, author = call.text("POST_MESSAGE"), rights.actor(call)
    if not text:
        call.refuse(_ADD_ERROR, "Blog post hasn't been added")
    post: dict[str, Any] = {
        "AUTHOR_ID": author,
        **_titled(call.text("POST_TITLE"), text),
        "TEXT": text,
        "DATE": call.portal.moment(),
        "RIGHTS": _recipients(call, _ADD_ERROR) or ["UA"],
        "IMPORTANT": call.flag("IMPORTANT"),
        "IMPORTANT_DATE_END": _end(call),
        "READ_BY": [],
        "TAGS": call.text("TAGS"),
    }
    number = call.store.add(KIND, post)
    feed_files.attach(call, (_FILES, number), author)
    return number


def _titled(title: str, text: str) -> dict[str, str]:
    if title:
        return {"TITLE": title, "MICRO": "N"}
    return {"TITLE": text.splitlines()[0][:_TITLE], "MICRO": "Y"}


def _recipients(call: Call, code: str) -> list[str]:
    """Return the codes of DEST (formerly SPERM); nothing sent gives nothing.

    Raises Refusal where something was sent and none of it is a recipient.
    """
    sent = call.get("DEST") or call.get("SPERM")
    if not sent:
        return []
    found = [c for c in rights.codes(sent) if rights.exists(call.store, c)]
    if not found:
        call.refuse(code, "No destination specified")
    return found


def _end(call: Call) -> str | None:
    end = call.text("IMPORTANT_DATE_END")
    return moment_text(end) if end else None


@method("log.blogpost.update", scope="log")
def update(call: Call) -> int:
    """Change a post; a text without a title drops the old title (log-blogpost-update.md)."""
    number, user = call.integer("POST_ID"), rights.actor(call)
    if number is None or number <= 0:
        call.refuse(_UPDATE_ERROR, "Wrong post ID")
    title, text = call.text("POST_TITLE"), call.text("POST_MESSAGE")
    if not title and not text:
        call.refuse("EMPTY_TITLE", "Message title is not specified.")
    post = call.store.get(KIND, number)
    if post is None:
        call.refuse(_UPDATE_ERROR, "No post found")
    if not rights.can_write(call.store, user, post):
        call.refuse(_UPDATE_ERROR, "No write perms")
    post |= {**_titled(title, text or post["TEXT"]), "TEXT": text or post["TEXT"]}
    post["RIGHTS"] = _recipients(call, _UPDATE_ERROR) or post["RIGHTS"]
    post["IMPORTANT"] = call.flag("IMPORTANT", post["IMPORTANT"])
    post["IMPORTANT_DATE_END"] = _end(call) or post.get("IMPORTANT_DATE_END")
    feed_files.attach(call, (_FILES, number), user)
    call.store.put(KIND, number, post)
    return number


@method("log.blogpost.delete", scope="log")
def delete(call: Call) -> bool:
    """Delete a post with its comments."""
    number = call.integer("POST_ID")
    post = call.store.get(KIND, number)
    if number is None or post is None:
        call.refuse("100", "Wrong post ID")
    if not rights.can_write(call.store, call.user, post):
        call.refuse("403", "You do not have permission to delete this message")
    feed_files.detach_all(call.store, (_FILES, number))
    feed_comments.forget(call.store, number)
    return call.store.delete(KIND, number)


@method("log.blogpost.share", scope="log")
def share(call: Call) -> bool:
    """Add recipients to a post."""
    number, user = call.integer("POST_ID"), rights.actor(call)
    post = call.store.get(KIND, number)
    if number is None or post is None:
        call.refuse("", "Wrong post ID")
    if not rights.can_read(call.store, user, post):
        call.refuse("", "No read perms")
    new = rights.codes(call.get("DEST"))
    if not new:
        call.refuse("", "Wrong destinations")
    can_write = rights.can_write(call.store, user, post)
    if not can_write or not all(rights.exists(call.store, code) for code in new):
        call.refuse("", "No access to one or more message recipients")
    post["RIGHTS"] = list(dict.fromkeys([*post["RIGHTS"], *new]))
    call.store.put(KIND, number, post)
    return True


@method("log.blogpost.getusers.important", scope="log")
def important_readers(call: Call) -> list[str]:
    """Return who has marked an important post as read; nobody where it may not be seen."""
    number = call.integer("POST_ID")
    if number is None or number <= 0:
        call.refuse("", "Wrong post ID")
    post = call.store.get(KIND, number)
    if post is None or not rights.can_read(call.store, call.user, post):
        return []
    return [str(user) for user in post["READ_BY"][:500]]


@method("log.blogpost.get", scope="log")
def get(call: Call) -> Page:
    """Return posts the caller may read, newest first: by pages or, with a cursor, by ids."""
    rows = call.store.select(KIND, _where(call), [("ID", True)])
    found = [row for row in rows if _matches(call, row[1])]
    first, last = call.integer("FIRST_ID"), call.integer("LAST_ID")
    if first is not None or last is not None:
        return Page([_shown(call, *row) for row in _after(call, found, first, last)])
    start = max(call.integer("start", 0) or 0, 0)
    after = start + PAGE
    shown = [_shown(call, *row) for row in found[start:after]]
    return Page(shown, total=len(found), next=after if after < len(found) else None)


def _after(
    call: Call, rows: list[tuple[int, dict[str, Any]]], first: int | None, last: int | None
) -> list[tuple[int, dict[str, Any]]]:
    limit = call.integer("LIMIT", PAGE) or PAGE
    limit = min(limit, 200) if limit > 0 else PAGE
    if first is not None:
        return [row for row in reversed(rows) if row[0] > first][:limit]
    return [row for row in rows if last is not None and row[0] < last][:limit]


def _where(call: Call) -> list[Where]:
    where = []
    for name, op in (("LOG_DATE_FROM", ">="), ("LOG_DATE_TO", "<=")):
        if call.text(name):
            where.append(Where("DATE", op, moment_text(call.text(name))))
    if call.integer("POST_ID"):
        where.append(Where("ID", "=", call.integer("POST_ID")))
    return where


def _matches(call: Call, post: dict[str, Any]) -> bool:
    wanted = rights.codes(call.get("LOG_RIGHTS"))
    if wanted and not call.integer("POST_ID") and set(wanted).isdisjoint(post["RIGHTS"]):
        return False
    return rights.can_read(call.store, call.user, post)


def _shown(call: Call, number: int, post: dict[str, Any]) -> dict[str, Any]:
    files = feed_files.attached(call.store, (_FILES, number))
    comments = call.store.count(feed_comments.KIND, [Where("POST_ID", "=", number)])
    told = {
        "ID": str(number),
        "BLOG_ID": str(post["AUTHOR_ID"]),
        "PUBLISH_STATUS": "P",
        "TITLE": post["TITLE"],
        "AUTHOR_ID": str(post["AUTHOR_ID"]),
        "ENABLE_COMMENTS": "Y",
        "NUM_COMMENTS": str(comments),
        "CODE": None,
        "MICRO": post["MICRO"],
        "DETAIL_TEXT": post["TEXT"],
        "DATE_PUBLISH": post["DATE"],
        "CATEGORY_ID": "",
        "HAS_SOCNET_ALL": "Y" if "UA" in post["RIGHTS"] else "N",
        "HAS_TAGS": "Y" if post["TAGS"] else "N",
        "HAS_IMAGES": "N",
        "HAS_PROPS": "Y" if files or post["IMPORTANT"] else "N",
        "HAS_COMMENT_IMAGES": None,
        **fields.shown(number, files, post),
    }
    return told | ({"FILES": files} if files else {})
