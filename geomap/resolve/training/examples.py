"""An example is an annotated document ready for training: its situation and which candidates are right."""

from __future__ import annotations

from dataclasses import dataclass, replace

from geomap.evaluate.corpus import Corpus, GoldDocument, GoldMention
from geomap.evaluate.prediction import Answer
from geomap.evaluate.resolution import error_km, is_right
from geomap.evaluate.spans import trim
from geomap.gazetteer import Gazetteer
from geomap.model import Mention
from geomap.pipeline import Geoparser
from geomap.resolve.home import Home
from geomap.resolve.ranking import CANDIDATES
from geomap.resolve.situation import Situation, look_up_name, situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A document's situation and, by mention, what is right.

    ``right`` holds for every bearer True or False, or is ``None`` for a mention without coordinates;
    ``wanted`` are the bearers to prefer: those with the gold's own id, else the closest right ones; ``exact``
    those with the gold's id. ``home`` is where the source is taken to be at home.
    """

    gold: GoldDocument
    seen: Situation
    golds: list[GoldMention]
    right: list[list[bool] | None]
    wanted: list[list[float] | None]
    exact: list[list[bool] | None]
    home: Home | None = None

    def at(self, home: Home | None) -> Example:
        """The same document with another home."""
        return replace(self, home=home)


def prepare(corpus: Corpus, gazetteer: Gazetteer) -> list[Example]:
    """The corpus's documents as examples, without a home."""
    geoparser = Geoparser(gazetteer)
    examples = []
    for gold in corpus.documents:
        spans = []
        golds = []
        for mention in gold.mentions:
            start, end = trim(gold.text, mention.start, mention.end)
            if start < end:
                spans.append(Mention(start=start, end=end, text=gold.text[start:end]))
                golds.append(mention)
        mentions = geoparser.with_kinds(spans)
        examples.append(_example(gold, mentions, golds, gazetteer))
    return examples


def _example(gold: GoldDocument, mentions: list[Mention], golds: list[GoldMention], gazetteer: Gazetteer) -> Example:
    bearers = gazetteer.bearers(map(look_up_name, mentions), limit=CANDIDATES)
    seen = situation(gold.document, mentions, bearers)
    right: list[list[bool] | None] = []
    wanted: list[list[float] | None] = []
    exact: list[list[bool] | None] = []
    for mention, number in zip(golds, seen.group_of, strict=True):
        if not mention.is_located:
            right.append(None)
            wanted.append(None)
            exact.append(None)
            continue
        answers = [Answer.of(gazetteer.candidate(bearer).place) for bearer in seen.groups[number].bearers]
        is_it = [is_right(mention, answer) for answer in answers]
        same = [mention.gold_id is not None and answer.place_id == mention.gold_id for answer in answers]
        right.append(is_it)
        exact.append(same)
        wanted.append(_wanted(mention, answers, is_it, same))
    return Example(gold=gold, seen=seen, golds=golds, right=right, wanted=wanted, exact=exact)


def _wanted(gold: GoldMention, answers: list[Answer], right: list[bool], same: list[bool]) -> list[float]:
    if any(same):
        # The gold's own id, and a little for other right answers, so that they are not pushed away.
        return [1.0 if is_same else 0.1 * is_it for is_same, is_it in zip(same, right, strict=True)]
    distances = [error_km(gold, answer) for answer in answers]
    return [
        0.0 if not is_it else 1.0 if km is None else 1 / (1 + km / 20)
        for is_it, km in zip(right, distances, strict=True)
    ]
