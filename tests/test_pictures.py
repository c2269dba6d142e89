"""Pictures of the terminal: the same in every run, and what the program says today."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from oint_b24.text import LANGUAGES
from tools.pictures import COLUMNS, PICTURES, made, picture

Files = dict[Path, str]


@pytest.fixture(scope="module")
def files() -> Files:
    return made()


def test_the_pictures_are_up_to_date(files: Files) -> None:
    stale = [p.name for p, text in files.items() if not p.exists() or p.read_text("utf-8") != text]

    assert stale == []


def test_another_portal_and_another_moment_make_the_same_picture(files: Files) -> None:
    first = next(text for path, text in files.items() if path.name == "chat.en.svg")

    assert picture("chat", "en") == first


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_is_whole_and_loads_nothing(name: str, lang: str, files: Files) -> None:
    text = next(text for path, text in files.items() if path.name == f"{name}.{lang}.svg")
    root = ET.fromstring(text)  # noqa: S314 - made by ourselves
    said = [unescape(line) for line in re.findall(r"<text[^>]*>([^<]*)</text>", text)]

    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "url(" not in text.replace("url(#", "")
    assert max(len(line) for line in said) <= COLUMNS
    assert "Traceback" not in text


def test_the_pictures_show_success_and_what_to_do(files: Files) -> None:
    texts = {path.name: text.replace("&#160;", " ") for path, text in files.items()}

    assert "Обучение" in texts["chat.ru.svg"]
    assert "what to do" in texts["mistakes.en.svg"]
    assert "что делать" in texts["mistakes.ru.svg"]
    assert not re.search(r"127\.0\.0\.1:\d", "".join(texts.values()))
