"""A key is what a name becomes for look-up; `fold` makes it.

The builder and the look-up share this one function, so that "Al-Qayyārah", "al qayyarah" and
"AL QAYYARAH" meet at one key. Folding never guesses: spelling variants are the look-up's work.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

# Letters that Unicode does not decompose, with the customary plain spelling.
_PLAIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h",
    "ı": "i", "ŋ": "n", "ŧ": "t", "ə": "a", "ɛ": "e", "ɔ": "o", "ƙ": "k", "ɗ": "d", "ɓ": "b", "ƴ": "y",
    # Arabic: hamza carriers, ta marbuta, alef maqsura, Persian and Urdu forms of kaf and ya.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ؤ": "و", "ئ": "ي",
    "ـ": "",
    # Cyrillic and Hebrew: nothing to do; CJK is kept as it is.
}
_APOSTROPHES = "'’‘`´ʻʼʽʾʿˈ′＇ʹ“”\"\u02bb\u02bc"
_TABLE = {ord(character): None for character in _APOSTROPHES}
_TABLE |= {ord(letter): plain for letter, plain in _PLAIN.items()}
# "U.S." is one word, "St. Louis" two: a full stop after a single letter joins it to the next single letter.
_DOTTED = re.compile(r"(?<![^\W\d_])([^\W\d_])\. ?(?=[^\W\d_](?:\.|\b))")
# Vowel signs of the Indic and South-East Asian scripts are no "word" characters to `re`; here they are letters.
_NOT_WORD = re.compile(
    r"(?:[^\w\n\u0900-\u0963\u0966-\u0dff\u0e00-\u0fff\u1000-\u1049\u1780-\u17d3]|_)+"
)
# Combining marks below the Indic blocks: accents, Hebrew points, Arabic vowel signs.
_MARKS = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0]+"
)
# Written short as often as in full: both become the short form, unless it is the whole name.
_SHORT = {
    "saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "sankt": "st", "mountain": "mtn",
}


def _plain(lines: str) -> str:
    """Case, accents, apostrophes and punctuation removed; line breaks stay, so that lists fold at once."""
    key = lines.casefold()
    if not key.isascii():
        # Compatibility forms of capitals are capitals: case is folded again before letters are made plain.
        key = _MARKS.sub("", unicodedata.normalize("NFKD", key)).casefold()
        key = _MARKS.sub("", unicodedata.normalize("NFKC", key.translate(_TABLE)))
    else:
        key = key.translate(_TABLE)
    if "." in key:
        key = "\n".join([_DOTTED.sub(r"\1", line) if "." in line else line for line in key.split("\n")])
    return _NOT_WORD.sub(" ", key)


def _finish(key: str, name: str) -> str:
    words = key.split()
    if len(words) > 1 and not _SHORT.keys().isdisjoint(words):
        words = [_SHORT.get(word, word) for word in words]
    return " ".join(words) or " ".join(name.split()) or "?"


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The look-up key of ``name``: plain lower-case words, one space apart; never empty.

    Case, accents, apostrophes, hyphens and punctuation do not count; "Saint" is "St", "U.S." is
    "us"; Arabic vowel marks and letter variants are dropped. ``fold(fold(x)) == fold(x)``.

    >>> fold("Al-Qayyārah"), fold("ST. LOUIS"), fold("Saint Louis"), fold("W. Va.")
    ('al qayyarah', 'st louis', 'st louis', 'w va')
    """
    return _finish(_plain(" ".join(name.split("\n"))), name)


def fold_many(names: Sequence[str]) -> list[str]:
    """``fold`` of each name, several times as fast: the names are folded as one text.

    >>> fold_many(["Kraków", "São Paulo"])
    ['krakow', 'sao paulo']
    """
    if not names:
        return []
    keys = [_simple(name) for name in names]
    left = [at for at, key in enumerate(keys) if not key]
    for at, key in zip(left, _fold_as_one_text([names[at] for at in left]), strict=True):
        keys[at] = key
    return keys


def _simple(name: str) -> str:
    """The key of a name of plain letters, digits and spaces; empty for any other, which needs more work."""
    if not (name.isascii() and name.replace(" ", "").isalnum()):
        return ""
    words = name.lower().split()
    if len(words) > 1 and not _SHORT.keys().isdisjoint(words):
        words = [_SHORT.get(word, word) for word in words]
    return " ".join(words)


def _fold_as_one_text(names: Sequence[str]) -> list[str]:
    if any("\n" in name for name in names):
        return [fold(name) for name in names]
    keys = _plain("\n".join(names)).split("\n")
    if len(keys) != len(names):
        # A character whose compatibility form holds a line break; none is known, but a shift would be silent.
        return [fold(name) for name in names]
    return [_finish(key, name) for key, name in zip(keys, names, strict=True)]
