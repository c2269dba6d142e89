"""A command line as bash has it: read into words, and what readline is to put in.

Readline replaces only the end of a word: what follows the last unquoted break character (`=`,
`:` and `@` among them) or an open quote. So the line is read here, where it can be tested, with
no need for the package bash-completion.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from oint_b24.complete.known import Row

_BLANK = " \t\n"
# What stands for itself in a word that is not quoted; letters of every alphabet do, too.
_PLAIN = frozenset("_-./:=@%+,^")
_UNFINISHED = ("=", ".", "[")
_MIN_ABOUT = 10  # a description shorter than this tells nothing


class Typed:
    """The words before the cursor, the incomplete one, its open quote, and how much is fixed."""

    def __init__(self, words: list[str], current: str, quote: str, fixed: int) -> None:
        self.words = words
        self.current = current
        self.quote = quote
        self.fixed = fixed  # characters of `current` that readline leaves alone


def read(line: str, breaks: str = "") -> Typed:
    """Read a command line up to the cursor; the program's name is left out."""
    words: list[str] = []
    current, quote, fixed, opened = "", "", 0, 0
    is_word = False
    chars = iter(line)
    for char in chars:
        if quote:
            if char == quote:
                quote = ""
            elif char == "\\" and quote == '"':
                following = next(chars, "")
                current += following if following in '"\\$`' else char + following
            else:
                current += char
        elif char in "'\"":
            quote, opened, is_word = char, len(current), True
        elif char in _BLANK:
            words += [current] if is_word else []
            current, fixed, is_word = "", 0, False
        else:
            is_word = True
            current += next(chars, "") if char == "\\" else char
            if char in breaks:
                # Readline keeps a break at @ in the word it replaces: names of hosts begin so.
                fixed = len(current) - (char == "@")
    return Typed(words[1:], current, quote, opened if quote else fixed)


def unquoted(word: str) -> str:
    """Return an incomplete word without its quotes."""
    return read(f"oint {word}").current


def reply(typed: Typed, rows: list[Row], *, is_listing: bool, width: int) -> list[str]:
    """Return what bash is to put into COMPREPLY, a line `:nospace` first where it is needed.

    A listing (TAB pressed again) puts nothing in, so it may tell what each value means.
    """
    if is_listing and len(rows) > 1 and width:
        return _listing(rows, width)
    values = [_quoted(value[typed.fixed :], typed.quote) for value, _ in rows]
    return [":nospace", *values] if values and values[-1].endswith(_UNFINISHED) else values


def _listing(rows: list[Row], width: int) -> list[str]:
    column = min(max(len(value) for value, _ in rows), width // 2)
    lines = []
    for value, about in rows:
        shown = f"{value:<{column}}  ({about}"
        is_short = width - column - 4 < _MIN_ABOUT
        lines.append(f"{shown[: width - 3]})" if about and not is_short else value)
    return lines


def _quoted(value: str, quote: str) -> str:
    """Return `value` as it must be typed inside `quote`, or outside of quotes."""
    if quote == "'":
        return value.replace("'", "'\\''")
    if quote == '"':
        return "".join(f"\\{c}" if c in '"\\$`' else c for c in value)
    return "".join(c if c.isalnum() or c in _PLAIN else f"\\{c}" for c in value)
