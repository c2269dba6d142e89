"""Files that rows refer to: on disk under `{dir}`, over HTTP under `{base}`."""

from __future__ import annotations

PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
PNG64 = "iVBORw0KGgoA/w=="
NOTE = b"hello\n"
NOTE64 = "aGVsbG8K"

FILES: dict[str, bytes] = {
    "pic.png": PNG,
    "note.txt": NOTE,
    "task.json": '{"TITLE": "Из файла", "RESPONSIBLE_ID": 1, "TAGS": ["a", "б"]}'.encode(),
    "bom.json": '\ufeff{"TITLE": "С меткой"}'.encode(),
    "users.json": b"[10, 1]",
    "blocks.json": '[{"MESSAGE": "Строка\\nвторая"}]'.encode(),
    "message.txt": "Текст из файла\nв две строки".encode(),
    "broken.json": b'{"TITLE": "x",\n "PRIORITY": }',
    "array.json": b"[1, 2]",
}
