"""Rows: storages and folders of the disk."""

from __future__ import annotations

from tests.conformance.case import HOOK, PORTAL, TOKEN, Case

STORAGES = [
    Case(["ПолучитьСписокХранилищ", *HOOK], "disk.storage.getlist", {}),
    Case(["GetStoragesList", *PORTAL, "-t", TOKEN], "disk.storage.getlist", {"auth": TOKEN}),
    Case(
        ["ПолучитьХранилищеПриложения", "--url", "{portal}", "--token", TOKEN],
        "disk.storage.getforapp",
        {"auth": TOKEN},
    ),
    Case(["GetAppStorage", *PORTAL, "-t", TOKEN], "disk.storage.getforapp", {"auth": TOKEN}),
    Case(["ПолучитьХранилище", *HOOK, "--storageid", "3"], "disk.storage.get", {"id": "3"}),
    Case(
        ["GetStorage", *PORTAL, "-s", "3", "-t", TOKEN],
        "disk.storage.get",
        {"auth": TOKEN, "id": "3"},
    ),
    Case(
        ["ПереименоватьХранилище", *HOOK, "--storageid", "3", "--title", "Новое имя"],
        "disk.storage.rename",
        {"id": "3", "newName": "Новое имя"},
    ),
    Case(
        ["RenameStorage", *PORTAL, "-t", "New name", "-s", "3", "-k", TOKEN],
        "disk.storage.rename",
        {"auth": TOKEN, "id": "3", "newName": "New name"},
    ),
    Case(
        ["ПолучитьСодержимоеХранилища", *HOOK, "--storageid", "3"],
        "disk.storage.getchildren",
        {"id": "3"},
    ),
    Case(
        ["GetStorageObjects", *PORTAL, "-s", "3", "-t", TOKEN],
        "disk.storage.getchildren",
        {"auth": TOKEN, "id": "3"},
    ),
    Case(
        ["СоздатьКаталогВХранилище", *HOOK, "--storageid", "3", "--title", "Новый каталог 2"],
        "disk.storage.addfolder",
        {"id": "3", "data": {"NAME": "Новый каталог 2"}},
    ),
    Case(
        ["CreateStorageFolder", *PORTAL, "-t", "Folder", "-s", "3", "-k", TOKEN],
        "disk.storage.addfolder",
        {"auth": TOKEN, "id": "3", "data": {"NAME": "Folder"}},
    ),
]

FOLDERS = [
    Case(
        ["ПолучитьИнформациюОКаталоге", *HOOK, "--folderid", "127"],
        "disk.folder.get",
        {"id": "127"},
    ),
    Case(
        ["GetFolderInformation", *PORTAL, "-f", "127", "-t", TOKEN],
        "disk.folder.get",
        {"auth": TOKEN, "id": "127"},
    ),
    Case(
        ["СоздатьПодкаталог", *HOOK, "--folderid", "127", "--title", "Новый подкаталог"],
        "disk.folder.addsubfolder",
        {"id": "127", "data": {"NAME": "Новый подкаталог"}},
    ),
    Case(
        ["CreateSubfolder", *PORTAL, "-t", "Sub", "-f", "127", "-k", TOKEN],
        "disk.folder.addsubfolder",
        {"auth": TOKEN, "id": "127", "data": {"NAME": "Sub"}},
    ),
    # --tagetid, without an r: the option is spelled so there.
    Case(
        ["СкопироватьКаталог", *HOOK, "--folderid", "127", "--tagetid", "129"],
        "disk.folder.copyto",
        {"id": "127", "targetFolderId": "129"},
    ),
    Case(
        ["MakeFolderCopy", *PORTAL, "-t", "129", "-f", "127", "-k", TOKEN],
        "disk.folder.copyto",
        {"auth": TOKEN, "id": "127", "targetFolderId": "129"},
    ),
    Case(
        ["ПереместитьКаталог", *HOOK, "--folderid", "127", "--tagetid", "129"],
        "disk.folder.moveto",
        {"id": "127", "targetFolderId": "129"},
    ),
    Case(
        ["MoveFolder", *PORTAL, "-t", "129", "-f", "127", "-k", TOKEN],
        "disk.folder.moveto",
        {"auth": TOKEN, "id": "127", "targetFolderId": "129"},
    ),
    Case(["УдалитьКаталог", *HOOK, "--folderid", "127"], "disk.folder.deletetree", {"id": "127"}),
    Case(
        ["DeleteFolder", *PORTAL, "-f", "127", "-t", TOKEN],
        "disk.folder.deletetree",
        {"auth": TOKEN, "id": "127"},
    ),
    Case(
        ["ПолучитьВнешнююСсылкуКаталога", *HOOK, "--folderid", "127"],
        "disk.folder.getExternalLink",
        {"id": "127"},
    ),
    Case(
        ["GetFolderExternalLink", *PORTAL, "-f", "127", "-t", TOKEN],
        "disk.folder.getExternalLink",
        {"auth": TOKEN, "id": "127"},
    ),
    Case(
        [
            "ПолучитьДочерниеЭлементыКаталога",
            *HOOK,
            "--folderid",
            "127",
            "--filter",
            "{'>=CREATE_TIME':'2025-01-01'}",
        ],
        "disk.folder.getchildren",
        {"id": "127", "filter": {">=CREATE_TIME": "2025-01-01"}},
    ),
    Case(
        ["ПолучитьДочерниеЭлементыКаталога", *HOOK, "--folderid", "127"],
        "disk.folder.getchildren",
        {"id": "127"},
    ),
    Case(
        ["GetFolderItems", *PORTAL, "-l", '{"NAME": "a"}', "-f", "127", "-t", TOKEN],
        "disk.folder.getchildren",
        {"auth": TOKEN, "id": "127", "filter": {"NAME": "a"}},
    ),
    Case(
        ["ПоместитьКаталогВКорзину", *HOOK, "--folderid", "127"],
        "disk.folder.markdeleted",
        {"id": "127"},
    ),
    Case(
        ["MarkFolderAsDeleted", *PORTAL, "-f", "127", "-t", TOKEN],
        "disk.folder.markdeleted",
        {"auth": TOKEN, "id": "127"},
    ),
    Case(["ВосстановитьКаталог", *HOOK, "--folderid", "127"], "disk.folder.restore", {"id": "127"}),
    Case(
        ["RestoreFolder", *PORTAL, "-f", "127", "-t", TOKEN],
        "disk.folder.restore",
        {"auth": TOKEN, "id": "127"},
    ),
    Case(
        ["ПереименоватьКаталог", *HOOK, "--folderid", "127", "--title", "Новое имя каталога"],
        "disk.folder.rename",
        {"id": "127", "newName": "Новое имя каталога"},
    ),
    Case(
        ["RenameFolder", *PORTAL, "-t", "New name", "-f", "127", "-k", TOKEN],
        "disk.folder.rename",
        {"auth": TOKEN, "id": "127", "newName": "New name"},
    ),
    Case(
        ["ПолучитьСтруктуруФильтраКаталога", *HOOK, "--empty", "true"], "disk.folder.getfields", {}
    ),
    Case(
        ["GetFolderFilterStructure", *PORTAL, "-e", "false", "-t", TOKEN],
        "disk.folder.getfields",
        {"auth": TOKEN},
    ),
]

ROWS = [*STORAGES, *FOLDERS]
