"""Sentences are found by punctuation and line breaks, without a model: one splitter for all who need one.

Good enough to read and to weigh words in, in any script that ends its sentences with a mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof gen lt col maj capt sgt brig adm cmdr gov sen rep rev hon pres st mt ft no nos vs
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun approx ca dept est fig inc
    ltd co corp jr sr al e.g i.e cf km mi""".split()
)
_END = re.compile(r"[.!?…。！？؟۔।]+[\"'”’»)\]]*")
_NO_SPACE_AFTER = "。！？"
_BREAK = re.compile(r"\n[ \t\r\f\v]*\n\s*|\n")
_BEFORE_WORD = re.compile(r"[\s(\"“‘'«]")


def split(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of ``text``, in order, without the spaces between.

    >>> text = "Gen. Smith left Mosul. It rained.\\nNobody stayed"
    >>> [text[start:end] for start, end in split(text)]
    ['Gen. Smith left Mosul.', 'It rained.', 'Nobody stayed']
    """
    cuts = sorted({*_paragraph_cuts(text), *_sentence_cuts(text), len(text)})
    spans, start = [], 0
    for cut in cuts:
        piece = text[start:cut].rstrip()
        if piece:
            end = start + len(piece)
            spans.append((end - len(piece.lstrip()), end))
        start = cut
    return spans


def _paragraph_cuts(text: str) -> list[int]:
    """Breaks at empty lines, and at line ends that do not merely wrap a long line."""
    if "\n" not in text:
        return []
    longest = max((len(line) for line in text.split("\n")), default=0)
    cuts, line_start = [], 0
    for match in _BREAK.finditer(text):
        line = text[line_start : match.start()].rstrip()
        line_start = match.end()
        wrapped = match.group().count("\n") == 1 and line and len(line) > 0.6 * longest
        if not wrapped or _END.search(line[-3:]):
            cuts.append(match.end())
    return cuts


def _sentence_cuts(text: str) -> list[int]:
    cuts = []
    for match in _END.finditer(text):
        start, end = match.span()
        if text[start] not in _NO_SPACE_AFTER:
            if not text[end : end + 1].isspace():
                continue
            after = text[end : end + 12].lstrip()[:1]
            if after.islower():
                continue
            if end == start + 1 and text[start] == ".":
                bare = _BEFORE_WORD.split(text[max(0, start - 20) : start])[-1]
                if bare.lower().rstrip(".") in _ABBREVIATIONS or (len(bare) == 1 and bare.isupper()):
                    continue
                if "." in bare and len(bare.replace(".", "")) <= 3 and not after.isdigit():
                    # "U.S. troops" goes on; "in the U.S. The" ends: only a capital tells, and names have it too.
                    continue
        cuts.append(end)
    return cuts


class Sentences:
    """The sentences of one text, found once. `sentences_of` keeps those of the last texts."""

    def __init__(self, text: str) -> None:
        self.spans = split(text)
        self._starts = [start for start, _ in self.spans]

    def number(self, offset: int) -> int:
        """Which sentence an offset stands in; one between two sentences belongs to the first of them.

        >>> Sentences("It rained. Nobody came.").number(12)
        1
        """
        return max(0, bisect_right(self._starts, offset) - 1)

    def at(self, offset: int) -> tuple[int, int]:
        """Where the sentence of an offset begins and ends; the offset alone where there is no sentence."""
        if not self.spans or offset < self._starts[0]:
            return offset, offset
        return self.spans[self.number(offset)]


@lru_cache(maxsize=8)
def sentences_of(text: str) -> Sentences:
    """The sentences of ``text``; resolving, relating and rendering ask for the same ones in turn."""
    return Sentences(text)
