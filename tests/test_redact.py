"""Properties of the redactor: a secret never survives, ordinary texts do."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from hypothesis import assume, given, strategies as st

from oint_b24.redact import MASK, Redactor
from tests.properties import CODES, PROPERTY, TEXTS

SECRETS = st.one_of(CODES, TEXTS.filter(lambda t: len(t.strip()) >= 6))


@PROPERTY
@given(SECRETS, TEXTS, TEXTS)
def test_a_known_secret_never_survives(secret: str, before: str, after: str) -> None:
    assume(secret not in MASK * 3)
    redactor = Redactor()
    redactor.add(secret)
    forms = {
        secret, quote(secret, safe=""), json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }  # fmt: skip

    for form in forms:
        cleaned = redactor.clean(f"{before} {form} {after}")
        assert cleaned.count(form) <= f"{before} {after}".count(form), form
    nested = {"a": [{"b": f"x{secret}y"}], f"k{secret}": 1}
    assert secret not in json.dumps(redactor.mask(nested), ensure_ascii=False)


@PROPERTY
@given(CODES, st.sampled_from(sorted({
    "auth", "access_token", "refresh_token", "client_secret", "BOT_TOKEN", "application_token",
    "AUTH_ID", "password", "sessid", "token",
})))  # fmt: skip
def test_shapes_of_secrets_are_known_without_being_told(canary: str, name: str) -> None:
    secret = f"s3cr3t{canary}"
    shapes = (
        f"https://portal.example/rest/1/{secret}/im.chat.add",
        f"https://portal.example/rest/api/1/{secret}/tasks.task.get?x=1",
        f"https://portal.example/upload?a=1&{name}={secret}&b=2",
        f'{{"{name}": "{secret}", "b": 1}}',
        f"{{'{name}':'{secret}'}}",
        f"{name}:={secret}",
        f"Authorization: Bearer {secret}",
        f"could not open /rest/1/{secret}",
    )
    for shape in shapes:
        assert secret not in Redactor().clean(shape), shape
    for value in (secret, [secret], {"x": secret}):
        assert secret not in str(Redactor().mask({name: value}))


ORDINARY = (
    "Сборка 2.4 готова, проверьте задачу 17",
    "https://portal.example/company/personal/user/1/tasks/",
    "https://docs.example/rest/index.html",
    '{"result": 1417, "time": {"start": 1768201200.5}}',
    "Передайте параметр auth или token методу",
    "author=1&authority=2",
    "пароль: задаёт администратор",
    "crm.deal.list: filter[>ID]=10",
    "C:\\Users\\rest\\1\\file.txt",
)


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_left_alone(text: str) -> None:
    redactor = Redactor()
    redactor.add("abc")  # too short to be masked everywhere
    redactor.add("s3cr3tcode")

    assert redactor.clean(text) == text
    assert redactor.mask({"TITLE": text, "N": [text, 1, None]}) == {
        "TITLE": text, "N": [text, 1, None],
    }  # fmt: skip


@PROPERTY
@given(st.lists(st.text("абвгдежзийклмнопрстуфхцчшщыьэюяё ,.!?—«»0123456789\n"), max_size=4))
def test_prose_is_left_alone(sentences: list[str]) -> None:
    text = " ".join(sentences)
    redactor = Redactor()
    redactor.add("s3cr3tcode")

    assert redactor.clean(text) == text
