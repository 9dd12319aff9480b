"""Inflection is undone by rule: `forms` gives the names that a word of a text may be a form of.

Prefixes written together with a name come off ("والموصل" → "الموصل"), endings are taken off or replaced
("Мосуле" → "Мосул", "Самары" → "Самара"). The gazetteer says which of the forms is a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product
from typing import NamedTuple

from geomap.recognize.grammar import Grammar

#: Letters that must be left of a word when an ending comes off: shorter ones meet any name. A syllable of
#: Korean is a letter here.
_LEFT = 3
_LEFT_SYLLABLES = 2
#: Forms looked up for one run of words, the likeliest first.
_TRIED = 150
_ARTICLE = "ال"
_LAM = "ل"
#: What taking an article off costs: as much as the step from a large town to the capital of a country.
_ARTICLE_OFF = 3.5


class Form(NamedTuple):
    """A name that a run of words may stand for.

    ``skipped`` characters at its beginning and ``dropped`` ones at its end are no part of the mention;
    ``cost`` counts what had to be changed; ``prefix`` is the clitic that came off, ``ending`` that of the last word.
    """

    text: str
    skipped: int = 0
    dropped: int = 0
    cost: float = 0.0
    prefix: str = ""
    ending: str = ""


def forms(words: tuple[str, ...], grammar: Grammar) -> Iterator[Form]:
    """The names that a run of words may stand for, as it stands first; at most some fifty.

    >>> from geomap.recognize.grammar import grammar
    >>> [form.text for form in forms(("Саудовской", "Аравии"), grammar("ru"))].count("Саудовская Аравия")
    1
    """
    yield Form(" ".join(words))
    if grammar.prefixes:
        yield from _without_prefix(words, grammar)
    if not grammar.endings:
        return
    choices = [list(_without_ending(word, grammar)) for word in words]
    combined = product(*choices)
    for parts in islice(combined, 1, _TRIED):
        changed = any(text != word for (text, _), word in zip(parts, words, strict=True))
        ending = parts[-1][1]
        dropped = len(ending) if grammar.endings_stay_out else 0
        yield Form(" ".join(text for text, _ in parts), 0, dropped, 0.5 if changed else 0.0, "", ending)


def _without_prefix(words: tuple[str, ...], grammar: Grammar) -> Iterator[Form]:
    first, rest = words[0], words[1:]
    arabic = grammar.script == "arabic"
    if arabic:
        yield from (Form(" ".join((other, *rest)), 0, 0, cost) for other, cost in _article(first))
    for prefix in grammar.prefixes:
        # "وأم درمان": a short word is enough where others follow.
        if not first.startswith(prefix) or len(first) - len(prefix) < (2 if rest else _LEFT):
            continue
        stem = first[len(prefix) :]
        cost = 0.5 * len(prefix)
        if arabic and prefix.endswith(_LAM) and stem.startswith(_LAM):
            # "للموصل" is "ل" + "الموصل": the article lost its alef.
            yield Form(" ".join(("ا" + stem, *rest)), len(prefix), 0, cost, prefix)
        yield Form(" ".join((stem, *rest)), len(prefix), 0, cost, prefix)
        if arabic:
            for other, more in _article(stem):
                yield Form(" ".join((other, *rest)), len(prefix), 0, cost + more, prefix)


def _article(word: str) -> Iterator[tuple[str, float]]:
    """The word with the article on or off, and what that costs: "السيول" is floods, "سيول" is Seoul."""
    if word.startswith(_ARTICLE):
        if len(word) - 2 >= _LEFT:
            yield word[2:], _ARTICLE_OFF
    elif len(word) >= _LEFT:
        yield _ARTICLE + word, 0.5


def _without_ending(word: str, grammar: Grammar) -> Iterator[tuple[str, str]]:
    """The word, then its forms by each rule, with the ending that the rule took off."""
    yield word, ""
    plain = word
    if len(word) > 2 and word.isupper():
        plain = word.capitalize()
    stems = {plain}
    for ending, replacement in grammar.endings:
        if ending and not plain.endswith(ending):
            continue
        form = plain[: len(plain) - len(ending)] + replacement
        if min(len(form), len(plain)) < (_LEFT_SYLLABLES if grammar.script == "hangul" else _LEFT):
            continue
        if form not in stems:
            stems.add(form)
            yield form, ending
    head, hyphen, tail = plain.partition("-")
    if hyphen and "-" in tail:
        # "Ростове-на-Дону": the first part of such a name inflects.
        for form, _ in _without_ending(head, grammar):
            if form != head:
                yield f"{form}-{tail}", ""
