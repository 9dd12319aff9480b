"""The rules recogniser: gazetteer look-ups of capitalised words, weighed by the words around them.

It needs no model. Every known chunk gets a score from what bears its name and from its context; the
best ones that do not overlap become mentions when they pass `THRESHOLD`. A name that the context calls
a place ("the town of …") counts without being known, and a name accepted once is accepted wherever the
document does not use it for a person or an organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from geomap.gazetteer.features import NameFlag
from geomap.model import Document, Mention, MentionKind
from geomap.names import fold
from geomap.recognize import lexicons
from geomap.recognize.lookup import Chunk, find_chunks, is_capital
from geomap.recognize.people import People, Run, find_people, find_runs
from geomap.recognize.roles import role_of
from geomap.recognize.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Tuned by hand on the annotated corpora, as are the weights in `Reading`: one decimal is all that matters.
THRESHOLD = 1.5

_COUNTRY, _ADMIN1, _ADMIN2 = int(NameFlag.COUNTRY), int(NameFlag.ADMIN1), int(NameFlag.ADMIN2)
_CITY, _RIVER, _SEA, _REGION = int(NameFlag.CITY), int(NameFlag.RIVER), int(NameFlag.SEA), int(NameFlag.REGION)
_CONTINENT, _DEMONYM, _ABBREVIATION = int(NameFlag.CONTINENT), int(NameFlag.DEMONYM), int(NameFlag.ABBREVIATION)
_PRIMARY, _SEAT = int(NameFlag.PRIMARY), int(NameFlag.SEAT)
#: "Rep. Jane Roe, D-Springfield".
_PARTIES = frozenset("d r i ind dem rep".split())
_INHABITANTS = frozenset(
    "man woman men women resident residents native natives officials police mayor voters area students teen "
    "teenager couple family families firefighters schools".split()
)
_WHOLE_OF = ("city of ", "town of ", "province of ", "state of ", "county of ", "village of ", "district of ")
_PROMINENT = _COUNTRY | _CONTINENT | _DEMONYM


@dataclass(frozen=True, slots=True)
class RulesRecognizer:
    """Recognises English news text by rules; a name unknown to the gazetteer needs a word that types it."""

    gazetteer: Gazetteer

    @property
    def name(self) -> str:
        return "rules"

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        """The mentions of ``document`` in order; ``confidence`` is a squashed score, not a frequency."""
        tokens = tokenize(document.text)
        if not tokens.texts:
            return ()
        reading = Reading(tokens, find_chunks(tokens, self.gazetteer))
        accepted = reading.accept()
        return tuple(_mention(tokens, chunk, score) for chunk, score in accepted)


def _mention(tokens: Tokens, chunk: Chunk, score: float) -> Mention:
    start, end = tokens.starts[chunk.first], tokens.ends[chunk.last - 1]
    kind = MentionKind.DEMONYM if is_demonym(chunk.flags) else MentionKind.TOPONYM
    return Mention(
        start=start,
        end=end,
        text=tokens.text[start:end],
        kind=kind,
        role=role_of(tokens, chunk.first, chunk.last, kind, chunk.flags),
        confidence=round(1 / (1 + exp(THRESHOLD - score)), 3),
    )


def is_demonym(flags: int) -> bool:
    """True for a name that is people's or things' ("Iraqi") and no country's own."""
    return bool(flags & _DEMONYM) and not flags & (_COUNTRY | _CONTINENT)


class Reading:
    """One document read by the rules: what is known, what is said around it, what is accepted."""

    def __init__(self, tokens: Tokens, chunks: list[list[Chunk]]) -> None:
        self.tokens = tokens
        self.lower = [token.lower() for token in tokens.texts]
        self.chunks = chunks
        self.cased = self._cased_sentences()
        self.runs = find_runs(tokens)
        prominent = [False] * len(tokens)
        for at in chunks:
            for chunk in at:
                if chunk.flags & _PROMINENT or (chunk.flags & (_SEAT | _ADMIN1) and chunk.population_log10 > 5.7):
                    for index in range(chunk.first, chunk.last):
                        prominent[index] = True
        self.prominent = prominent
        self.people: People = find_people(tokens, self.runs, prominent)
        self.diseases = {
            chunk.key
            for at in chunks
            for chunk in at
            if chunk.last < len(tokens) and self.lower[chunk.last] in lexicons.DISEASES
            if not chunk.flags & (_COUNTRY | _CONTINENT | _DEMONYM | _ADMIN1)
        }
        self.run_at: list[Run | None] = [None] * len(tokens)
        for run in self.runs:
            for index in range(run.first, run.last):
                self.run_at[index] = run

    def _cased_sentences(self) -> list[bool]:
        """True where capitals tell something: not in headlines in capitals or title case."""
        tells = [True] * len(self.tokens)
        for first, last in self.tokens.sentences:
            words = [word for word in self.tokens.texts[first:last] if len(word) > 3 and word[0].isalpha()]
            capitals = sum(map(is_capital, words))
            if len(words) >= 4 and capitals > 0.75 * len(words):
                tells[first:last] = [False] * (last - first)
        return tells

    def accept(self) -> list[tuple[Chunk, float]]:
        """The chunks accepted, in order, without overlaps."""
        scored = [(chunk, self.score(chunk)) for at in self.chunks for chunk in at]
        scored += [(chunk, 3.0) for chunk in self._typed_unknowns()]
        strong = {chunk.key for chunk, score in scored if score >= THRESHOLD}
        result = []
        taken = [False] * len(self.tokens)
        for chunk, score in sorted(scored, key=lambda pair: (pair[0].first - pair[0].last, -pair[1], pair[0].first)):
            if any(taken[chunk.first : chunk.last]):
                continue
            if score < THRESHOLD and chunk.key in strong and self._stands_free(chunk):
                score = max(score, THRESHOLD)
            if score < THRESHOLD:
                continue
            taken[chunk.first : chunk.last] = [True] * (chunk.last - chunk.first)
            result.append((chunk, score))
        return sorted(result, key=lambda pair: pair[0].first)

    def _stands_free(self, chunk: Chunk) -> bool:
        """True when nothing around a name speaks against its being the place named elsewhere."""
        if any(self.people.tokens[chunk.first : chunk.last]):
            return False
        run = self.run_at[chunk.first]
        if run is None:
            return False
        if run.first == chunk.first and run.last <= chunk.last:
            return self.lower[chunk.first] not in lexicons.common_words() or not self.tokens.opens[chunk.first]
        following = self.lower[chunk.last] if chunk.last < len(self.lower) else ""
        return run.first == chunk.first and following in lexicons.ORGANISATIONS | lexicons.ROLES | lexicons.TITLES

    def _typed_unknowns(self) -> list[Chunk]:
        """Names that the text itself types: "town of X", "X province", "village of X"."""
        found = []
        for run in self.runs:
            first, last = run.first, run.last
            words = self.lower[first:last]
            if any(self.people.tokens[first:last]) or not set(words).isdisjoint(lexicons.ORGANISATIONS):
                continue
            if last - first > 4 or words[0] in lexicons.CALENDAR or words[0] in lexicons.FUNCTION_WORDS:
                continue
            before = self.lower[first - 1] if first else ""
            typed = before == "of" and first > 1 and self.lower[first - 2] in (
                "town", "city", "village", "suburb", "province", "district", "county", "township", "municipality"
            )  # fmt: skip
            typed = typed or before in ("village", "town", "township")
            following = self.lower[last] if last < len(self.lower) else ""
            typed = typed or (
                following in ("province", "district", "governorate", "county", "oblast", "prefecture")
                and not any(chunk.last == last for chunk in self.chunks[first])
                and before not in ("a", "an")
            )
            typed = typed or (
                last - first > 1
                and words[-1] in ("county", "parish", "township", "river", "island", "creek", "lake", "valley")
                and not self.tokens.opens[first]
            )
            if typed and len(self.tokens.surface(first, last)) > 2:
                found.append(Chunk(first, last, fold(self.tokens.surface(first, last)), _CITY, 0.0, "PPPL"))
        return found

    def score(self, chunk: Chunk) -> float:
        """How much speaks for a place: what bears the name, then what stands around it."""
        first, last = chunk.first, chunk.last
        lower = self.lower
        if any(self.people.tokens[first:last]):
            return -2.0
        word = lower[first]
        if last - first == 1 or (last - first == 2 and lower[last - 1] == "."):
            if word == "us":
                return self._bearer(chunk)
            if word in lexicons.CALENDAR or word in lexicons.FUNCTION_WORDS or word in lexicons.TITLES:
                return -2.0
            if word in lexicons.NEVER_ALONE or (word in lexicons.COMPASS and not chunk.flags & _COUNTRY):
                return -2.0
        if chunk.key in self.diseases and (first == 0 or lower[first - 1] not in lexicons.IN_PREPOSITIONS):
            return -2.0
        return self._bearer(chunk) + self._neighbours(chunk)

    def _bearer(self, chunk: Chunk) -> float:
        flags = chunk.flags
        words = chunk.last - chunk.first
        score = -9.0
        if flags & (_COUNTRY | _CONTINENT):
            score = 3.0 if flags & (_PRIMARY | _ABBREVIATION) or words > 1 else 1.2
        if flags & _DEMONYM:
            score = max(score, 2.6)
        if flags & _ADMIN1:
            score = max(score, 2.4 if flags & (_PRIMARY | _ABBREVIATION) else 1.0)
        if flags & (_SEA | _REGION | _RIVER):
            score = max(score, 1.8 if words > 1 or flags & _PRIMARY else 0.8)
        if flags & _ADMIN2:
            score = max(score, 1.6 if words > 1 else 0.7)
        if flags & _CITY:
            size = chunk.population_log10
            city = 0.2 + max(0.0, size - 3.0) * 0.65 + (0.6 if words > 1 else 0.0)
            score = max(score, city - (0.0 if flags & _PRIMARY else 0.7))
        if words > 2 and chunk.key.startswith(_WHOLE_OF):
            # "the City of Norfolk": the name is what follows.
            score -= 9.0
        return score

    def _neighbours(self, chunk: Chunk) -> float:
        first, last, flags = chunk.first, chunk.last, chunk.flags
        lower, texts = self.lower, self.tokens.texts
        before = lower[first - 1] if first else ""
        before2 = lower[first - 2] if first > 1 else ""
        after = lower[last] if last < len(lower) else ""
        after2 = lower[last + 1] if last + 1 < len(lower) else ""
        strong = flags & (_COUNTRY | _CONTINENT | _DEMONYM | _ADMIN1 | _SEA)
        score = 0.0
        if not flags & _DEMONYM or flags & _CITY:
            if before in lexicons.IN_PREPOSITIONS:
                score += 1.5
            elif before in lexicons.WEAK_PREPOSITIONS:
                score += 0.6
            if before == "of" and before2 in lexicons.GENERIC_OF:
                score += 1.4
            if before in lexicons.COMPASS and not is_capital(texts[first - 1]):
                score += 0.8
        if self.tokens.opens[first] and texts[first].isupper() and after in ("(", "—", "–", "-", ","):
            score += 1.2
        if after in lexicons.GENERIC_AFTER and last < len(texts):
            score += 1.6
        if after == "," and self._state_at(last + 1):
            score += 2.2
        if before == "," and first > 1 and self.chunks[first - 2] and is_capital(texts[first - 2]):
            score += 0.8
        if before == "-" and before2 in _PARTIES and first > 2:
            score += 2.5
        if after in _INHABITANTS and not self.tokens.opens[first]:
            score += 0.8
        if before == "the" and not strong and flags & _CITY and not flags & (_RIVER | _REGION):
            score -= 0.3 if self._heads_organisation(chunk) else 1.5
        score += self._shape(chunk)
        score += self._embedding(chunk, before, after, after2)
        return score

    def _heads_organisation(self, chunk: Chunk) -> bool:
        run = self.run_at[chunk.first]
        if run is None or run.first != chunk.first:
            return False
        return not set(self.lower[chunk.last : run.last]).isdisjoint(lexicons.ORGANISATIONS)

    def _state_at(self, index: int) -> bool:
        if index >= len(self.chunks):
            return False
        return any(chunk.flags & (_COUNTRY | _ADMIN1 | _ABBREVIATION) for chunk in self.chunks[index])

    def _shape(self, chunk: Chunk) -> float:
        first, last, flags = chunk.first, chunk.last, chunk.flags
        word = self.lower[first]
        surface = self.tokens.surface(first, last)
        score = 0.0
        if last - first == 1:
            strong = flags & (_CONTINENT | _DEMONYM) or (flags & _COUNTRY and flags & (_PRIMARY | _ABBREVIATION))
            if word in lexicons.common_words() and not strong:
                score -= 1.4 if self.cased[first] and not self.tokens.opens[first] else 2.4
            if fold(surface) in lexicons.given_names() and not strong:
                score -= 1.2
            if (
                surface.isupper()
                and self.cased[first]
                and flags & _CITY
                and not flags & _ABBREVIATION
                and len(word) < 6
                and not self.tokens.opens[first]
            ):
                score -= 1.5
            if len(word) <= 2 and not strong and not surface.isupper():
                score -= 1.5
        if flags & _ABBREVIATION and not flags & (_COUNTRY | _PRIMARY):
            # "Ky." and "KY" stand after a town; a short form elsewhere is a word or another's acronym.
            comma = first > 0 and self.tokens.texts[first - 1] == ","
            dotted = surface.endswith(".")
            score += 0.4 if comma else (-0.4 if dotted else -2.0)
        return score

    def _embedding(self, chunk: Chunk, before: str, after: str, after2: str) -> float:
        """What a longer capitalised run around the name says."""
        first, last, flags = chunk.first, chunk.last, chunk.flags
        run = self.run_at[first]
        if run is None or not self.cased[first]:
            return 0.0 if run is None else -0.6 * (not flags & (_COUNTRY | _ADMIN1 | _DEMONYM))
        score = 0.0
        strong = flags & (_COUNTRY | _CONTINENT | _DEMONYM)
        rest = self.lower[last : run.last]
        leading = [word for word in self.lower[run.first : first] if word[0].isalpha()]
        if rest:
            if not set(rest).isdisjoint(lexicons.ORGANISATIONS | lexicons.ROLES | lexicons.TITLES):
                score += 0.6
            elif not set(rest).isdisjoint(lexicons.STREETS):
                score -= 2.5
            elif not strong and not any(self.prominent[last : run.last]):
                score -= 1.8
        if leading:
            if all(word in lexicons.COMPASS for word in leading):
                score -= 0.2
            elif not strong and not any(self.prominent[run.first : first]):
                score -= 1.8
            elif not strong:
                score -= 0.5
        if not rest and not leading and after in lexicons.SPEECH and not strong:
            score -= 0.8
        return score
