"""Make a method's row of the catalogue from its page in both languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tools.catalogue import answer, lead, naming, pages
from tools.catalogue.alternatives import tell_alternatives
from tools.catalogue.datatypes import DataTypes
from tools.catalogue.effect import effect
from tools.catalogue.errors import errors
from tools.catalogue.guides import guide_methods
from tools.catalogue.merging import complete
from tools.catalogue.paging import pagination
from tools.catalogue.request import request
from tools.catalogue.titles import titles
from tools.catalogue.wording import ENGLISH, RUSSIAN

if TYPE_CHECKING:
    from pathlib import Path

    from tools.catalogue.pages import Page
    from tools.catalogue.request import Request

Row = dict[str, Any]

_LISTING = re.compile(r"(list|get)\w*$", re.IGNORECASE)


def methods(en: Path, ru: Path) -> tuple[list[Row], dict[str, Row]]:
    """Return the rows of all methods of a checkout, and the data types they refer to."""
    named = _named(en)
    types = DataTypes(en, {page.path: name for page, name in named})
    rows = [_row(page, name, en, ru, types) for page, name in named]
    return [*rows, *guide_methods(en)], types.found


def _named(en: Path) -> list[tuple[Page, str]]:
    loaded = (pages.load(en, path) for path in pages.paths(en))
    return [
        (page, name)
        for page in loaded
        if naming.is_method_page(page) and (name := naming.method_name(page))
    ]


def _row(page: Page, name: str, en: Path, ru: Path, types: DataTypes) -> Row:
    original = pages.load(ru, page.path) if (ru / page.path).is_file() else None
    taken = request(page.sections, ENGLISH)
    count = len(taken.params)
    if original:
        complete(taken, request(original.sections, RUSSIAN))
    for _, level in taken.levels():
        tell_alternatives(level)
    row = {
        "name": name,
        "version": naming.version_of(page),
        "title": titles(name, ru=original.title if original else page.title, en=page.title),
        **_scopes(page, original, en),
        "effect": effect(name),
        "page": page.path,
        **_request(taken, page, types),
        **_answer(page, original, taken, name),
        **_errors(page),
        **_marks(page, name, count),
    }
    return {key: value for key, value in row.items() if value not in (None, False, [], {})}


def _scopes(page: Page, original: Page | None, en: Path) -> Row:
    """Return the permissions; where the translation names another one, the original is right."""
    found = (lead.scopes(original) if original else []) or lead.scopes(page)
    first = found[0] if found else lead.section_scope(en, page.path)
    return {"scope": first, "scopes": found if len(found) > 1 else None}


def _request(taken: Request, page: Page, types: DataTypes) -> Row:
    return {
        "params": types.rows(taken.params, page.path, taken.nested),
        "nested": {
            path: types.rows(level, page.path, _children(path, taken))
            for path, level in taken.nested.items()
        },
        "no_params": not taken.params and naming.says_no_params(page),
    }


def _children(path: str, taken: Request) -> set[str]:
    """Return the names right below `path` that have a table of their own."""
    return {
        inner.removeprefix(f"{path}.") for inner in taken.nested if inner.startswith(f"{path}.")
    }


def _answer(page: Page, original: Page | None, taken: Request, name: str) -> Row:
    shown = answer.best_sample(
        answer.sample(page.sections, ENGLISH),
        answer.sample(original.sections, RUSSIAN) if original else ("", None),
    )
    returns, fields = answer.returned(page.sections)
    shape = answer.shape(shown, returns)
    # Some lists never mention `start`, but their sample counts all rows beside one page of them.
    implied = _LISTING.search(name) and "list_path" in shape and answer.says_more_pages(shown)
    return {
        "pagination": pagination(taken)
        or ("start_implied" if implied and naming.version_of(page) == 2 else None),
        "returns": returns,
        **shape,
        "result_fields": fields,
    }


def _errors(page: Page) -> Row:
    codes, statuses = errors(page)
    return {"errors": codes, "error_statuses": statuses}


def _marks(page: Page, name: str, count: int) -> Row:
    deprecated, successors = lead.deprecation(page, name)
    return {
        "deprecated": deprecated,
        "replaced_by": successors,
        "app_only": lead.is_app_only(page),
        "positional": lead.is_positional(page, count),
    }
