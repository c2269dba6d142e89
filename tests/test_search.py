"""Natural queries in both languages: the method meant is among the first three."""

from __future__ import annotations

import pytest

from oint_b24.rest.search import Entry, current_first, entries, search

QUERIES = (
    ("создать чат", "im.chat.add"),
    ("добавить сделку", "crm.item.add"),
    ("create deal", "crm.item.add"),
    ("сделка добвить", "crm.item.add"),
    ("удалить сделку", "crm.item.delete"),
    ("список сделок", "crm.item.list"),
    ("поля сделки", "crm.item.fields"),
    ("обновить лид", "crm.item.update"),
    ("история стадий", "crm.stagehistory.list"),
    ("реквизиты компании", "crm.requisite.list"),
    ("курс валюты", "crm.currency.get"),
    ("список задач", "tasks.task.list"),
    ("задчи список", "tasks.task.list"),
    ("мои задачи", "tasks.task.list"),
    ("task list", "tasks.task.list"),
    ("завершить задачу", "tasks.task.complete"),
    ("удалить задачу", "tasks.task.delete"),
    ("delegate task", "tasks.task.delegate"),
    ("upload file to disk", "disk.folder.uploadFile"),
    ("загрузить файл в папку", "disk.folder.uploadFile"),
    ("переименовать папку", "disk.folder.rename"),
    ("скачать файл", "im.v2.File.download"),
    ("текущий пользователь", "user.current"),
    ("get current user", "user.current"),
    ("права пользователя", "user.access"),
    ("список сотрудников", "user.get"),
    ("list users", "user.get"),
    ("участники чата", "im.chat.user.list"),
    ("пользователей чата список", "im.chat.user.list"),
    ("добавить участника в чат", "im.chat.user.add"),
    ("kick user from chat", "im.chat.user.delete"),
    ("отправить сообщение", "im.message.add"),
    ("send message", "im.message.add"),
    ("лайк", "im.message.like"),
    ("закрепить чат", "im.recent.pin"),
    ("счетчики непрочитанных", "im.counters.get"),
    ("начать рабочий день", "timeman.open"),
    ("закончить рабочий день", "timeman.close"),
    ("создать событие в календаре", "calendar.event.add"),
    ("опубликовать пост в ленту", "log.blogpost.add"),
    ("зарегистрировать бота", "imbot.v2.Bot.register"),
    ("зарегистрировать звонок", "telephony.externalCall.register"),
    ("запустить бизнес-процесс", "bizproc.workflow.start"),
    ("встроить виджет", "placement.bind"),
    ("отписаться от события", "event.unbind"),
    ("создать группу", "sonet_group.create"),
    ("list of departments", "department.get"),
    ("server time", "server.time"),
)


def found(query: str, kept: tuple[Entry, ...]) -> list[Entry]:
    texts = [(entry.name, *entry.title.values()) for entry in kept]
    return current_first([kept[place] for place in search(query.split(), texts)], kept)


@pytest.mark.parametrize(("query", "name"), QUERIES)
def test_the_method_meant_is_among_the_first_three(query: str, name: str) -> None:
    assert name in [entry.name for entry in found(query, entries())[:3]]


def test_what_replaces_a_deprecated_match_is_told_first() -> None:
    names = [entry.name for entry in found("добавить сделку", entries())]

    assert names[0] == "crm.item.add"
    assert names.index("crm.deal.add") > names.index("crm.deal.contact.add")


def test_a_replacement_that_a_filter_left_out_stays_out() -> None:
    kept = tuple(entry for entry in entries() if entry.name != "crm.item.add")

    assert "crm.item.add" not in [entry.name for entry in found("добавить сделку", kept)]


def test_no_method_is_told_twice() -> None:
    keys = [(entry.name, entry.version) for entry in found("сделка", entries())]

    assert len(keys) == len(set(keys))
