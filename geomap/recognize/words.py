"""Words of any script: where each begins and ends, whether a sentence opens with it, and runs without spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from geomap.recognize.scripts import MARKS, UNSPACED_LETTERS

_OPENS = re.compile(r"(?:\A|[.!?…:;。！？；：।۔؟՞።]['\"”’»)\]]*\s|\n)[\s\"“‘«(\[¿¡—–-]*\Z")
#: Scripts whose words may hold an apostrophe or a sign like it as a letter.
_APOSTROPHES = {"cyrillic": "'’ʼ", "hebrew": "'\"׳״"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """``text[start:end]``; ``opens`` when a sentence or a line begins with it.

    ``is_run`` is true for a stretch of a script without spaces, which holds many words.
    """

    text: str
    start: int
    end: int
    opens: bool
    is_run: bool


def words_of(text: str, script: str) -> list[Word]:
    """The words of ``text``; apostrophes split them except where they are letters of the script."""
    found = []
    last = 0
    for match in _pattern(script).finditer(text):
        start, end = match.span()
        gap = text[max(0, last - 2) : start]
        found.append(
            Word(
                text=match.group(),
                start=start,
                end=end,
                opens=not found or _OPENS.search(gap) is not None,
                is_run=match.lastgroup == "run",
            )
        )
        last = end
    return found


@cache
def _pattern(script: str) -> re.Pattern[str]:
    letter = f"(?:(?![{UNSPACED_LETTERS}])[^\\W_]|[{MARKS}])"
    inner = _APOSTROPHES.get(script, "")
    joiner = f"[-‐‑{inner}]"
    return re.compile(
        rf"(?P<run>[{UNSPACED_LETTERS}{MARKS}]+)"
        rf"|(?:[A-Z]{{1,2}}\.){{2,}}"
        rf"|{letter}+(?:{joiner}{letter}+)*"
    )
