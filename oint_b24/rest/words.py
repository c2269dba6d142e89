"""Words as a search needs them: their stems, in both languages, and words for the same thing."""

from __future__ import annotations

from functools import cache

_SILENT = (
    "в во на с со к ко по для из от у о об и или мой мои моя мое как кто "
    "the a an of in on to for by and my how who"
)
_RUSSIAN = (
    "ание ания анию анием ений ение ения ению ением ить ать ять еть уть овать ивать ывать ует "
    "ый ий ой ая яя ое ее ые ие ого его ому ему ым им ыми ими ых их ую юю ами ями ам ям ах ях "
    "ов ев ей ом ем ия ию ии иям иями иях а я о е ы и у ю ь й"
)
_ENGLISH = "ing ies ed es s e y"
# Words that documentation uses for one another.
_SAME = (
    "создать добавить создание добавление новый зарегистрировать create add new register",
    "получить прочитать показать вернуть get read show return",
    "список перечень все list all",
    "удалить стереть убрать удаление delete remove clear очистить",
    "изменить обновить редактировать поменять изменение обновление update change edit set",
    "найти искать поиск search find",
    "отправить послать отправка send",
    "завершить закончить закрыть завершение complete finish close end",
    "начать открыть запустить start open begin run",
    "скачать выгрузить download export",
    "загрузить залить загрузка upload",
    "пригласить приглашение invite",
    "прикрепить привязать attach bind",
    "закрепить pin",
    "отвязать отписаться открепить unbind unsubscribe detach",
    "лайк нравится like",
    "встроить bind",
    "виджет встройка placement widget",
    "копировать скопировать copy",
    "переместить перенести move",
    "делегировать delegate",
    "выставить создать add",
    "сотрудник пользователь работник user employee",
    "участник член пользователь member user",
    "сообщение message",
    "уведомление оповещение notification notify",
    "комментарий comment commentitem",
    "событие event",
    "календарь calendar",
    "папка каталог folder directory",
    "диск disk drive",
    "чат диалог беседа chat dialog",
    "бот bot chatbot",
    "сделка сделок deal",
    "лид lead",
    "контакт contact",
    "компания company",
    "заказ order",
    "счет invoice",
    "дело активность activity",
    "стадия этап stage",
    "дубликат дубль duplicate",
    "воронка направление funnel pipeline category",
    "товар продукт product",
    "цена price",
    "склад store warehouse",
    "валюта currency",
    "звонок call",
    "задача task",
    "чеклист checklist checklistitem",
    "файл file",
    "группа проект group workgroup project",
    "отдел подразделение department",
    "шаблон template",
    "процесс workflow process",
    "робот robot",
    "день рабочий timeman workday",
    "онлайн статус online status",
    "счетчик counter",
    "непрочитанный unread",
    "право доступ разрешение right access permission",
    "сайт страница landing site page",
    "опрос голосование vote poll",
    "письмо почта mail email",
    "лента новость feed blogpost",
    "название заголовок имя title name переименовать rename",
)
_LEAST = 3  # letters of a stem


def is_silent(word: str) -> bool:
    """Say whether `word` carries no meaning of its own in a query."""
    return word in _silent()


@cache
def stem(word: str) -> str:
    """Return a lower-case word without its ending."""
    for ending in _endings(word.isascii()):
        if len(word) - len(ending) >= _LEAST and word.endswith(ending):
            return word.removesuffix(ending)
    return word


@cache
def alike(word: str) -> tuple[str, ...]:
    """Return the stems of all words documentation uses for what `word` means; often none."""
    own = stem(word)
    return tuple(s for stems in _same() if own in stems for s in stems)


@cache
def _silent() -> frozenset[str]:
    return frozenset(_SILENT.split())


@cache
def _endings(is_english: bool) -> tuple[str, ...]:
    """Return the endings, the longest first: «-ениями» must go before «-ями»."""
    words = _ENGLISH if is_english else _RUSSIAN
    return tuple(sorted(words.split(), key=len, reverse=True))


@cache
def _same() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(stem(word) for word in group.split()) for group in _SAME)
