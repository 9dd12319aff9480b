"""A verdict on a span is how well known a name must be to count as a place where it stands.

What speaks for a place lowers the need: a capital letter, a word such as "in" before it. What speaks against it
raises it: the beginning of a sentence, a name found only by changing the word, other capitals beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.names import fold
from geomap.recognize.grammar import Grammar
from geomap.recognize.inflection import Form
from geomap.recognize.lexicons import given_names
from geomap.recognize.words import Word

_COUNTRY = int(NameFlag.COUNTRY | NameFlag.CONTINENT)
_ADMIN1, _SEAT, _SEA = int(NameFlag.ADMIN1), int(NameFlag.SEAT), int(NameFlag.SEA)
_LESSER = int(NameFlag.RIVER | NameFlag.REGION)
CERTAIN = 9.0
#: How well known a name must be (`strength`) to count as a place: tuned on the texts marked "tuned" in
#: tests/cases/languages.jsonl, with the texts marked "unseen" kept apart.
_NEED_CAPITAL, _NEED_CAPITAL_CUED = 3.6, 1.5
_NEED_OPENING = 6.0
_NEED_PLAIN, _NEED_PLAIN_CUED = 6.0, 4.0
_NEED_SURNAME = 8.6
_SHORT_NAME = 2.0
_LONG_NAME = -1.5
#: A dateline stands in the first characters of a text.
_DATELINE = 40


class Span(NamedTuple):
    """Words ``[first, last)`` or characters of a run, a form of them, and what is known of it."""

    first: int
    last: int
    start: int
    end: int
    form: Form
    key: str
    strength: float
    name: str | None = None
    is_demonym: bool = False


def strength(known: NameFeatures) -> float:
    """How well known a name's bearers are, 0 to 9: a country 9, a city of a million 7.5, of ten thousand 4.5."""
    flags = int(known.flags)
    if flags & _COUNTRY:
        return CERTAIN
    values = [1.5 * max(0.0, known.population_log10 - 1)]
    if flags & _ADMIN1:
        values.append(6.5)
    if flags & _SEAT:
        values.append(7.0 if known.population_log10 >= 4.7 else 5.5)
    if flags & _SEA:
        values.append(7.0)
    if flags & _LESSER:
        values.append(5.0)
    return min(CERTAIN, max(values))


@dataclass(frozen=True)
class Verdicts:
    """Verdicts on the spans of one text; ``spans`` are all that bear a name, by where they begin."""

    text: str
    words: list[Word]
    spans: dict[int, list[Span]]
    grammar: Grammar

    def need(self, span: Span, chosen: list[Span]) -> float:
        """How well known the name must be where it stands; beyond 9 for what never counts."""
        grammar = self.grammar
        word = self.words[span.first]
        never = CERTAIN + 10
        parts = span.key.split(" ")
        surface = fold(self.text[span.start : span.end])
        if span.form.prefix and not grammar.is_cased:
            # The letter belongs to a word that the tables know: "state" is no "and" before a name.
            whole = fold(word.text)
            if whole in grammar.cues or whole in grammar.stops:
                return never
        cued = self._is_cued(span)
        if span.name is None and (span.key in grammar.stops or surface in grammar.stops):
            return never
        # "in La Paz": small words that are capital although no sentence opens with them.
        is_meant = cued and grammar.is_cased and not word.opens
        if span.name is None and not is_meant and all(part in grammar.stops for part in parts):
            return never
        if not grammar.is_cased and self._follows_given_name(span):
            return never
        unlike = grammar.not_before.get(span.key)
        if unlike and self.text[span.end :].lstrip().startswith(unlike):
            return never
        if span.name is not None:
            return 0.0
        if word.is_run:
            return self._need_in_run(span, cued)
        length = len(span.key.replace(" ", ""))
        if grammar.is_cased:
            is_headline = word.text.isupper() and len(word.text) > 2
            if is_dateline(self.text, span):
                need = _NEED_CAPITAL_CUED
            elif cued:
                need = _NEED_PLAIN_CUED - 1 if grammar.nouns_are_capital else _NEED_CAPITAL_CUED
            elif word.opens or is_headline or grammar.nouns_are_capital:
                need = _NEED_OPENING
            else:
                need = _NEED_CAPITAL
            short = length <= 3
            if not cued and self._is_surname(span, chosen):
                need = max(need, _NEED_SURNAME)
        else:
            need = _NEED_PLAIN_CUED if cued else _NEED_PLAIN
            short = length <= (1 if grammar.script == "hangul" else 2)
        need += span.form.cost
        if len(parts) > 1:
            # "El Banco" at the beginning is an article and a word.
            need += 0.0 if word.opens and parts[0] in grammar.stops else _LONG_NAME
        elif short:
            need += _SHORT_NAME
        if span.key in grammar.given and not cued:
            return never
        return need

    def _need_in_run(self, span: Span, cued: bool) -> float:
        length = len(span.key)
        if self.grammar.script == "han":
            need = 6.0 if length == 2 else 4.5
            return (need if length > 1 else 99.0) - (2.0 if cued else 0.0)
        # Words of Thai and its neighbours are as long as their names.
        return (7.0 if length < 5 else 5.5) - (1.0 if cued else 0.0)

    def _is_cued(self, span: Span) -> bool:
        """True when a word beside the name, or a letter before it, says that a place is meant."""
        grammar = self.grammar
        if span.form.prefix in grammar.cue_prefixes or span.form.ending in grammar.cue_endings:
            return True
        word = self.words[span.first]
        if word.is_run:
            left, right = self.text[max(0, span.start - 3) : span.start], self.text[span.end : span.end + 3]
            return any(left.endswith(cue) for cue in grammar.cues) or any(
                right.startswith(cue) for cue in grammar.cues_after
            )
        after = self.text[span.end : span.end + 1]
        if grammar.code == "tr" and after in ("'", "’") and after:
            return True
        if span.first and joins(self.text[self.words[span.first - 1].end : word.start]):
            previous = fold(self.words[span.first - 1].text)
            if previous in grammar.cues or (previous in grammar.elided and after != "'"):
                return True
        if span.last == len(self.words):
            return False
        following = self.words[span.last]
        return joins(self.text[self.words[span.last - 1].end : following.start]) and (
            fold(following.text) in grammar.cues_after
        )

    def _follows_given_name(self, span: Span) -> bool:
        """True right after a given name where nothing is capital: "محمود الجزائري" is a person."""
        if not span.first or self.words[span.first].is_run:
            return False
        before = self.words[span.first - 1]
        return self.text[before.end : span.start] == " " and fold(before.text) in self.grammar.given

    def _is_surname(self, span: Span, chosen: list[Span]) -> bool:
        """True beside another capitalised word that is neither a place nor a small word: parts of a person's name."""
        before = self.words[span.first - 1] if span.first else None
        if before is not None and self.text[before.end : span.start] == " " and before.text[0].isupper():
            key = fold(before.text)
            if key in self.grammar.given or (key in given_names() and self.grammar.script == "latin"):
                return True
            is_place = bool(chosen) and chosen[-1].end == before.end
            if not (is_place or before.opens or key in self.grammar.stops or self.grammar.nouns_are_capital):
                return True
        after = self.words[span.last] if span.last < len(self.words) else None
        if after is None or self.grammar.nouns_are_capital or self.text[span.end : after.start] != " ":
            return False
        is_name = any(other.strength >= _NEED_OPENING for other in self.spans.get(after.start, ()))
        return after.text[0].isupper() and not after.text.isupper() and not is_name


def joins(gap: str, code: str = "") -> bool:
    """True for what may stand between two words of one name: a space or a line break, or an apostrophe.

    In Turkish an apostrophe ends a name.
    """
    return (gap in ("'", "’") and code != "tr") or (bool(gap) and gap.isspace() and gap.count("\n") < 2)


def is_dateline(text: str, span: Span) -> bool:
    surface = text[span.start : span.end]
    return span.start < _DATELINE and surface.isupper() and text[span.end : span.end + 3].lstrip()[:1] in tuple("(,—–-")
