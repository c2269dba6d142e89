r"""Split a pasted command into words the way a POSIX shell does; nothing is run or expanded.

The standard `shlex` keeps the end of a continued line in a word and does not know `$'…'`, which
browsers write when they copy a request as a command.
"""

from __future__ import annotations

import re

from oint_b24.errors import UsageProblem

_PIECE = re.compile(
    r"""(?P<space>(?:[ \t\r\n]|\\[ \t]*(?:\#[^\n]*)?\r?\n)+)
      | '(?P<single>[^']*)'
      | \$'(?P<ansi>(?:[^'\\]|\\.)*)'
      | "(?P<double>(?:[^"\\]|\\.)*)"
      | \\(?P<escaped>.)
      | (?P<plain>(?:[^\s'"\\$]|\$(?!'))+)
    """,
    re.VERBOSE | re.DOTALL,
)
_ANSI = re.compile(
    r"\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|(.))", re.DOTALL
)
_ANSI_NAMED = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_IN_DOUBLE = re.compile(r'\\(?:([$`"\\])|\r?\n)')
# What ends a command, where it stands as a word of its own.
_ENDS = frozenset({"|", "||", ";", "&", "&&", ">", ">>", "2>", "2>&1", "<"})
_OPTION = re.compile(r"--?[a-zA-Z-]+\Z")
_COMMENT = re.compile(r"#[^\n]*")


def split(text: str) -> list[str]:
    """Return the words of the first command in `text`. Raises UsageProblem for an open quote."""
    words: list[str] = []
    at, is_open = 0, False
    while at < len(text):
        comment = None if is_open else _COMMENT.match(text, at)
        if comment:
            at = comment.end()
            continue
        piece = _PIECE.match(text, at)
        if piece is None:
            raise UsageProblem("call.curl_quote", where=_shown(words))
        at = piece.end()
        if piece.lastgroup == "space":
            is_open = False
            continue
        if not is_open and piece["plain"] in _ENDS:
            break
        if is_open:
            words[-1] += _meaning(piece)
        else:
            words.append(_meaning(piece))
        is_open = True
    return words


def _meaning(piece: re.Match[str]) -> str:
    if piece.lastgroup == "double":
        return _IN_DOUBLE.sub(lambda found: found[1] or "", piece["double"])
    if piece.lastgroup == "ansi":
        return _ANSI.sub(_ansi, piece["ansi"])
    return piece[str(piece.lastgroup)]


def _ansi(found: re.Match[str]) -> str:
    digits = found[1] or found[2] or found[3]
    return chr(int(digits, 16)) if digits else _ANSI_NAMED.get(found[4], found[4])


def _shown(words: list[str]) -> str:
    """Return where the quote was opened: an option's name, never a value (it may be a secret)."""
    return next((word for word in reversed(words) if _OPTION.match(word)), "curl")
