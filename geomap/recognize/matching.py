"""The gazetteer recogniser: the longest runs of words that bear a name, in any script, by one batched look-up.

No model reads the text; what keeps common words out is how well known a name is, weighed against what speaks
for it: a capital letter where the script has them, a word such as "in" or "city" before it, how much had to
be changed to find it. The tables of the language, where there are any, say which words never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.model import Document, Mention, MentionKind, MentionRole
from geomap.names import fold, fold_many
from geomap.recognize.coordinates import find_coordinates
from geomap.recognize.grammar import Grammar, start_of
from geomap.recognize.inflection import Form, forms
from geomap.recognize.lexicons import given_names
from geomap.recognize.words import Word, words_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Words of the longest name looked up, and characters where words are not apart.
_LONGEST_WORDS, _LONGEST_RUN = 5, 14
_COUNTRY = int(NameFlag.COUNTRY | NameFlag.CONTINENT)
_ADMIN1, _SEAT, _SEA = int(NameFlag.ADMIN1), int(NameFlag.SEAT), int(NameFlag.SEA)
_LESSER = int(NameFlag.RIVER | NameFlag.REGION)
_CERTAIN = 9.0
#: A capitalised word for people that is also a name is the name only when that is a country or a large city.
_WEAKER_THAN_DEMONYM = 7.0
#: How well known a name must be (`strength`) to count as a place: tuned on the texts marked "tuned" in
#: tests/cases/languages.jsonl, with the texts marked "unseen" kept apart.
_NEED_CAPITAL, _NEED_CAPITAL_CUED = 3.6, 1.5
_NEED_OPENING = 6.0
_NEED_PLAIN, _NEED_PLAIN_CUED = 6.0, 4.0
_NEED_SURNAME = 8.6
_SHORT_NAME = 2.0
_LONG_NAME = -1.5
_AGAIN = -3.0
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
        return _CERTAIN
    values = [1.5 * max(0.0, known.population_log10 - 1)]
    if flags & _ADMIN1:
        values.append(6.5)
    if flags & _SEAT:
        values.append(7.0 if known.population_log10 >= 4.7 else 5.5)
    if flags & _SEA:
        values.append(7.0)
    if flags & _LESSER:
        values.append(5.0)
    return min(_CERTAIN, max(values))


@dataclass(frozen=True)
class GazetteerRecognizer:
    """Recognises by the gazetteer and the tables of a language alone."""

    gazetteer: Gazetteer
    grammar: Grammar

    @property
    def name(self) -> str:
        return f"gazetteer names, {self.grammar.name}"

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """The mentions of ``document`` in order, ``name`` set where the text inflects it; never fails."""
        text = document.text
        words = words_of(text, self.grammar.script)
        spans = self._known(text, words)
        chosen = self._choose(text, words, spans)
        mentions = [_mention(text, span) for span in chosen]
        coordinates = find_coordinates(text)
        taken = [(each.start, each.end) for each in coordinates]
        mentions = [m for m in mentions if not any(m.start < end and start < m.end for start, end in taken)]
        return tuple(sorted((*mentions, *coordinates), key=lambda mention: mention.start))

    # Looking up

    def _known(self, text: str, words: list[Word]) -> dict[int, list[Span]]:
        """The spans that bear a name, by where they begin, longest and least changed first."""
        wanted: list[tuple[int, int, int, int, Form]] = []
        for at, word in enumerate(words):
            if word.is_run:
                wanted += _parts(at, word)
            elif self._may_begin(word):
                wanted += self._runs(text, words, at)
        keys = fold_many([form.text for *_, form in wanted])
        known = self.gazetteer.features(set(keys))
        names, demonyms = self.grammar.names, self.grammar.demonyms
        found: dict[int, list[Span]] = {}
        for (first, last, start, end, form), key in zip(wanted, keys, strict=True):
            start, end = start + form.skipped, end - form.dropped
            single = last - first == 1
            bare = words[first]
            if key in names and (not self.grammar.is_cased or bare.text[0].isupper() or not single):
                english, outside = names[key]
                start = words[first + outside].start if outside else start
                span = Span(first + outside, last, start, end, form, key, _CERTAIN, english)
            elif single and key in demonyms and not (
                bare.text[0].isupper() and key in known and strength(known[key]) > _WEAKER_THAN_DEMONYM
            ):
                span = Span(first, last, start, end, form, key, _CERTAIN, demonyms[key], True)
            elif key in known and (not self.grammar.is_cased or bare.text[0].isupper()):
                flags = int(known[key].flags)
                if flags & int(NameFlag.EXACT_CASE) and not form.text.isupper():
                    continue
                is_demonym = bool(flags & int(NameFlag.DEMONYM)) and not flags & _COUNTRY
                span = Span(first, last, start, end, form, key, strength(known[key]), None, is_demonym)
            else:
                continue
            span = self._trimmed(words, span)
            found.setdefault(span.start, []).append(span)
        for spans in found.values():
            spans.sort(key=lambda span: (span.start - span.end, span.form.cost, -span.strength))
        return found

    def _trimmed(self, words: list[Word], span: Span) -> Span:
        """The span without a generic word, written small, at its beginning or end: "province of", "область"."""
        if span.name is not None or span.last - span.first < 2:
            return span
        generic = self.grammar.cues | self.grammar.cues_after
        first, last = words[span.first], words[span.last - 1]
        if not first.text[0].isupper() and fold(first.text) in generic:
            return span._replace(first=span.first + 1, start=words[span.first + 1].start)
        if last.text[0].islower() and fold(last.text) in generic:
            return span._replace(last=span.last - 1, end=words[span.last - 2].end)
        return span

    def _may_begin(self, word: Word) -> bool:
        if not word.text[0].isalpha():
            return False
        return not self.grammar.is_cased or word.text[0].isupper() or bool(self.grammar.demonyms or self.grammar.names)

    def _runs(self, text: str, words: list[Word], at: int) -> Iterator[tuple[int, int, int, int, Form]]:
        """The runs of words that begin at ``at``, each in all its forms."""
        cased = self.grammar.is_cased
        start = words[at].start
        opens = start_of(words[at].text) in self.grammar.openings
        for last in range(at + 1, min(at + _LONGEST_WORDS, len(words)) + 1):
            end_word = words[last - 1]
            if last - at > 1:
                gap = text[words[last - 2].end : end_word.start]
                if end_word.is_run or not _joins(gap, self.grammar.code):
                    return
                if end_word.text[0].islower() and fold(end_word.text) in self.grammar.inside:
                    continue
            if cased and last - at > 1:
                ends = end_word.text[0].isupper() or start_of(end_word.text) in self.grammar.closings
                if not ends or (words[at].text[0].islower() and not opens):
                    return
            parts = tuple(text[start : end_word.end].split()) if last - at > 1 else (end_word.text,)
            for form in forms(parts, self.grammar):
                yield at, last, start, end_word.end, form

    # Choosing

    def _choose(self, text: str, words: list[Word], spans: dict[int, list[Span]]) -> list[Span]:
        """Left to right the longest span that what is known of it bears out; names found once count again."""
        seen: set[str] = set()
        for _ in range(2):
            chosen: list[Span] = []
            position = 0
            before = len(seen)
            for start in sorted(spans):
                if start < position:
                    continue
                for span in spans[start]:
                    if words[span.first].is_run and span.key in self.grammar.stops:
                        # A common word, and so are all shorter ones that begin with it.
                        position = max(position, span.end)
                        break
                    need = self._need(text, words, span, spans, chosen)
                    if span.strength >= need + (_AGAIN if span.key in seen else 0):
                        chosen.append(span)
                        seen.add(span.key)
                        position = span.end
                        break
            if len(seen) == before:
                break
        return chosen

    def _need(
        self, text: str, words: list[Word], span: Span, spans: dict[int, list[Span]], chosen: list[Span]
    ) -> float:
        """How well known the name must be where it stands; beyond 9 for what never counts."""
        grammar = self.grammar
        word = words[span.first]
        never = _CERTAIN + 10
        parts = span.key.split(" ")
        surface = fold(text[span.start : span.end])
        if span.name is None and (
            span.key in grammar.stops or surface in grammar.stops or all(part in grammar.stops for part in parts)
        ):
            return never
        unlike = grammar.not_before.get(span.key)
        if unlike and text[span.end :].lstrip().startswith(unlike):
            return never
        if span.name is not None:
            return 0.0
        cued = self._is_cued(text, words, span)
        if word.is_run:
            return self._need_in_run(span, cued)
        length = len(span.key.replace(" ", ""))
        if grammar.is_cased:
            is_headline = word.text.isupper() and len(word.text) > 2
            if _is_dateline(text, span):
                need = _NEED_CAPITAL_CUED
            elif cued:
                need = _NEED_PLAIN_CUED - 1 if grammar.nouns_are_capital else _NEED_CAPITAL_CUED
            elif word.opens or is_headline or grammar.nouns_are_capital:
                need = _NEED_OPENING
            else:
                need = _NEED_CAPITAL
            short = length <= 3
            if not cued and self._is_surname(text, words, span, spans, chosen):
                need = max(need, _NEED_SURNAME)
        else:
            need = _NEED_PLAIN_CUED if cued else _NEED_PLAIN
            short = length <= (1 if grammar.script == "hangul" else 2)
        need += span.form.cost
        if len(parts) > 1:
            need += _LONG_NAME
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

    def _is_cued(self, text: str, words: list[Word], span: Span) -> bool:
        """True when a word beside the name, or a letter before it, says that a place is meant."""
        grammar = self.grammar
        if span.form.prefix in grammar.cue_prefixes or span.form.ending in grammar.cue_endings:
            return True
        word = words[span.first]
        if word.is_run:
            left, right = text[max(0, span.start - 3) : span.start], text[span.end : span.end + 3]
            return any(left.endswith(cue) for cue in grammar.cues) or any(
                right.startswith(cue) for cue in grammar.cues_after
            )
        after = text[span.end : span.end + 1]
        if grammar.code == "tr" and after in ("'", "’") and after:
            return True
        if span.first and _joins(text[words[span.first - 1].end : word.start]):
            previous = fold(words[span.first - 1].text)
            if previous in grammar.cues or (previous in grammar.elided and after != "'"):
                return True
        if span.last < len(words) and _joins(text[words[span.last - 1].end : words[span.last].start]):
            return fold(words[span.last].text) in grammar.cues_after
        return False

    def _is_surname(
        self, text: str, words: list[Word], span: Span, spans: dict[int, list[Span]], chosen: list[Span]
    ) -> bool:
        """True beside another capitalised word that is neither a place nor a small word: parts of a person's name."""
        before = words[span.first - 1] if span.first else None
        if before is not None and text[before.end : span.start] == " " and before.text[0].isupper():
            key = fold(before.text)
            if key in self.grammar.given or (key in given_names() and self.grammar.script == "latin"):
                return True
            is_place = bool(chosen) and chosen[-1].end == before.end
            if not (is_place or before.opens or key in self.grammar.stops or self.grammar.nouns_are_capital):
                return True
        after = words[span.last] if span.last < len(words) else None
        if after is None or self.grammar.nouns_are_capital or text[span.end : after.start] != " ":
            return False
        is_name = any(other.strength >= _NEED_OPENING for other in spans.get(after.start, ()))
        return after.text[0].isupper() and not after.text.isupper() and not is_name


def _parts(at: int, run: Word) -> Iterator[tuple[int, int, int, int, Form]]:
    """The stretches of a run without spaces that may be names: of two characters or more, on whole syllables."""
    text = run.text
    for first in range(len(text)):
        if _is_mark(text[first]) or (first and _is_katakana(text[first]) and _is_katakana(text[first - 1])):
            continue
        for last in range(first + 2, min(first + _LONGEST_RUN, len(text)) + 1):
            if last < len(text) and (
                _is_mark(text[last]) or (_is_katakana(text[last]) and _is_katakana(text[last - 1]))
            ):
                continue
            yield at, at + 1, run.start + first, run.start + last, Form(text[first:last])


def _is_mark(letter: str) -> bool:
    import unicodedata

    return unicodedata.category(letter) in ("Mn", "Mc")


def _is_katakana(letter: str) -> bool:
    return "\u30a1" <= letter <= "\u30ff"


def _joins(gap: str, code: str = "") -> bool:
    """True for what may stand between two words of one name: a space or a line break, or an apostrophe.

    In Turkish an apostrophe ends a name.
    """
    return (gap in ("'", "’") and code != "tr") or (bool(gap) and gap.isspace() and gap.count("\n") < 2)


def _is_dateline(text: str, span: Span) -> bool:
    surface = text[span.start : span.end]
    return span.start < _DATELINE and surface.isupper() and text[span.end : span.end + 3].lstrip()[:1] in tuple("(,—–-")


def _mention(text: str, span: Span) -> Mention:
    surface = text[span.start : span.end]
    name = span.name or (span.form.text if span.form.text != surface else None)
    return Mention(
        start=span.start,
        end=span.end,
        text=surface,
        kind=MentionKind.DEMONYM if span.is_demonym else MentionKind.TOPONYM,
        role=MentionRole.DATELINE if _is_dateline(text, span) else None,
        name=name,
    )
