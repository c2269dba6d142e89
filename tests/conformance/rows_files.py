"""Rows: files of the disk."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case, Upload
from tests.conformance.files import NOTE, NOTE64, PNG, PNG64

ROWS = [
    Case(
        [
            "ЗагрузитьФайлВХранилище",
            *HOOK,
            "--title",
            "Картинка.png",
            "--file",
            "{dir}/pic.png",
            "--storageid",
            "3",
            "--rights",
            "[{'TASK_ID':42,'ACCESS_CODE':'U35'}]",
        ],
        "disk.storage.uploadfile",
        {
            "data": {"NAME": "Картинка.png"},
            "rights": [{"TASK_ID": 42, "ACCESS_CODE": "U35"}],
            "id": "3",
            "fileContent": ["Картинка.png", PNG64],
        },
    ),
    Case(
        [
            "ЗагрузитьФайлВХранилище",
            *HOOK,
            "--title",
            "note.txt",
            "--file",
            "{base}/note.txt",
            "--storageid",
            "3",
        ],
        "disk.storage.uploadfile",
        {"data": {"NAME": "note.txt"}, "id": "3", "fileContent": ["note.txt", NOTE64]},
    ),
    Case(
        [
            "UploadFileToStorage",
            *PORTAL,
            "-r",
            "{'TASK_ID':42,'ACCESS_CODE':'U35'}",
            "-s",
            "3",
            "-f",
            "aGVsbG8K",
            "-t",
            "a.txt",
            "-k",
            TOKEN,
        ],
        "disk.storage.uploadfile",
        {
            "auth": TOKEN,
            "data": {"NAME": "a.txt"},
            "rights": [{"TASK_ID": 42, "ACCESS_CODE": "U35"}],
            "id": "3",
            "fileContent": ["a.txt", NOTE64],
        },
    ),
    Case(["ПолучитьИнформациюОФайле", *HOOK, "--fileid", "2482"], "disk.file.get", {"id": "2482"}),
    Case(
        ["GetFileInformation", *PORTAL, "-f", "2482", "-t", TOKEN],
        "disk.file.get",
        {"auth": TOKEN, "id": "2482"},
    ),
    Case(["УдалитьФайл", *HOOK, "--fileid", "2482"], "disk.file.delete", {"id": "2482"}),
    Case(
        ["DeleteFile", *PORTAL, "-f", "2484", "-t", TOKEN],
        "disk.file.delete",
        {"auth": TOKEN, "id": "2484"},
    ),
    Case(
        ["ПолучитьВнешнююСсылкуФайла", *HOOK, "--fileid", "2482"],
        "disk.file.getExternalLink",
        {"id": "2482"},
    ),
    Case(
        ["GetFileExternalLink", *PORTAL, "-f", "2482", "-t", TOKEN],
        "disk.file.getExternalLink",
        {"auth": TOKEN, "id": "2482"},
    ),
    Case(
        ["ПоместитьФайлВКорзину", *HOOK, "--fileid", "2482"],
        "disk.file.markdeleted",
        {"id": "2482"},
    ),
    Case(
        ["MarkFileAsDeleted", *PORTAL, "-f", "2482", "-t", TOKEN],
        "disk.file.markdeleted",
        {"auth": TOKEN, "id": "2482"},
    ),
    Case(["ВосстановитьФайл", *HOOK, "--fileid", "2482"], "disk.file.restore", {"id": "2482"}),
    Case(
        ["RestoreFile", *PORTAL, "-f", "2482", "-t", TOKEN],
        "disk.file.restore",
        {"auth": TOKEN, "id": "2482"},
    ),
    Case(
        ["СкопироватьФайл", *HOOK, "--fileid", "2482", "--folderid", "127"],
        "disk.file.copyto",
        {"id": "2482", "targetFolderId": "127"},
    ),
    Case(
        ["MakeFileCopy", *PORTAL, "-l", "127", "-f", "2482", "-t", TOKEN],
        "disk.file.copyto",
        {"auth": TOKEN, "id": "2482", "targetFolderId": "127"},
    ),
    Case(
        ["ПереместитьФайлВКаталог", *HOOK, "--fileid", "2482", "--folderid", "127"],
        "disk.file.moveto",
        {"id": "2482", "targetFolderId": "127"},
    ),
    Case(
        ["MoveFileToFolder", *PORTAL, "-l", "127", "-f", "2482", "-t", TOKEN],
        "disk.file.moveto",
        {"auth": TOKEN, "id": "2482", "targetFolderId": "127"},
    ),
    Case(
        ["ПереименоватьФайл", *HOOK, "--fileid", "2482", "--title", "Новое имя.png"],
        "disk.file.rename",
        {"id": "2482", "newName": "Новое имя.png"},
    ),
    Case(
        ["RenameFile", *PORTAL, "-t", "new.png", "-f", "2482", "-k", TOKEN],
        "disk.file.rename",
        {"auth": TOKEN, "id": "2482", "newName": "new.png"},
    ),
]

UPLOADS = [
    Upload(
        [
            "ЗагрузитьФайлВКаталог",
            *HOOK,
            "--title",
            "Картинка.png",
            "--file",
            "{dir}/pic.png",
            "--folderid",
            "127",
        ],
        {"id": "127"},
        "Картинка.png",
        PNG,
    ),
    Upload(
        [
            "ЗагрузитьФайлВКаталог",
            *HOOK,
            "--title",
            "note.txt",
            "--file",
            "{base}/note.txt",
            "--folderid",
            "127",
        ],
        {"id": "127"},
        "note.txt",
        NOTE,
    ),
    Upload(
        ["UploadFileToFolder", *PORTAL, "-l", "127", "-f", "aGVsbG8K", "-t", "a.txt", "-k", TOKEN],
        {"auth": TOKEN, "id": "127"},
        "a.txt",
        NOTE,
    ),
]
