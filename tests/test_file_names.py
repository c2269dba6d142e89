"""Names of files and places: safe on every system, read as they are written."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from oint_b24.errors import UsageProblem
from oint_b24.portal.incoming import Head
from oint_b24.portal.transfer import paths
from oint_b24.portal.transfer.local_names import Names, safe
from oint_b24.portal.transfer.paths import Place


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("план.txt", "план.txt"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("..", "file"),
        (".", "file"),
        ("", "file"),
        ("...", "file"),
        (".bashrc", ".bashrc"),
        ("nul", "_nul"),
        ("COM1.tar.gz", "_COM1.tar.gz"),
        ("COM10", "COM10"),
        ("console.txt", "console.txt"),
        ('a<b>c:d"e|f?g*h\\i', "a_b_c_d_e_f_g_h_i"),
        (" в начале и в конце . ", "в начале и в конце"),
        ("a\x00b\nc\x7f", "a_b_c_"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("\u0438\u0306.txt", "й.txt"),
        ("half \ud800", "half _"),
    ],
)
def test_a_name_becomes_safe(name: str, expected: str) -> None:
    assert safe(name) == expected


@given(st.text())
def test_a_safe_name_is_one_step_of_a_path_and_stays_what_it_is(name: str) -> None:
    made = safe(name)

    assert made not in ("", ".", "..")
    assert not set('/\\:*?"<>|\0') & set(made)
    assert made[-1] not in ". "
    assert len(made.encode()) <= 201
    assert safe(made) == made


def test_names_of_a_directory_are_free_even_where_case_is_ignored() -> None:
    names = Names()

    taken = [names.take(n, (".part",)) for n in ("a.txt", "A.txt", "a.txt.part", "b.part", "b")]

    assert taken == ["a.txt", "A (1).txt", "a.txt (1).part", "b.part", "b (1)"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("disk:folder/11", Place("folder", "11")),
        ("disk:storage/1/Отчёты/2026/", Place("storage", "1", ("Отчёты", "2026"))),
        ("DISK:File/21", Place("file", "21")),
        ("chat42", Place("chat", "chat42")),
        ("sg7/Папка", Place("chat", "sg7", ("Папка",))),
        ("user10", Place("chat", "user10")),
        ("crm:deal/1/UF_CRM_X", Place("crm", "1", owner=2, field="UF_CRM_X")),
        ("crm:177/29/ufCrm7_1/305", Place("crm", "29", owner=177, field="ufCrm7_1", file="305")),
    ],
)
def test_places_are_read(text: str, place: Place) -> None:
    assert paths.read(text) == place
    assert paths.read(str(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "disk:", "disk:folder", "disk:folder/x", "disk:file/2/x", "chat", "chat0", "crm:deal/1",
     "crm:deal/0/F", "crm:x/1/F", "folder/11", "ftp://portal.example/x", "http://[", "42"],
)  # fmt: skip
def test_what_names_no_place_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        paths.read(text)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="plan.txt"', "plan.txt"),
        ("attachment; filename=plan.txt; size=3", "plan.txt"),
        ("attachment; filename=\"_.txt\"; filename*=utf-8''%D0%BF.txt", "п.txt"),
        ("attachment; filename*=KOI8-X''%D0.txt; filename=\"b.txt\"", "b.txt"),
        ('attachment; filename="' + "план.txt".encode().decode("latin-1") + '"', "план.txt"),
        (r'attachment; filename="a \"b\".txt"', 'a "b".txt'),
        ('attachment; filename="%D0%BF.txt"', "п.txt"),
        ("inline", ""),
    ],
)
def test_a_file_s_name_is_read_from_the_header(header: str, name: str) -> None:
    assert Head(200, {"content-disposition": header}).name == name
