"""Rows: storages, folders and files of the disk."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case, Upload
from tests.conformance.files import NOTE, NOTE64, PNG, PNG64

STORAGES = [
    Case(["ПолучитьСписокХранилищ", *HOOK], "disk.storage.getlist", {}),
    Case(["GetStoragesList", *PORTAL, "-t", TOKEN], "disk.storage.getlist", {"auth": TOKEN}),
    Case(["ПолучитьХранилищеПриложения", "--url", "{portal}", "--token", TOKEN], "disk.storage.getforapp", {"auth": TOKEN}),
    Case(["GetAppStorage", *PORTAL, "-t", TOKEN], "disk.storage.getforapp", {"auth": TOKEN}),
    Case(["ПолучитьХранилище", *HOOK, "--storageid", "3"], "disk.storage.get", {"id": "3"}),
    Case(["GetStorage", *PORTAL, "-s", "3", "-t", TOKEN], "disk.storage.get", {"auth": TOKEN, "id": "3"}),
    Case(["ПереименоватьХранилище", *HOOK, "--storageid", "3", "--title", "Новое имя"], "disk.storage.rename", {"id": "3", "newName": "Новое имя"}),
    Case(["RenameStorage", *PORTAL, "-t", "New name", "-s", "3", "-k", TOKEN], "disk.storage.rename", {"auth": TOKEN, "id": "3", "newName": "New name"}),
    Case(["ПолучитьСодержимоеХранилища", *HOOK, "--storageid", "3"], "disk.storage.getchildren", {"id": "3"}),
    Case(["GetStorageObjects", *PORTAL, "-s", "3", "-t", TOKEN], "disk.storage.getchildren", {"auth": TOKEN, "id": "3"}),
    Case(["СоздатьКаталогВХранилище", *HOOK, "--storageid", "3", "--title", "Новый каталог 2"], "disk.storage.addfolder", {"id": "3", "data": {"NAME": "Новый каталог 2"}}),
    Case(["CreateStorageFolder", *PORTAL, "-t", "Folder", "-s", "3", "-k", TOKEN], "disk.storage.addfolder", {"auth": TOKEN, "id": "3", "data": {"NAME": "Folder"}}),
]

FOLDERS = [
    Case(["ПолучитьИнформациюОКаталоге", *HOOK, "--folderid", "127"], "disk.folder.get", {"id": "127"}),
    Case(["GetFolderInformation", *PORTAL, "-f", "127", "-t", TOKEN], "disk.folder.get", {"auth": TOKEN, "id": "127"}),
    Case(["СоздатьПодкаталог", *HOOK, "--folderid", "127", "--title", "Новый подкаталог"], "disk.folder.addsubfolder", {"id": "127", "data": {"NAME": "Новый подкаталог"}}),
    Case(["CreateSubfolder", *PORTAL, "-t", "Sub", "-f", "127", "-k", TOKEN], "disk.folder.addsubfolder", {"auth": TOKEN, "id": "127", "data": {"NAME": "Sub"}}),
    # --tagetid, without an r: the option is spelled so there.
    Case(["СкопироватьКаталог", *HOOK, "--folderid", "127", "--tagetid", "129"], "disk.folder.copyto", {"id": "127", "targetFolderId": "129"}),
    Case(["MakeFolderCopy", *PORTAL, "-t", "129", "-f", "127", "-k", TOKEN], "disk.folder.copyto", {"auth": TOKEN, "id": "127", "targetFolderId": "129"}),
    Case(["ПереместитьКаталог", *HOOK, "--folderid", "127", "--tagetid", "129"], "disk.folder.moveto", {"id": "127", "targetFolderId": "129"}),
    Case(["MoveFolder", *PORTAL, "-t", "129", "-f", "127", "-k", TOKEN], "disk.folder.moveto", {"auth": TOKEN, "id": "127", "targetFolderId": "129"}),
    Case(["УдалитьКаталог", *HOOK, "--folderid", "127"], "disk.folder.deletetree", {"id": "127"}),
    Case(["DeleteFolder", *PORTAL, "-f", "127", "-t", TOKEN], "disk.folder.deletetree", {"auth": TOKEN, "id": "127"}),
    Case(["ПолучитьВнешнююСсылкуКаталога", *HOOK, "--folderid", "127"], "disk.folder.getExternalLink", {"id": "127"}),
    Case(["GetFolderExternalLink", *PORTAL, "-f", "127", "-t", TOKEN], "disk.folder.getExternalLink", {"auth": TOKEN, "id": "127"}),
    Case(["ПолучитьДочерниеЭлементыКаталога", *HOOK, "--folderid", "127", "--filter", "{'>=CREATE_TIME':'2025-01-01'}"], "disk.folder.getchildren", {"id": "127", "filter": {">=CREATE_TIME": "2025-01-01"}}),
    Case(["ПолучитьДочерниеЭлементыКаталога", *HOOK, "--folderid", "127"], "disk.folder.getchildren", {"id": "127"}),
    Case(["GetFolderItems", *PORTAL, "-l", '{"NAME": "a"}', "-f", "127", "-t", TOKEN], "disk.folder.getchildren", {"auth": TOKEN, "id": "127", "filter": {"NAME": "a"}}),
    Case(["ПоместитьКаталогВКорзину", *HOOK, "--folderid", "127"], "disk.folder.markdeleted", {"id": "127"}),
    Case(["MarkFolderAsDeleted", *PORTAL, "-f", "127", "-t", TOKEN], "disk.folder.markdeleted", {"auth": TOKEN, "id": "127"}),
    Case(["ВосстановитьКаталог", *HOOK, "--folderid", "127"], "disk.folder.restore", {"id": "127"}),
    Case(["RestoreFolder", *PORTAL, "-f", "127", "-t", TOKEN], "disk.folder.restore", {"auth": TOKEN, "id": "127"}),
    Case(["ПереименоватьКаталог", *HOOK, "--folderid", "127", "--title", "Новое имя каталога"], "disk.folder.rename", {"id": "127", "newName": "Новое имя каталога"}),
    Case(["RenameFolder", *PORTAL, "-t", "New name", "-f", "127", "-k", TOKEN], "disk.folder.rename", {"auth": TOKEN, "id": "127", "newName": "New name"}),
    Case(["ПолучитьСтруктуруФильтраКаталога", *HOOK, "--empty", "true"], "disk.folder.getfields", {}),
    Case(["GetFolderFilterStructure", *PORTAL, "-e", "false", "-t", TOKEN], "disk.folder.getfields", {"auth": TOKEN}),
]

FILES = [
    Case(
        [
            "ЗагрузитьФайлВХранилище", *HOOK, "--title", "Картинка.png", "--file", "{dir}/pic.png", "--storageid", "3",
            "--rights", "[{'TASK_ID':42,'ACCESS_CODE':'U35'}]",
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
        ["ЗагрузитьФайлВХранилище", *HOOK, "--title", "note.txt", "--file", "{base}/note.txt", "--storageid", "3"],
        "disk.storage.uploadfile",
        {"data": {"NAME": "note.txt"}, "id": "3", "fileContent": ["note.txt", NOTE64]},
    ),
    Case(
        ["UploadFileToStorage", *PORTAL, "-r", "{'TASK_ID':42,'ACCESS_CODE':'U35'}", "-s", "3", "-f", "aGVsbG8K", "-t", "a.txt", "-k", TOKEN],
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
    Case(["GetFileInformation", *PORTAL, "-f", "2482", "-t", TOKEN], "disk.file.get", {"auth": TOKEN, "id": "2482"}),
    Case(["УдалитьФайл", *HOOK, "--fileid", "2482"], "disk.file.delete", {"id": "2482"}),
    Case(["DeleteFile", *PORTAL, "-f", "2484", "-t", TOKEN], "disk.file.delete", {"auth": TOKEN, "id": "2484"}),
    Case(["ПолучитьВнешнююСсылкуФайла", *HOOK, "--fileid", "2482"], "disk.file.getExternalLink", {"id": "2482"}),
    Case(["GetFileExternalLink", *PORTAL, "-f", "2482", "-t", TOKEN], "disk.file.getExternalLink", {"auth": TOKEN, "id": "2482"}),
    Case(["ПоместитьФайлВКорзину", *HOOK, "--fileid", "2482"], "disk.file.markdeleted", {"id": "2482"}),
    Case(["MarkFileAsDeleted", *PORTAL, "-f", "2482", "-t", TOKEN], "disk.file.markdeleted", {"auth": TOKEN, "id": "2482"}),
    Case(["ВосстановитьФайл", *HOOK, "--fileid", "2482"], "disk.file.restore", {"id": "2482"}),
    Case(["RestoreFile", *PORTAL, "-f", "2482", "-t", TOKEN], "disk.file.restore", {"auth": TOKEN, "id": "2482"}),
    Case(["СкопироватьФайл", *HOOK, "--fileid", "2482", "--folderid", "127"], "disk.file.copyto", {"id": "2482", "targetFolderId": "127"}),
    Case(["MakeFileCopy", *PORTAL, "-l", "127", "-f", "2482", "-t", TOKEN], "disk.file.copyto", {"auth": TOKEN, "id": "2482", "targetFolderId": "127"}),
    Case(["ПереместитьФайлВКаталог", *HOOK, "--fileid", "2482", "--folderid", "127"], "disk.file.moveto", {"id": "2482", "targetFolderId": "127"}),
    Case(["MoveFileToFolder", *PORTAL, "-l", "127", "-f", "2482", "-t", TOKEN], "disk.file.moveto", {"auth": TOKEN, "id": "2482", "targetFolderId": "127"}),
    Case(["ПереименоватьФайл", *HOOK, "--fileid", "2482", "--title", "Новое имя.png"], "disk.file.rename", {"id": "2482", "newName": "Новое имя.png"}),
    Case(["RenameFile", *PORTAL, "-t", "new.png", "-f", "2482", "-k", TOKEN], "disk.file.rename", {"auth": TOKEN, "id": "2482", "newName": "new.png"}),
]

UPLOADS = [
    Upload(["ЗагрузитьФайлВКаталог", *HOOK, "--title", "Картинка.png", "--file", "{dir}/pic.png", "--folderid", "127"], {"id": "127"}, "Картинка.png", PNG),
    Upload(["ЗагрузитьФайлВКаталог", *HOOK, "--title", "note.txt", "--file", "{base}/note.txt", "--folderid", "127"], {"id": "127"}, "note.txt", NOTE),
    Upload(["UploadFileToFolder", *PORTAL, "-l", "127", "-f", "aGVsbG8K", "-t", "a.txt", "-k", TOKEN], {"auth": TOKEN, "id": "127"}, "a.txt", NOTE),
]

ROWS = [*STORAGES, *FOLDERS, *FILES]
