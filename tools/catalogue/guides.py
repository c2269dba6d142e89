"""The few methods that guides describe in passing, without a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.catalogue.effect import effect

if TYPE_CHECKING:
    from pathlib import Path

Row = dict[str, Any]

_V3 = "api-reference/rest-v3.md"
_METHODS: list[Row] = [
    {
        "name": "batch",
        "version": 3,
        "title": {"ru": "Выполнить пакет запросов", "en": "Execute a Batch of Requests"},
        "page": _V3,
    },
    {
        "name": "documentation",
        "version": 3,
        "title": {
            "ru": "Получить документацию OpenAPI (короткий синоним)",
            "en": "Get the OpenAPI Documentation (Short Synonym)",
        },
        "page": _V3,
        "no_params": True,
    },
    {
        "name": "rest.documentation.openapi",
        "version": 3,
        "title": {"ru": "Получить документацию OpenAPI", "en": "Get the OpenAPI Documentation"},
        "page": _V3,
        "no_params": True,
    },
    {
        "name": "rest.scope.list",
        "version": 3,
        "title": {
            "ru": "Получить соответствие методов и прав доступа",
            "en": "Get the Permission of Each Method",
        },
        "page": _V3,
        "no_params": True,
    },
    {
        "name": "event.test",
        "version": 2,
        "title": {"ru": "Вызвать тестовое событие", "en": "Trigger a Test Event"},
        "scope": "basic",
        "page": "api-reference/events/test-handler.md",
        "app_only": True,
    },
    {
        "name": "im.v2.Chat.Bot.sendContext",
        "version": 2,
        "title": {"ru": "Передать контекст боту", "en": "Send Context to a Bot"},
        "scope": "im",
        "page": "api-reference/chat-bots/chat-bots-v2/imbot.v2/bot-context.md",
        "params": [
            {"name": "dialogId", "type": "string", "required": True},
            {"name": "context", "type": "object", "required": True},
        ],
    },
    {
        "name": "landing.repo.bind",
        "version": 2,
        "title": {"ru": "Встроить приложение в раздел «Сайты»", "en": "Embed an App into Sites"},
        "scope": "landing",
        "page": "api-reference/landing/embedding/block.md",
        "params": [{"name": "fields", "type": "object", "required": True}],
        "nested": {
            "fields": [
                {"name": "PLACEMENT", "type": "string", "required": True},
                {"name": "PLACEMENT_HANDLER", "type": "string", "required": True},
                {"name": "TITLE", "type": "string"},
            ]
        },
    },
]


def guide_methods(root: Path) -> list[Row]:
    """Return the rows of those methods whose guide is still in the checkout `root`."""
    return [
        {**row, "effect": effect(row["name"])} for row in _METHODS if (root / row["page"]).is_file()
    ]
