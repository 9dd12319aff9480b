"""A language is told by its script, by letters of its own and by its small words; `detect` gives its code.

The detector knows the languages that have a table in ``languages``, and English. It is our own because it must
answer in a fraction of the time of recognition, needs no model, and has one question to settle: which
recogniser reads the text. English wins wherever another language does not clearly lead.
"""

from __future__ import annotations

import re
from functools import cache

from geomap.recognize.grammar import Profile, profiles
from geomap.recognize.lexicons import FUNCTION_WORDS
from geomap.recognize.scripts import script_of

#: Characters read: enough for a thousand words, and a long report costs no more.
_READ = 6_000
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
#: A language's small words must make up this share of the words, be this many, and lead English by this
#: factor. English reports with names and quotations stay far below, texts of a language far above.
_SHARE, _HITS, _LEAD = 0.14, 3, 1.6
#: Share of English small words from which no other language is tried; in other languages they stay below .15.
_ENGLISH = 0.25
#: Languages of a script where no word or letter speaks for one of them.
_USUAL = {"cyrillic": "ru", "arabic": "ar", "han": "zh", "kana": "ja"}


def detect(text: str) -> str:
    """The ISO 639 code of the text's language; "en" where no other clearly leads, "" for unknown scripts.

    >>> detect("Der Zug nach Wien hat wegen der Hitze zwei Stunden gewartet, und die Leute sind müde.")
    'de'
    >>> detect("Le Monde and Der Spiegel were the first to report the fire.")
    'en'
    """
    head = text[:_READ]
    script = script_of(head)
    among = _languages(script)
    if script == "latin":
        return _by_words(head, among)
    if len(among) == 1:
        return among[0]
    if not among:
        return ""
    lowered = head.casefold()
    words = _WORD.findall(lowered)
    total = max(len(words), 1)
    scores = {}
    for code in among:
        known = profiles()[code]
        own = sum(lowered.count(letter) for letter in known.letters)
        hits = sum(word in known.small_words for word in words)
        # A letter of its own tells more than a small word, which several languages of a script may share.
        scores[code] = hits / total + 3 * own / max(len(lowered), 1) * 5
    best = max(scores, key=lambda code: (scores[code], code == _USUAL.get(script)))
    return best if scores[best] else _USUAL.get(script, among[0])


def _by_words(text: str, among: tuple[str, ...]) -> str:
    words = _WORD.findall(text.casefold())
    english = sum(word in FUNCTION_WORDS for word in words)
    if english > _ENGLISH * len(words):
        return "en"
    counts = {code: _count(words, profiles()[code]) for code in among}
    if not counts:
        return "en"
    best = max(counts, key=counts.__getitem__)
    hits = counts[best]
    clear = hits >= _HITS and hits >= _SHARE * len(words) and hits > _LEAD * english
    return best if clear else "en"


def _count(words: list[str], known: Profile) -> int:
    """The words that speak for a language: its small words, and those with a letter of its own."""
    return sum(word in known.small_words or any(letter in word for letter in known.letters) for word in words)


@cache
def _languages(script: str) -> tuple[str, ...]:
    wanted = {"kana": ("ja",), "han": ("zh",)}.get(script)
    return wanted or tuple(code for code, profile in profiles().items() if profile.script == script)
