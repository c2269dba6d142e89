"""Comments on feed posts: log.blogcomment.*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from oint_b24.sandbox.families.disk import attached as disk_attached, tree
from oint_b24.sandbox.families.feed import files as feed_files, rights
from oint_b24.sandbox.families.people.directory import full_name, get_user
from oint_b24.sandbox.registry import method
from oint_b24.sandbox.store import Where

if TYPE_CHECKING:
    from oint_b24.sandbox.call import Call
    from oint_b24.sandbox.store import Store

POST = "blogpost"
KIND = "blogcomment"
_FILES = "blog_comment"
_MOST = 100


def fill(store: Store) -> None:
    """Put in the comment on post 1."""
    comment = {
        "POST_ID": 1,
        "AUTHOR_ID": 10,
        "TEXT": "Принято.",
        "DATE": "2026-01-12T12:00:00+03:00",
    }
    store.add(KIND, comment, id=1)


def forget(store: Store, post: int) -> None:
    """Delete the comments of a post that is deleted."""
    for number, _ in store.all(KIND, POST_ID=post):
        feed_files.detach_all(store, (_FILES, number))
        store.delete(KIND, number)


@method("log.blogcomment.add", scope="log")
def add(call: Call) -> int:
    """Comment on a post and return the comment's id."""
    number, author, text = call.integer("POST_ID"), rights.actor(call), call.text("TEXT")
    post = call.store.get(POST, number)
    if post is None or not rights.can_read(call.store, author, post):
        call.refuse("", "No post found")
    if not text:
        call.refuse("", "Blog comment hasn't been added")
    last = call.store.select(KIND, [Where("POST_ID", "=", number)], [("ID", True)], 1)
    if last and not call.get("FILES"):
        previous = last[0][1]
        if previous["TEXT"] == text and previous["AUTHOR_ID"] == author:
            call.refuse("", "Duplicate comment")
    comment = {
        "POST_ID": number,
        "AUTHOR_ID": author,
        "TEXT": text,
        "DATE": call.portal.moment(),
    }
    made = call.store.add(KIND, comment)
    feed_files.attach(call, (_FILES, made), author)
    return made


@method("log.blogcomment.delete", scope="log")
def delete(call: Call) -> bool:
    """Delete a comment: its author may, and who may change the post."""
    number, user = call.integer("COMMENT_ID"), rights.actor(call)
    if number is None or number <= 0:
        call.refuse("", "Wrong comment ID")
    comment = call.store.get(KIND, number)
    if comment is None:
        call.refuse("", "No comment found")
    post = call.store.get(POST, comment["POST_ID"]) or {"AUTHOR_ID": 0}
    if comment["AUTHOR_ID"] != user and not rights.can_write(call.store, user, post):
        call.refuse("", "No delete perms")
    feed_files.detach_all(call.store, (_FILES, number))
    return call.store.delete(KIND, number)


@method("log.blogcomment.user.get", scope="log")
def of_user(call: Call) -> dict[str, Any]:
    """Return the comments of one user, newest first, and the files they carry."""
    user = call.integer("USER_ID")
    user = user if user and get_user(call.store, user) else call.user
    where = [Where("AUTHOR_ID", "=", user)]
    for name, op in (("FIRST_ID", ">"), ("LAST_ID", "<")):
        if call.integer(name):
            where.append(Where("ID", op, call.integer(name)))
    limit = call.integer("LIMIT", _MOST) or _MOST
    limit = limit if 1 <= limit <= _MOST else _MOST
    rows = call.store.select(KIND, where, [("ID", True)], limit)
    files: dict[str, Any] = {}
    comments = []
    for number, comment in rows:
        attached = disk_attached.attached_to(call.store, _FILES, number)
        files |= {str(file): _file(call, record, file, comment) for record, file in attached}
        comments.append(
            {
                "id": number,
                "comment_id": number,
                "log_id": comment["POST_ID"],
                "date": comment["DATE"],
                "text": comment["TEXT"],
                "attach": [file for _, file in attached],
            }
        )
    return {"comments": comments, "files": files or []}


def _file(call: Call, record: int, file: int, comment: dict[str, Any]) -> dict[str, Any]:
    item = tree.get_object(call.store, file) or {"NAME": "", "SIZE": 0}
    address = disk_attached.address(call, record)
    author = get_user(call.store, comment["AUTHOR_ID"])
    return {
        "id": file,
        "date": comment["DATE"],
        "type": "file",
        "name": item["NAME"],
        "size": int(item["SIZE"]),
        "image": False,
        "authorId": comment["AUTHOR_ID"],
        "authorName": full_name(author) if author else "",
        "urlPreview": "",
        "urlShow": address,
        "urlDownload": address,
    }
