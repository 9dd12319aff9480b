"""A script is a set of letters; which script a text is written in says how its words are told apart."""

from __future__ import annotations

import re
from functools import cache

#: Letters of each script, as the inside of a character class.
LETTERS = {
    "latin": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "arabic": "\u0620-\u064a\u0671-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff",
    "hebrew": "\u05d0-\u05ea",
    "armenian": "\u0531-\u0587",
    "georgian": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f",
    "ethiopic": "\u1200-\u137f",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "gurmukhi": "\u0a00-\u0a7f",
    "gujarati": "\u0a80-\u0aff",
    "tamil": "\u0b80-\u0bff",
    "telugu": "\u0c00-\u0c7f",
    "kannada": "\u0c80-\u0cff",
    "malayalam": "\u0d00-\u0d7f",
    "sinhala": "\u0d80-\u0dff",
    "thai": "\u0e00-\u0e7f",
    "lao": "\u0e80-\u0eff",
    "tibetan": "\u0f00-\u0fff",
    "burmese": "\u1000-\u109f",
    "khmer": "\u1780-\u17ff",
    "hangul": "\uac00-\ud7af\u1100-\u11ff",
    "kana": "\u3040-\u30ff\u31f0-\u31ff",
    "han": "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff",
}
#: Scripts with small and capital letters.
CASED = frozenset(("latin", "cyrillic", "greek", "armenian"))
#: Scripts that write words without spaces between them.
UNSPACED = frozenset(("han", "kana", "thai", "lao", "burmese", "khmer", "tibetan"))
#: Signs that belong to the letter before them: accents, vowel signs, joiners.
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03\u0a3c-\u0a4d\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b4d"
    "\u0b82\u0bbe-\u0bcd\u0c00-\u0c03\u0c3e-\u0c4d\u0c81-\u0c83\u0cbc-\u0ccd\u0d00-\u0d03\u0d3b-\u0d4d\u0d82\u0d83"
    "\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
UNSPACED_LETTERS = "".join(LETTERS[script] for script in sorted(UNSPACED))

#: A Han character or a syllable of Korean stands for two or three letters of an alphabet.
_WEIGHT = {"han": 3.0, "hangul": 2.0, "kana": 2.0}
#: Share of the letters from which a script other than Latin is the text's own: quoted Latin names are common.
_ENOUGH = 0.4


@cache
def _letters() -> list[tuple[str, re.Pattern[str]]]:
    return [(script, re.compile(f"[{letters}]")) for script, letters in LETTERS.items()]


def script_of(text: str) -> str:
    """The script that most of the text is written in; "latin" for a text without letters.

    >>> script_of("Мост через Волгу"), script_of("東京タワー"), script_of("The name موصل is Arabic for Mosul")
    ('cyrillic', 'kana', 'latin')
    """
    if text.isascii():
        return "latin"
    counts = {script: _WEIGHT.get(script, 1.0) * len(pattern.findall(text)) for script, pattern in _letters()}
    total = sum(counts.values())
    latin = counts.pop("latin")
    # A Japanese text has Chinese characters too; a Chinese text has no kana.
    if counts["kana"] > 0.1 * (counts["kana"] + counts["han"]):
        counts["kana"] += counts.pop("han")
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] >= _ENOUGH * total and counts[best] and (counts[best] > latin / 2) else "latin"
