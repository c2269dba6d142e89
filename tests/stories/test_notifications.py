"""Notifications: personal and system ones, and how they are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.rest_client import RestClient
    from tests.stories.teller import Teller

PERSONAL, SYSTEM = 2, 3


def told(client: RestClient) -> dict[int, dict[str, Any]]:
    return {n["id"]: n for n in client.call("im.notify.get")["notifications"]}


def test_notifications_arrive_and_are_deleted(
    do: Teller, rest: RestClient, manager: RestClient
) -> None:
    first = do(
        "СоздатьПерсональноеУведомление --user 10 --text 'Отчёт готов' --tag OINT|1 --blocks",
        "[{'MESSAGE':'подробности'}]",
    )
    second = do("CreateSystemNotification --user 10 --text 'Ночная выгрузка завершена'")
    third = do("CreatePersonalNotification -s 10 -t Второй")
    fourth = do("СоздатьСистемноеУведомление -s 10 -t Третий")

    got = told(manager)
    assert (got[first]["text"], got[second]["text"]) == (
        "Отчёт готов", "Ночная выгрузка завершена",
    )  # fmt: skip
    assert [got[n]["author_id"] for n in (first, second, third, fourth)] == [1, 0, 1, 0]
    own = do("CreatePersonalNotification -s 1 -t Себе")
    assert own in told(rest)
    assert do(f"УдалитьУведомление --notif {own}") is True
    do("DeleteNotification -n 201")
    assert not {own, 201} & told(rest).keys()
