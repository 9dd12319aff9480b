"""Matching finds the decision that is nearest to a name in a report: made here, by this paper, on this subject.

In the text that a decision was made on its offsets count. Elsewhere the report's id, its source, the other
places that it names and the words around the name are weighed; too little in common, and nothing follows.
All of it is read from the text alone, so that what was already decided does not change what follows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from geomap.decisions.model import Act, Decision, Decisions, Span, digest_of
from geomap.model import Document
from geomap.names import fold, fold_many
from geomap.publisher import publisher_of

# The order is what counts: the same report, edited, before any other of its paper, a paper before a subject.
# A shared place says as much as two shared words; one shared place or two words are the least.
_SAME_REPORT, _SAME_SOURCE, _SHARED_PLACE, _SHARED_WORD = 8.0, 3.0, 1.0, 0.5
_MOST_PLACES, _MOST_WORDS = 2, 3
_LEAST = 1.0
#: Characters on each side of a name whose words are compared with a decision's context.
_WINDOW = 160
#: Shorter words are mostly grammar.
_LEAST_LETTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The decision that a name follows, and those that say otherwise: nearer ones never, as near ones undecided."""

    decision: Decision | None
    rivals: tuple[Decision, ...] = ()


class Rulebook:
    """Decisions by the digest of their text and by the name that they are about."""

    def __init__(self, decisions: Decisions) -> None:
        self.seen = frozenset(decisions.seen)
        self.by_digest: Mapping[str, list[Decision]] = defaultdict(list)
        self.by_name: Mapping[str, list[Decision]] = defaultdict(list)
        for decision, key in zip(
            decisions.decisions, fold_many([each.name for each in decisions.decisions]), strict=True
        ):
            if decision.spans:
                self.by_digest[decision.digest].append(decision)
            self.by_name[key].append(decision)
        added = sorted(
            {each.name for each in decisions.decisions if each.act == Act.ADD}, key=lambda name: (-len(name), name)
        )
        self._added = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, added))})(?!\w)") if added else None

    def written(self, text: str) -> Iterator[Span]:
        """Where the names that were added by hand stand in ``text``, longest first at each place."""
        if self._added is not None:
            for match in self._added.finditer(text):
                yield Span(*match.span())


class Ground:
    """What a report has that decisions can be compared with."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.digest = digest_of(document.text)
        self._paper = _paper(document.source)

    @cached_property
    def _folded(self) -> str:
        lines = (line for line in self.document.text.split("\n") if line.strip())
        return f" {' '.join(fold_many(list(lines)))} "

    def nearest(self, span: Span, decisions: Sequence[Decision]) -> Match:
        """The nearest of the ``decisions`` on the name at ``span``; none when the nearest disagree."""
        words = self._words(span)
        scored = []
        for decision in decisions:
            score = self._score(decision, words)
            if score is not None:
                scored.append((score, decision))
        if not scored:
            return Match(decision=None)
        best = max(score for score, _ in scored)
        nearest = [decision for score, decision in scored if score == best]
        answer = nearest[0].answer
        rivals = tuple(decision for _, decision in scored if decision.answer != answer)
        if any(decision.answer != answer for decision in nearest):
            return Match(decision=None, rivals=(nearest[0], *rivals))
        return Match(decision=nearest[0], rivals=rivals)

    def _score(self, decision: Decision, words: frozenset[str]) -> float | None:
        """How near a decision is; ``None`` when it has nothing to say here."""
        same_report = decision.document is not None and decision.document == self.document.id
        shared = len(words & _content_words(decision.context or "", without=decision.name))
        if decision.only_here:
            # Its report was edited: the words around the name must still be there.
            return _SAME_REPORT + shared if same_report and shared >= 2 else None
        if not (decision.digest or decision.source or decision.context or decision.near):
            return 0.0
        near = sum(f" {key} " in self._folded for key in fold_many(list(decision.near)))
        score = (
            _SAME_REPORT * same_report
            + _SAME_SOURCE * (self._paper != "" and self._paper == _paper(decision.source))
            + _SHARED_PLACE * min(near, _MOST_PLACES)
            + _SHARED_WORD * min(shared, _MOST_WORDS)
        )
        return score if score >= _LEAST else None

    def _words(self, span: Span) -> frozenset[str]:
        text = self.document.text
        around = text[max(0, span.start - _WINDOW) : span.end + _WINDOW]
        return _content_words(around, without=text[span.start : span.end])


def _content_words(text: str, *, without: str) -> frozenset[str]:
    from geomap.recognize.lexicons import FUNCTION_WORDS

    words = {word for word in fold(" ".join(text.split())).split() if len(word) >= _LEAST_LETTERS}
    return frozenset(words - set(fold(without).split()) - FUNCTION_WORDS)


def _paper(source: str | None) -> str:
    """The publisher, however its name or address is spelled."""
    return publisher_of((source or "").strip()).casefold().removeprefix("www.")
