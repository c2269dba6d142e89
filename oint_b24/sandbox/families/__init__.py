"""Stateful families of methods: which module serves which names.

`PREFIXES` are tried in order, so a longer one stands before the shorter it begins with.
`FAMILIES` is the order of the seeds: who is referred to comes first.
"""

from __future__ import annotations

FAMILIES = (
    "people", "departments", "portal_info", "chats", "messages", "notifications", "im_search",
    "im_disk", "bots", "bots_v2", "disk", "tasks", "task_items", "task_fields", "stages", "feed",
    "crm", "calendar", "timeman", "batch", "oauth_server",
    "v3_tasks", "v3_notes", "v3_eventlog", "v3_portal", "v3_batch",
)  # fmt: skip
PREFIXES = (
    ("im.chat.", "chats"), ("im.dialog.messages", "messages"), ("im.dialog.read", "messages"),
    ("im.dialog.unread", "messages"), ("im.dialog.", "chats"), ("im.recent.", "chats"),
    ("im.message.", "messages"), ("im.notify", "notifications"), ("im.user.", "people"),
    ("im.counters", "chats"), ("im.revision", "chats"), ("im.department.", "departments"),
    ("im.search.", "im_search"), ("im.disk.", "im_disk"), ("im.v2.file.", "im_disk"),
    ("imbot.v2.", "bots_v2"), ("imbot.", "bots"), ("user.", "people"), ("profile", "people"),
    ("department.", "departments"), ("disk.", "disk"),
    ("task.checklistitem.", "task_items"), ("task.commentitem.", "task_items"),
    ("task.elapseditem.", "task_items"), ("tasks.task.result.", "task_items"),
    ("task.item.userfield.", "task_fields"), ("task.stages.", "stages"), ("tasks.", "tasks"),
    ("task.", "tasks"), ("log.", "feed"), ("crm.", "crm"), ("calendar.", "calendar"),
    ("timeman.", "timeman"), ("batch", "batch"), ("server.time", "portal_info"),
    ("scope", "portal_info"), ("methods", "portal_info"), ("method.get", "portal_info"),
    ("app.info", "portal_info"), ("feature.get", "portal_info"), ("events", "portal_info"),
    # Version 3: the same names may begin both a family above and one here.
    ("tasks.task.", "v3_tasks"), ("note.", "v3_notes"), ("main.eventlog.", "v3_eventlog"),
    ("rest.", "v3_portal"), ("documentation", "v3_portal"), ("batch", "v3_batch"),
)  # fmt: skip
