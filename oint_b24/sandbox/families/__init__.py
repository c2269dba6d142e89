"""Stateful families of methods: which module serves names that begin so.

The order of `FAMILIES` is that of the seeds: who is referred to comes first. A longer beginning is
tried before a shorter one; methods of both versions of the API may begin alike.
"""

from __future__ import annotations

FAMILIES: dict[str, tuple[str, ...]] = {
    "people.family": ("im.user.", "user.", "profile", "access.name", "app.option."),
    "people.user_fields": ("user.userfield.",),
    "people.departments": ("im.department.", "department."),
    "groups.family": ("sonet_group.", "socialnetwork.api.workgroup."),
    "lists.family": ("lists.",),
    "entity.family": ("entity.",),
    "apps.family": (
        "placement.",
        "event.",
        "bizproc.robot.",
        "bizproc.activity.",
        "messageservice.",
        "userfieldtype.",
    ),
    "userconsent.family": ("userconsent.",),
    "mailservice.family": ("mailservice.",),
    "portal.info": (
        "server.time",
        "scope",
        "methods",
        "method.get",
        "app.info",
        "feature.get",
        "events",
    ),
    "im.chats": ("im.chat.", "im.dialog.", "im.recent.", "im.counters", "im.revision"),
    "im.messages": ("im.dialog.messages", "im.dialog.read", "im.dialog.unread", "im.message."),
    "im.notifications": ("im.notify",),
    "im.search": ("im.search.",),
    "im.disk": ("im.disk.", "im.v2.file."),
    "bots.family": ("imbot.",),
    "bots_v2.family": ("imbot.v2.",),
    "disk.family": ("disk.",),
    "tasks.family": ("tasks.", "task."),
    "tasks.items": (
        "task.checklistitem.",
        "task.commentitem.",
        "task.elapseditem.",
        "tasks.task.result.",
    ),
    "tasks.fields": ("task.item.userfield.",),
    "tasks.stages": ("task.stages.",),
    "scrum.family": ("tasks.api.scrum.",),
    "feed.family": ("log.",),
    "catalog.family": ("catalog.", "crm.product.", "crm.productsection.", "crm.catalog."),
    "crm.family": ("crm.",),
    "timeline.family": ("crm.timeline.",),
    "activities.family": ("crm.activity.",),
    "requisites.family": ("crm.requisite.", "crm.address."),
    "bizproc.family": ("bizproc.workflow.", "bizproc.task."),
    "calendar.family": ("calendar.",),
    "timeman.family": ("timeman.",),
    "telephony.family": ("telephony.",),
    "portal.batch": ("batch",),
    "portal.oauth_server": (),
    "v3.tasks": ("tasks.task.",),
    "v3.notes": ("note.",),
    "v3.eventlog": ("main.eventlog.",),
    "v3.portal": ("rest.", "documentation"),
    "v3.batch": ("batch",),
}
PREFIXES = sorted(
    ((prefix, family) for family, prefixes in FAMILIES.items() for prefix in prefixes),
    key=lambda pair: -len(pair[0]),
)
