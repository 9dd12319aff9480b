"""The gazetteer recogniser: the longest runs of words that bear a name, in any script, by one batched look-up.

No model reads the text; what keeps common words out is how well known a name is, weighed against what speaks
for it: a capital letter where the script has them, a word such as "in" or "city" before it, how much had to
be changed to find it. The tables of the language, where there are any, say which words never count.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.model import Document, Mention, MentionKind, MentionRole
from geomap.names import fold, fold_many
from geomap.recognize.coordinates import find_coordinates
from geomap.recognize.grammar import Grammar, start_of
from geomap.recognize.inflection import Form, forms
from geomap.recognize.verdicts import CERTAIN, Span, Verdicts, is_dateline, joins, strength
from geomap.recognize.words import Word, words_of

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Words of the longest name looked up, and characters where words are not apart.
_LONGEST_WORDS, _LONGEST_RUN = 5, 14
#: A capitalised word for people that is also a name is the name only when that is a country or a large city.
_WEAKER_THAN_DEMONYM = 7.0
#: A name that was found once in the text needs to be this much less well known elsewhere in it.
_AGAIN = -3.0
_COUNTRY = int(NameFlag.COUNTRY | NameFlag.CONTINENT)
_EXACT_CASE, _DEMONYM = int(NameFlag.EXACT_CASE), int(NameFlag.DEMONYM)
#: How much better known a name must be to be preferred to one that needed less change, for each unit of cost.
_COST = 5.0
#: Names looked up at once.
_BATCH = 50_000
#: First and last word, first and last character, and a form of what stands there.
_Run = tuple[int, int, int, int, Form]


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
        found: dict[int, list[Span]] = {}
        wanted = self._wanted(text, words)
        # In batches, so that a long text of a script without spaces needs no more memory than a short one.
        while batch := list(islice(wanted, _BATCH)):
            keys = fold_many([form.text for *_, form in batch])
            known = self.gazetteer.features(set(keys))
            for run, key in zip(batch, keys, strict=True):
                span = self._span_of(words, run, key, known)
                if span is not None:
                    found.setdefault(span.start, []).append(span)
        for spans in found.values():
            spans.sort(key=lambda span: (span.start - span.end, _COST * span.form.cost - span.strength))
        return found

    def _wanted(self, text: str, words: list[Word]) -> Iterator[_Run]:
        """All runs of words, in all forms, that may be names."""
        for at, word in enumerate(words):
            if word.is_run:
                yield from _parts(at, word)
            elif self._may_begin(word):
                yield from self._runs(text, words, at)

    def _span_of(self, words: list[Word], run: _Run, key: str, known: dict[str, NameFeatures]) -> Span | None:
        """The span of a run that bears a name: of the language's own tables, or of the gazetteer."""
        first, last, start, end, form = run
        start, end = start + form.skipped, end - form.dropped
        names, demonyms = self.grammar.names, self.grammar.demonyms
        single = last - first == 1
        bare = words[first]
        may_be_name = not self.grammar.is_cased or bare.text[0].isupper()
        if key in names and (may_be_name or not single):
            english, outside = names[key]
            start = words[first + outside].start if outside else start
            return Span(first + outside, last, start, end, form, key, CERTAIN, english)
        if single and key in demonyms:
            is_name = bare.text[0].isupper() and key in known and strength(known[key]) > _WEAKER_THAN_DEMONYM
            if not is_name:
                return Span(first, last, start, end, form, key, CERTAIN, demonyms[key], True)
        if key not in known or not may_be_name:
            return None
        flags = int(known[key].flags)
        if flags & _EXACT_CASE and not form.text.isupper():
            return None
        is_demonym = bool(flags & _DEMONYM) and not flags & _COUNTRY
        return self._trimmed(words, Span(first, last, start, end, form, key, strength(known[key]), None, is_demonym))

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

    def _runs(self, text: str, words: list[Word], at: int) -> Iterator[_Run]:
        """The runs of words that begin at ``at``, each in all its forms."""
        cased = self.grammar.is_cased
        start = words[at].start
        opens = start_of(words[at].text) in self.grammar.openings
        for last in range(at + 1, min(at + _LONGEST_WORDS, len(words)) + 1):
            end_word = words[last - 1]
            if last - at > 1:
                gap = text[words[last - 2].end : end_word.start]
                if end_word.is_run or not joins(gap, self.grammar.code):
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
        verdicts = Verdicts(text, words, spans, self.grammar)
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
                    need = verdicts.need(span, chosen)
                    if span.strength >= need + (_AGAIN if span.key in seen else 0):
                        chosen.append(span)
                        seen.add(span.key)
                        position = span.end
                        break
            if len(seen) == before:
                break
        return chosen

def _parts(at: int, run: Word) -> Iterator[_Run]:
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


def _mention(text: str, span: Span) -> Mention:
    surface = text[span.start : span.end]
    name = span.name or (span.form.text if span.form.text != surface else None)
    return Mention(
        start=span.start,
        end=span.end,
        text=surface,
        kind=MentionKind.DEMONYM if span.is_demonym else MentionKind.TOPONYM,
        role=MentionRole.DATELINE if is_dateline(text, span) else None,
        name=name,
    )
