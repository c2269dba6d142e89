"""What the page about OPI says around its tables, in both languages: read by `tools.opi_page`."""

from __future__ import annotations

_SPELLING = {
    "en": "OPI's spelling `--tagetid` is kept.",
    "ru": "Написание OPI `--tagetid` сохранено.",
}
# Where we do otherwise than OPI, command by command: the reason in one sentence.
DIFFERENCES = {
    "ПолучитьСсылкуАвторизацииПриложения": {
        "en": "A domain pasted with `https://` works (OPI breaks).",
        "ru": "Домен годится и вместе с `https://` (у OPI ссылка ломается).",
    },
    "ИзменитьНовость": {
        "en": "DEST goes out only with `--vision`: OPI resets the audience to everyone.",
        "ru": "DEST уходит только с `--vision`: OPI открывает новость всем.",
    },
    "ИзменитьСтатусПользователя": {
        "en": "Without `--fire` it asks, and exits 4 where nobody can answer:"
        " OPI dismisses the employee.",
        "ru": "Без `--fire` спрашивает, а если ответить некому, выходит с кодом 4:"
        " OPI увольняет сотрудника.",
    },
    "ЗагрузитьФайлВКаталог": {
        "en": "The file is streamed, so its size does not matter.",
        "ru": "Файл идёт потоком, его размер не важен.",
    },
    "ОтправитьФайл": {
        "en": "`--file` does all three steps: chat folder, upload, commit.",
        "ru": "`--file` делает все три шага: каталог чата, загрузка, отправка.",
    },
    "СоздатьЧат": {
        "en": "Each parameter of im.chat.add is an option too; `--fields` may be left out.",
        "ru": "Каждый параметр im.chat.add есть и отдельно; без `--fields` можно обойтись.",
    },
    "ИзменитьСообщение": {
        "en": '`--text ""` empties the message: OPI cannot send an empty text.',
        "ru": '`--text ""` опустошает сообщение: OPI пустой текст отправить не может.',
    },
    "СкопироватьКаталог": _SPELLING,
    "ПереместитьКаталог": _SPELLING,
}
COLUMNS = {
    "en": "| command | REST method | options | difference |",
    "ru": "| команда | метод REST | параметры | отличие |",
}
HEADS = {
    "en": """\
# Compatibility with `oint bitrix24`

Every command line that OPI documents works unchanged and sends the same request. This page is made
from the same rows as the program (`make docs`); a test compares each command with requests written
down independently. [По-русски](opi-compatibility.ru.md)

## What improves without changing a script

- A portal's error ends with a non-zero [exit code](exit-codes.md). `OINT_COMPAT=1` brings OPI's 0
  back, and nothing else.
- Bad input stops before anything is sent, exit 2: OPI turns unreadable JSON into `["text"]` and
  sends it, and goes on without required options.
- Errors tell the portal's code, what it means and what to do; secrets are masked everywhere.
- stdout is the portal's JSON and nothing else, UTF-8 on every system.
- Names work in both languages, in any case, with `е` for `ё`; names of OPI 1.x are kept.

## What differs, and why

| where | here | OPI |
|---|---|---|
| unreadable JSON | exit 2, the place is named | sends `["text"]` |
| unknown or missing option | exit 2 | goes on |
| a plain text for a list: `--users 10,11` | two texts `["10", "11"]` | one text `["10,11"]` |
| a value that begins with `@`, or is `-` | a file, stdin (`@@` for a literal @) | sent as it is |
| a bare word that is also a file's name: `--users 10` | the word | the file |
| `--text ""` | sent | left out |
| a name given twice in JSON | exit 2 | the last one wins |
| plain http | only towards this machine, else https | https |

## Moving from OPI

1. Install, and run your script with `oint` in place of OPI's, or call `oint-b24` beside it.
2. Scripts that test the answer's `error` key go on working: the envelope is on stdout as before.
   Scripts under `set -e` now stop at a portal's error; where that is not wanted, set
   `OINT_COMPAT=1`.
3. Put the webhook address into a profile (`oint profile add prod --url -`) and drop `--url`.
4. Standard options are the same: `--help`, `--debug`, `--test` (also `--dry-run`), `--out`,
   `--config`.

## All {count} commands

Options in italics are ours. «=» means: the same request as OPI.
""",
    "ru": """\
# Совместимость с `oint bitrix24`

Любая командная строка из документации OPI работает без изменений и отправляет тот же запрос. Эта
страница сделана из тех же строк, что и сама программа (`make docs`); тест сверяет каждую команду с
запросами, записанными независимо. [In English](opi-compatibility.md)

## Что станет лучше само собой

- Ошибка портала кончается ненулевым [кодом выхода](exit-codes.ru.md). `OINT_COMPAT=1` возвращает 0,
  как у OPI, — и больше ничего не меняет.
- Негодный ввод останавливается до отправки, код 2. OPI превращает неразобранный JSON в `["текст"]`,
  отправляет его и не замечает, что обязательных параметров нет.
- Ошибка называет код портала, что он значит и что делать; секреты скрыты везде.
- На stdout — JSON портала и ничего другого, в UTF-8 на любой системе.
- Имена годятся на обоих языках, в любом регистре, с `е` вместо `ё`; имена из OPI 1.x сохранены.

## В чём разница и почему

| где | здесь | OPI |
|---|---|---|
| неразобранный JSON | код 2, место названо | отправляет `["текст"]` |
| неизвестный или пропущенный параметр | код 2 | продолжает |
| простой текст вместо списка: `--users 10,11` | два: `["10", "11"]` | один: `["10,11"]` |
| значение с `@` в начале или `-` | файл, стандартный ввод (`@@` — сам знак @) | уходит как есть |
| слово, которое совпало с именем файла: `--users 10` | слово | файл |
| `--text ""` | отправляется | пропускается |
| имя в JSON дважды | код 2 | побеждает последнее |
| простой http | только к этой машине, иначе https | https |

## Переезд с OPI

1. Установите программу и запустите свой сценарий с `oint` вместо того, что в OPI, — или зовите
   `oint-b24` рядом с ним.
2. Сценарии, которые проверяют в ответе ключ `error`, работают по-прежнему: обёртка ответа, как и
   раньше, на stdout. Сценарии под `set -e` теперь останавливаются на ошибке портала; если это не
   нужно, задайте `OINT_COMPAT=1`.
3. Сохраните адрес вебхука в профиле (`oint profile add prod --url -`) и уберите `--url`.
4. Общие параметры те же: `--help`, `--debug`, `--test` (он же `--dry-run`), `--out`, `--config`.

## Все команды: {count}

Параметры курсивом — наши. «=» значит: тот же запрос, что у OPI.
""",
}
