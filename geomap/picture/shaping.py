"""Shaping is what right-to-left text needs where letters are set one after the other: PNG and PDF by cairo.

Browsers shape text themselves, so that an SVG keeps its letters as they are. Arabic letters take the joined forms
that Unicode has for them (Arabic Presentation Forms), and runs are turned as in the plain cases of Unicode's
bidirectional algorithm (UAX 9) in a left-to-right line, which a picture's label is; numbers inside are not turned.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_TEXT = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")
_NEEDED = re.compile("[\u0590-\u08ff]")
#: Scripts that Noto Sans lacks, and Noto's fonts for them; where one is missing the system takes its nearest.
_FONTS = tuple(
    (f"Noto Sans {name}", re.compile(f"[{letters}]"))
    for name, letters in (
        ("Arabic", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff"), ("Hebrew", "\u0590-\u05ff"),
        ("CJK KR", "\u1100-\u11ff\uac00-\ud7af"), ("CJK JP", "\u3040-\u30ff"), ("CJK SC", "\u2e80-\u9fff"),
        ("Thai", "\u0e00-\u0e7f"), ("Georgian", "\u10a0-\u10ff"), ("Armenian", "\u0530-\u058f"),
    )
)  # fmt: skip
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_LAM, _TATWEEL = "\u0644", "\u0640"
#: Unicode has no joined forms for the Kurdish letter ae; those of heh look the same.
_AS = {"\u06d5": "\u0647"}


def shaped_svg(svg: str) -> str:
    """``svg`` with its texts in the forms and the order of sight, each in a font that has its script.

    Cairo takes one font for a text and none instead of it for letters that this one lacks. Title and description
    stay as they are.
    """
    from html import escape, unescape

    def shaped(match: re.Match[str]) -> str:
        text = unescape(match[2])
        font = next((font for font, letters in _FONTS if letters.search(text)), None)
        if font is None:
            return match[0]
        return f"{match[1][:-1]} style=\"font-family:'{font}'\">{escape(visual(text))}{match[3]}"

    return _TEXT.sub(shaped, svg)


def visual(text: str) -> str:
    """``text`` as it looks to a program that sets letters from left to right.

    >>> visual("Mosul (12)")
    'Mosul (12)'
    """
    if not _NEEDED.search(text):
        return text
    clusters = _clusters(_joined(text))
    levels = _levels([cluster[0] for cluster in clusters])
    order = list(range(len(clusters)))
    for level in range(max(levels), 0, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end + 1
    return "".join(
        clusters[number].translate(_MIRRORED) if levels[number] == 1 else clusters[number] for number in order
    )


def _clusters(text: str) -> list[str]:
    """Letters with the marks that stand on them."""
    found: list[str] = []
    for letter in text:
        if found and unicodedata.bidirectional(letter) == "NSM":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _levels(letters: list[str]) -> list[int]:
    """UAX 9's level of each letter: 0 left to right, 1 right to left, 2 a number inside the latter."""
    kinds = [unicodedata.bidirectional(letter) for letter in letters]
    levels: list[int | None] = []
    strong = 0
    for number, kind in enumerate(kinds):
        if kind in ("L", "R", "AL"):
            strong = 0 if kind == "L" else 1
            levels.append(strong)
        elif kind in ("EN", "AN") or (kind in ("CS", "ES") and _is_between_digits(kinds, number)):
            levels.append(2 if strong else 0)
        else:
            levels.append(None)
    opened: list[int] = []
    for number, level in enumerate(levels):
        if letters[number] in _PAIRS and level is None and opened:
            levels[number] = levels[opened.pop()]  # a bracket closes as it opened
        elif level is None:
            before = next((each for each in reversed(levels[:number]) if each is not None), 0)
            after = next((each for each in levels[number + 1 :] if each is not None), 0)
            levels[number] = 1 if before and after else 0
            if letters[number] in _PAIRS.values():
                opened.append(number)
    return [level or 0 for level in levels]


def _is_between_digits(kinds: list[str], number: int) -> bool:
    return kinds[number - 1 : number] == kinds[number + 1 : number + 2] == ["EN"]


def _joined(text: str) -> str:
    """Arabic letters in the form that their neighbours ask for; lam with alef in one sign."""
    forms = _forms()
    out: list[str] = []
    letters = list(text)
    at = 0
    while at < len(letters):
        letter = letters[at]
        step = 1
        pair = letter + letters[at + 1] if letter == _LAM and at + 1 < len(letters) else ""
        if pair in forms:
            letter, step = pair, 2
        if letter in forms:
            after = "" if step == 2 else _beside(letters, at + step, 1)
            joins_left = _joins_left(_beside(letters, at - 1, -1))
            joins_right = "initial" in forms[letter] and (after in forms or after == _TATWEEL)
            name = ("isolated", "final", "initial", "medial")[joins_left + 2 * joins_right]
            out.append(forms[letter].get(name, letter))
        else:
            out.append(letter)
        at += step
    return "".join(out)


def _beside(letters: list[str], at: int, step: int) -> str:
    """The next letter in one direction, over marks."""
    while 0 <= at < len(letters):
        if unicodedata.bidirectional(letters[at]) != "NSM":
            return letters[at]
        at += step
    return ""


def _joins_left(letter: str) -> bool:
    """Whether a letter reaches for the one after it."""
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Each letter's forms by name, from Unicode's own table."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD)):
        tag, *parts = (unicodedata.decomposition(chr(code)) or "none").split()
        word = "".join(chr(int(part, 16)) for part in parts)
        if len(word) == 1 or (len(word) == 2 and word[0] == _LAM):
            found.setdefault(word, {})[tag.strip("<>")] = chr(code)
    for letter, like in _AS.items():
        found[letter] = {name: form for name, form in found[like].items() if name in ("isolated", "final")}
    return found
