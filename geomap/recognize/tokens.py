"""A token is a word, a dotted abbreviation, a possessive or one mark; `tokenize` finds them all.

Tokens are columns (texts, starts, ends), not objects: a document has thousands of them and every
recogniser walks over all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LETTER = r"[^\W\d_]"
_WORD = r"(?:[^\W_]|[\u0300-\u036f])"
_TOKEN = re.compile(
    rf"{_LETTER}(?:\.{_LETTER})+(?![^\W_])\.?"  # U.S.  D.C.  N.Y
    r"|\d+(?:[.,:]\d+)+"
    r"|['’][sS](?![^\W_])"
    rf"|{_WORD}+(?:['’ʼ`](?![sS](?![^\W_])){_WORD}+)*"
    r"|\S"
)
# After these a full stop ends no sentence.
_BEFORE_NAMES = frozenset(
    "mr mrs ms dr prof rev hon fr sr gen lt col maj capt cmdr sgt cpl pvt adm brig gov sen rep pres "
    "st ste mt ft pt no vs jr inc co corp ltd u.s jan feb mar apr aug sept oct nov dec".split()
)
_ENDS = frozenset(".!?…")
_OPENERS = frozenset("\"“”‘’'([«»")
_DASHES = frozenset("—–")
POSSESSIVES = frozenset(("'s", "’s", "'S", "’S"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """A text's tokens as columns. ``text[starts[i]:ends[i]] == texts[i]``.

    ``opens[i]`` is true where a sentence or a line of its own begins; ``sentences`` are ``[first, last)``
    token ranges.
    """

    text: str
    texts: list[str]
    starts: list[int]
    ends: list[int]
    opens: list[bool]

    def __len__(self) -> int:
        return len(self.texts)

    def surface(self, first: int, last: int) -> str:
        """The text of the tokens ``[first, last)``, as it stands."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    @property
    def sentences(self) -> list[tuple[int, int]]:
        starts = [index for index, opens in enumerate(self.opens) if opens]
        return list(zip(starts, [*starts[1:], len(self.texts)], strict=True))


def tokenize(text: str) -> Tokens:
    """The tokens of ``text``, with the places where sentences begin."""
    texts, starts, ends = [], [], []
    for match in _TOKEN.finditer(text):
        texts.append(match.group())
        starts.append(match.start())
        ends.append(match.end())
    return Tokens(text=text, texts=texts, starts=starts, ends=ends, opens=_openings(text, texts, starts, ends))


def _openings(text: str, texts: list[str], starts: list[int], ends: list[int]) -> list[bool]:
    opens = [False] * len(texts)
    ended = True
    line_words = 0
    wraps = _wraps(text)
    for index, token in enumerate(texts):
        if index and starts[index] - ends[index - 1] > 0:
            gap = text[ends[index - 1] : starts[index]]
            wrapped = ends[index - 1] + gap.find("\n") in wraps
            if "\n" in gap and (gap.count("\n") > 1 or (line_words <= 12 and not wrapped)):
                # A blank line, or the end of a line too short to be wrapped: a headline, an entry of a list.
                ended = True
            if "\n" in gap:
                line_words = 0
        if ended and token not in _OPENERS and token not in _DASHES:
            opens[index] = True
            ended = False
        if token in _ENDS:
            previous = texts[index - 1] if index else ""
            initial = len(previous) == 1 and previous.isupper()
            ended = not (token == "." and (initial or previous.lower() in _BEFORE_NAMES))
        elif token[-1] == "." and len(token) > 2:
            # "the U.S. The": a dotted abbreviation ends a sentence only before a function word.
            following = texts[index + 1] if index + 1 < len(texts) else ""
            ended = following in _STARTERS
        line_words += token[0].isalnum()
    return opens


def _wraps(text: str) -> set[int]:
    """Offsets of the line ends at which running text was broken to fit a width.

    A paragraph is wrapped when every line that ends no sentence had no room for the next line's first word,
    and at least a third of the lines go on with a small letter, or the lines are long.
    """
    found: set[int] = set()
    offset = 0
    for block in text.split("\n\n"):
        lines = block.split("\n")
        if len(lines) > 1:
            found |= {offset + end for end in _wraps_of(lines)}
        offset += len(block) + 2
    return found


def _wraps_of(lines: list[str]) -> list[int]:
    width = max(map(len, lines))
    ends = []
    position = 0
    small = 0
    for line, following in pairwise(lines):
        position += len(line)
        words = following.split(maxsplit=1)
        full = bool(words) and len(line) + 1 + len(words[0]) > width
        if not full and line.rstrip()[-1:] not in _ENDS:
            return []
        if full:
            ends.append(position)
            small += following[0].islower()
        position += 1
    prose = 3 * small >= len(ends) or (width >= 45 and len(ends) > 1)
    return ends if width >= 20 and prose else []


_STARTERS = frozenset(
    "The A An In On At It He She They We But And As This That These Those There For When While If His Her Its "
    "Their Our I You".split()
)
