"""Find methods and events by words: names and titles in both languages, any order, typos too.

A query of several words finds what has all of them, in whatever form: another ending, a part of
a word, another word for the same (create, add), a misspelling. The best match comes first.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from oint_b24.names import fold
from oint_b24.packaged import lines
from oint_b24.rest.catalogue import DATA
from oint_b24.rest.words import alike, is_silent, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PIECE = re.compile(r"[^\W_]+")
_BARE = str.maketrans("", "", " ._-")
_SUCCESSORS = re.compile(rb'"replaced_by":(\[[^\]]*\])')
_VERSION = re.compile(r"\.(?:v\d+|api)(?=\.)")
_HUMP = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# Of equal matches the one that only tells is meant: who asks for «участники чата» wants their list.
_TELLS = {"list": 0.4, "get": 0.3, "getlist": 0.3, "search": 0.1}
_TELLING = frozenset({"get", "list", "getlist", "retrieve", "получить", "список", "информацию"})
# Tools whose methods double those of another; a query that names the tool finds nothing else.
_ASIDE = ("imbot.", "imopenlines.", "imconnector.", "humanresources.hcmlink.")
_ASIDE_COST = 1.0
_BEST = 2  # matches that are surely meant
# How much each kind of match is worth.
_EXACT, _FORM, _ALIAS, _START, _LIKE, _INSIDE, _TYPO = 1.0, 0.9, 0.85, 0.75, 0.6, 0.5, 0.55


class Entry(NamedTuple):
    """What a list tells of a method. A tuple: 1,700 of them are made for every search."""

    name: str
    version: int
    title: dict[str, str]
    effect: str
    scopes: tuple[str, ...]
    deprecated: bool
    replaced_by: tuple[str, ...] = ()


@cache
def entries() -> tuple[Entry, ...]:
    """Return every method of both versions, in the order of the catalogue.

    A row begins with what a list needs (`tools/catalogue` writes it so); the long rest would cost
    four fifths of the time.
    """
    return tuple(map(_entry, lines(*DATA, "methods.ndjson")))


def current_first(ranked: Sequence[Entry], kept: Sequence[Entry]) -> list[Entry]:
    """Return what a search found, deprecated methods last.

    Where one of the best matches is deprecated, what replaces it takes its place if it is `kept`:
    who looks for adding a deal is told of `crm.item.add`, whose title speaks of no deal.
    """
    current = {entry.name.casefold(): entry for entry in kept if not entry.deprecated}
    order: dict[tuple[str, int], Entry] = {}
    for place, entry in enumerate(ranked):
        named = entry.replaced_by if entry.deprecated and place < _BEST else ()
        for one in (current.get(name.casefold()) for name in named):
            if one is not None:
                order.setdefault((one.name, one.version), one)
        if not entry.deprecated:
            order.setdefault((entry.name, entry.version), entry)
    return [*order.values(), *(entry for entry in ranked if entry.deprecated)]


def search(words: Iterable[str], texts: Sequence[tuple[str, ...]]) -> list[int]:
    """Return the places of the `texts` that match `words`, the best first.

    A text is a name and its titles. Words that match nothing at all are left out of account; of
    the rest a text must have as many as any text has.
    """
    query = list(dict.fromkeys(w for word in words for w in _pieces(word) if not is_silent(w)))
    phrase = fold(" ".join(words))
    index = _index(texts)
    scores: dict[int, float] = {}
    counts: dict[int, int] = {}
    for word in query:
        found = _places(word, index)
        rarity = math.log(1 + len(texts) / (1 + len(found)))
        for place, grade in found.items():
            counts[place] = counts.get(place, 0) + 1
            scores[place] = scores.get(place, 0.0) + grade * (0.3 + rarity)
    most = max(counts.values(), default=0)
    named = {place: _named(phrase, text[0]) for place, text in enumerate(texts)} if phrase else {}
    chosen = [p for p, text in enumerate(texts) if counts.get(p, 0) == most > 0 or named.get(p)]

    def rank(place: int) -> tuple[float, int, str]:
        text = texts[place]
        fit = max((_cover(query, part) for part in text[1:]), default=0.0)
        fit += _cover(query, " ".join(_own_words(text[0])))
        total = scores.get(place, 0.0) + 3 * fit + 8 * named.get(place, 0)
        total += _TELLS.get(text[0].rpartition(".")[2].casefold(), 0.0)
        total -= _ASIDE_COST if text[0].startswith(_ASIDE) else 0.0
        return -total, len(text[0]), text[0]

    return sorted(chosen, key=rank)


def _entry(line: bytes) -> Entry:
    head, _, rest = line.partition(b',"page":')
    row = json.loads(head + b"}")
    if "effect" not in row:  # a row written by hand has its keys in another order
        row = json.loads(line)
    scopes = tuple(row.get("scopes") or filter(None, [row.get("scope")]))
    deprecated = b'"deprecated":true' in rest
    told = _SUCCESSORS.search(rest) if deprecated else None
    successors = tuple(json.loads(told[1])) if told else ()
    return Entry(
        row["name"], row["version"], row["title"], row["effect"], scopes, deprecated, successors
    )


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text.casefold().replace("ё", "е"))


def _tokens(text: tuple[str, ...]) -> set[str]:
    """Return the words of a name and its titles, a name in CamelCase also by its parts."""
    found = set(_pieces(" ".join(text)))
    name = text[0]
    if not name.islower():
        found.update(part.casefold() for part in _HUMP.findall(name) if len(part) > 1)
    return found


def _index(texts: Sequence[tuple[str, ...]]) -> dict[str, list[int]]:
    index: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        for token in _tokens(text):
            index.setdefault(token, []).append(place)
    return index


def _places(word: str, index: dict[str, list[int]]) -> dict[int, float]:
    """Return where `word` is found in some form, and how well."""
    grades = _forms(word, index)
    if not grades:
        for meant, sure in _misspelt(word, index):
            for token, grade in _forms(meant, index).items():
                grades[token] = max(grades.get(token, 0.0), grade * sure)
    best: dict[int, float] = {}
    for token, grade in grades.items():
        for place in index[token]:
            best[place] = max(best.get(place, 0.0), grade)
    return best


def _forms(word: str, index: dict[str, list[int]]) -> dict[str, float]:
    """Return the tokens that answer `word` in some form, and how well."""
    others = alike(word)
    return {token: grade for token in index if (grade := _grade(word, token, others)) > 0}


def _grade(word: str, token: str, others: tuple[str, ...]) -> float:
    """Return how well `token` answers `word`; `others` are the stems of words for the same."""
    if word == token:
        return _EXACT
    if word[0] == token[0]:
        grade = _kindred(word, token)
        if grade:
            return grade
    if others and token.startswith(others) and stem(token) in others:
        return _ALIAS
    return _INSIDE if len(word) > 2 and word in token else 0.0


def _kindred(word: str, token: str) -> float:
    """Return how surely two words with one first letter are forms of one word."""
    own, other = stem(word), stem(token)
    if own == other:
        return _FORM
    if len(word) > 1 and token.startswith(word):
        return _START
    if word.isascii():
        return 0.0
    # «добавить» and «добавление», «сделка» and «сделок».
    short, long = sorted((own, other), key=len)
    if len(short) > 3 and len(long) - len(short) < 3 and long.startswith(short):
        return _LIKE
    common = next(
        (n for n, (a, b) in enumerate(zip(word, token, strict=False)) if a != b),
        min(len(word), len(token)),
    )
    return _LIKE if common >= max(3, 0.6 * max(len(word), len(token))) else 0.0


def _misspelt(word: str, index: dict[str, list[int]]) -> Iterator[tuple[str, float]]:
    """Yield the tokens that `word` may be a misspelling of, and how sure that is."""
    from difflib import SequenceMatcher

    if len(word) < 3:
        return
    slack = 1 if len(word) < 5 else 2
    near = [
        token
        for token in index
        if abs(len(token) - len(word)) <= slack and (token[0] == word[0] or token[-1] == word[-1])
    ]
    measure = SequenceMatcher(b=word, autojunk=False)
    ratios = {}
    for token in near:
        measure.set_seq1(token)
        if measure.quick_ratio() > 0.6:
            ratios[token] = measure.ratio()
    best = max(ratios.values(), default=0.0)
    if best >= 0.6:
        yield from ((token, _TYPO * r) for token, r in ratios.items() if r > best - 0.08)


def _named(phrase: str, name: str) -> float:
    """Return how much of `name` the whole query is: 1 all, less for its beginning or a part."""
    folded = name.casefold().translate(_BARE)
    if folded == phrase:
        return 1.0
    if folded.startswith(phrase):
        return 0.5
    return 0.02 if len(phrase) > 3 and phrase in folded else 0.0


def _own_words(name: str) -> list[str]:
    """Return the words of a name but for its tool: `crm.deal.add` adds a deal."""
    words = [word.casefold() for word in _HUMP.findall(_VERSION.sub("", name))]
    return words[1:] if len(words) > 2 else words


def _cover(query: list[str], title: str) -> float:
    """Return how much of a title the query speaks of."""
    words = [w for w in _pieces(title) if not is_silent(w)]
    if not (words and query):
        return 0.0
    others = {q: alike(q) for q in query}
    grades = [max(_grade(q, w, others[q]) for q in query) for w in words]
    # what only says that something is told counts where it is asked for
    told = [g for w, g in zip(words, grades, strict=True) if g or w not in _TELLING]
    return sum(told) / len(told) if told else 0.0
