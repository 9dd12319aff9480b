"""Trains the resolver's weights: `python -m geomap.resolve.train CORPUS... [-o MODEL]`.

Prints scores that are held out by source (five folds) and by corpus (leave one out), then fits all
corpora and writes the weights with the calibration that the held-out answers gave. Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.evaluate.corpus import Corpus, GoldDocument, GoldMention, folds, read_corpus
from geomap.evaluate.prediction import Answer
from geomap.evaluate.resolution import error_km, is_right
from geomap.evaluate.runner import with_countries
from geomap.evaluate.spans import trim
from geomap.gazetteer import Gazetteer
from geomap.model import Document, Mention
from geomap.pipeline import Geoparser
from geomap.resolve import weights as weighing
from geomap.resolve.evidence import NAMES, STATIC, Company, static_rows
from geomap.resolve.ranking import CANDIDATES
from geomap.resolve.situation import Situation, look_up_name, situation

#: Strength of the pull towards zero, and rounds of gradient ascent; five-fold scores are flat around both.
_L2 = 2e-4
_STEPS = 400
_RATE = 0.08
#: What is known before any example: the pull goes towards these instead of zero. Rivers that are called rivers are
#: rare in the corpora, which annotate "Niger River" as one name; in reports they are not.
_PRIOR = {"water word agrees": 5.0, "words agree": 1.5, "words disagree": -1.0}
_VERSION = "2026-11"


@dataclass(slots=True)
class Example:
    """A document ready for training: its situation and, by mention, which bearers are right.

    ``right`` holds for every bearer True or False, or is ``None`` for a mention without coordinates;
    ``wanted`` are the bearers to prefer: those with the gold's own id, else the closest right ones.
    """

    corpus: str
    gold: GoldDocument
    seen: Situation
    golds: list[GoldMention]
    right: list[list[bool] | None]
    wanted: list[list[float] | None]
    exact: list[list[bool] | None]


def prepare(corpus: Corpus, gazetteer: Gazetteer) -> list[Example]:
    """The corpus's documents as examples."""
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
        examples.append(_example(corpus.name, gold, mentions, golds, gazetteer))
    return examples


def _example(
    name: str, gold: GoldDocument, mentions: list[Mention], golds: list[GoldMention], gazetteer: Gazetteer
) -> Example:
    bearers = gazetteer.bearers(map(look_up_name, mentions), limit=CANDIDATES)
    seen = situation(Document(text=gold.text, id=gold.id), mentions, bearers)
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
    return Example(name, gold, seen, golds, right, wanted, exact)


def _wanted(gold: GoldMention, answers: list[Answer], right: list[bool], same: list[bool]) -> list[float]:
    if any(same):
        # The gold's own id, and a little for other right answers, so that they are not pushed away.
        return [1.0 if is_same else 0.1 * is_it for is_same, is_it in zip(same, right, strict=True)]
    distances = [error_km(gold, answer) for answer in answers]
    return [
        0.0 if not is_it else 1.0 if km is None else 1 / (1 + km / 20)
        for is_it, km in zip(right, distances, strict=True)
    ]


class Fitter:
    """Fits the rounds to examples and predicts with them; numpy arrays inside."""

    def __init__(self) -> None:
        import numpy

        self.np = numpy

    def fit(self, examples: Sequence[Example], *, rounds: int = 2) -> weighing.Weights:
        """Weights of all rounds, each round trained on the company that the one before guesses."""
        fitted: list[weighing.Round] = []
        statics = [_static(example) for example in examples]
        guesses: list[list[list[float]]] | None = None
        for number in range(rounds):
            rows = (
                statics
                if guesses is None
                else [_with_company(*pair) for pair in zip(examples, statics, guesses, strict=True)]
            )
            fitted.append(self._fit_round(examples, rows, STATIC if number == 0 else NAMES))
            guesses = [_guess(example, found, fitted[-1]) for example, found in zip(examples, rows, strict=True)]
        return weighing.Weights(version=_VERSION, rounds=tuple(fitted))

    def _fit_round(self, examples: Sequence[Example], rows: list, names: Sequence[str]) -> weighing.Round:
        np = self.np
        features, nones, targets, starts, importance = [], [], [], [], []
        for example, document_rows in zip(examples, rows, strict=True):
            none_rows = [weighing.none_row(group) for group in example.seen.groups]
            for index, wanted in enumerate(example.wanted):
                if wanted is None or not wanted:
                    continue
                starts.append(len(features))
                width = len(names)
                for row, target in zip(document_rows[index], wanted, strict=True):
                    features.append(row)
                    nones.append([0.0] * len(weighing.NONE_NAMES))
                    targets.append(target)
                features.append([0.0] * width)
                nones.append(none_rows[example.seen.group_of[index]])
                targets.append(0.0 if any(wanted) else 1.0)
                importance.append(1.0)
        x = np.hstack([np.array(features), np.array(nones)])
        y = np.array(targets)
        starts_array = np.array(starts)
        group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(features)]))
        totals = np.add.reduceat(y, starts_array)
        y = y / np.maximum(totals, 1e-9)[group]
        prior = np.array([_PRIOR.get(name, 0.0) for name in names] + [0.0] * len(weighing.NONE_NAMES))
        weights = prior.copy()
        first_moment = np.zeros_like(weights)
        second_moment = np.zeros_like(weights)
        for step in range(1, _STEPS + 1):
            scores = x @ weights
            scores -= np.maximum.reduceat(scores, starts_array)[group]
            raised = np.exp(scores)
            chances = raised / np.add.reduceat(raised, starts_array)[group]
            gradient = x.T @ (y - chances) / len(starts) - _L2 * (weights - prior)
            first_moment = 0.9 * first_moment + 0.1 * gradient
            second_moment = 0.999 * second_moment + 0.001 * gradient**2
            weights += (
                _RATE * (first_moment / (1 - 0.9**step)) / (np.sqrt(second_moment / (1 - 0.999**step)) + 1e-8)
            )
        split = len(names)
        rounded = [round(float(weight), 4) for weight in weights]
        return weighing.Round(features=tuple(rounded[:split]), none=tuple(rounded[split:]))


def _static(example: Example) -> list[list[list[float]]]:
    seen = example.seen
    return [
        static_rows(mention.kind, seen.settings[index], mention.text, seen.groups[seen.group_of[index]])
        for index, mention in enumerate(seen.mentions)
    ]


def _guess(example: Example, rows: list, weights: weighing.Round) -> list[list[float]]:
    none_rows = [weighing.none_row(group) for group in example.seen.groups]
    return [
        weights.chances(mention_rows, none_rows[number])[0]
        for mention_rows, number in zip(rows, example.seen.group_of, strict=True)
    ]


def _with_company(example: Example, statics: list, guess: list[list[float]]) -> list[list[list[float]]]:
    from geomap.resolve.ranking import by_group

    company = Company(example.seen, by_group(example.seen, guess))
    return [
        [near + far for near, far in zip(statics[index], company.rows(index), strict=True)]
        for index in range(len(statics))
    ]


@dataclass(slots=True)
class Tally:
    """Counts of held-out answers of one corpus."""

    mentions: int = 0
    possible: int = 0
    right: int = 0
    near: int = 0
    exact: int = 0
    with_id: int = 0
    answers: list[tuple[float, bool]] | None = None
    errors: list[float] | None = None
    wrong: list[str] | None = None

    def line(self, label: str) -> str:
        share = self.right / self.mentions
        exact = f"{self.exact / self.with_id:.3f}" if self.with_id else "  –  "
        mean = sum(self.errors) / len(self.errors)
        return (
            f"{label:34} right {share:.3f}  ceiling {self.possible / self.mentions:.3f}"
            f"  of possible {self.right / self.possible:.3f}  plain {self.near / self.mentions:.3f}"
            f"  id {exact}  mean km {mean:.0f} at {len(self.errors) / self.mentions:.3f}"
        )


def test(examples: Sequence[Example], weights: weighing.Weights, tally: Tally) -> Tally:
    """Add the answers of ``weights`` on ``examples`` to ``tally``."""
    from geomap.resolve.ranking import RankingResolver

    resolver = RankingResolver(weights)
    for example in examples:
        _, chances, _ = resolver.chances(example.seen)
        for index, right in enumerate(example.right):
            if right is None:
                continue
            tally.mentions += 1
            tally.possible += any(right)
            gold = example.golds[index]
            tally.with_id += gold.gold_id is not None
            if not right:
                continue
            best = max(range(len(right)), key=lambda at: (chances[index][at], -at))
            tally.right += right[best]
            tally.exact += example.exact[index][best]
            bearer = example.seen.groups[example.seen.group_of[index]].bearers[best]
            if bearer.latitude is not None:
                from geomap.evaluate.distance import distance_km

                km = distance_km(gold.latitude, gold.longitude, bearer.latitude, bearer.longitude)
                tally.errors.append(km)
                tally.near += km <= 161
            tally.answers.append((chances[index][best], right[best]))
            if any(right) and not right[best]:
                wanted = example.seen.groups[example.seen.group_of[index]].bearers[right.index(True)]
                tally.wrong.append(
                    f"{example.gold.id}: {gold.text!r} → {bearer.label} {bearer.code} {bearer.country} "
                    f"p={chances[index][best]:.2f}; right: {wanted.label} {wanted.code} {wanted.country} "
                    f"p={chances[index][right.index(True)]:.2f}"
                )
    return tally


def calibration(answers: Sequence[tuple[float, bool]], *, knots: int = 12) -> list[list[float]]:
    """Points (raw, share right) of an isotonic fit to held-out answers, thinned to ``knots``."""
    ordered = sorted(answers)
    blocks: list[list[float]] = []
    for raw, right in ordered:
        blocks.append([raw, float(right), 1.0])
        while len(blocks) > 1 and blocks[-2][1] / blocks[-2][2] >= blocks[-1][1] / blocks[-1][2]:
            last = blocks.pop()
            blocks[-1] = [blocks[-1][0] + last[0], blocks[-1][1] + last[1], blocks[-1][2] + last[2]]
    # Blocks hold sums; a few hundred answers make a knot.
    size = max(1, len(ordered) // knots)
    points: list[list[float]] = []
    bag = [0.0, 0.0, 0.0]
    for block in blocks:
        bag = [one + two for one, two in zip(bag, block, strict=True)]
        if bag[2] >= size:
            points.append([round(bag[0] / bag[2], 4), round(bag[1] / bag[2], 4)])
            bag = [0.0, 0.0, 0.0]
    if bag[2]:
        points.append([round(bag[0] / bag[2], 4), round(bag[1] / bag[2], 4)])
    return [[0.0, 0.0], *points, [1.0, max(points[-1][1], 0.995)]]


def calibration_error(answers: Sequence[tuple[float, bool]], mapping: Callable[[float], float]) -> float:
    """Expected calibration error over ten equal bins."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for raw, right in answers:
        value = mapping(raw)
        bins[min(9, int(value * 10))].append((value, right))
    return sum(
        abs(sum(value for value, _ in found) - sum(right for _, right in found)) for found in bins
    ) / max(1, len(answers))


def record(weights: weighing.Weights, points: list[list[float]]) -> dict[str, Any]:
    """The weights as the JSON that `weights.load` reads."""
    return {
        "version": weights.version,
        "rounds": [
            {
                "features": dict(zip(STATIC if number == 0 else NAMES, fitted.features, strict=True)),
                "none": dict(zip(weighing.NONE_NAMES, fitted.none, strict=True)),
            }
            for number, fitted in enumerate(weights.rounds)
        ],
        "calibration": points,
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m geomap.resolve.train", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="annotated corpora, JSON lines")
    parser.add_argument("--own", type=Path, action="append", default=[], help="own texts: trained on, not scored")
    parser.add_argument("-o", "--output", type=Path, help="where the weights go (default: only print scores)")
    parser.add_argument("--wrong", type=Path, help="write the wrong held-out answers here")
    parser.add_argument("--quick", action="store_true", help="two folds, no leave-one-out")
    arguments = parser.parse_args()
    fitter = Fitter()
    with Gazetteer.open() as gazetteer:
        prepared = {}
        for path in [*arguments.corpora, *arguments.own]:
            corpus = with_countries(read_corpus(path), gazetteer)
            prepared[path] = (corpus, prepare(corpus, gazetteer))
    own = [example for path in arguments.own for example in prepared[path][1]]
    held_out: list[tuple[float, bool]] = []
    wrong: list[str] = []
    for path in arguments.corpora:
        corpus, examples = prepared[path]
        by_id = {example.gold.id: example for example in examples}
        others = [e for other in arguments.corpora if other != path for e in prepared[other][1]] + own
        tally = Tally(answers=[], errors=[], wrong=[])
        splits = folds(corpus.documents, count=5)
        for training, held in splits[: 2 if arguments.quick else 5]:
            weights = fitter.fit([by_id[gold.id] for gold in training] + others)
            test([by_id[gold.id] for gold in held], weights, tally)
        print(tally.line(f"{corpus.name}, five folds"), flush=True)
        held_out += tally.answers
        wrong += tally.wrong
        if not arguments.quick and len(arguments.corpora) > 1:
            tally = test(examples, fitter.fit(others), Tally(answers=[], errors=[], wrong=[]))
            print(tally.line(f"{corpus.name}, from the other corpora"), flush=True)
    points = calibration(held_out)
    weights = fitter.fit([example for _, examples in prepared.values() for example in examples])
    final = weighing.Weights(
        version=weights.version, rounds=weights.rounds, calibration=tuple((raw, share) for raw, share in points)
    )
    print(f"calibration error raw {calibration_error(held_out, lambda raw: raw):.4f}", end=" ")
    print(f"calibrated {calibration_error(held_out, final.calibrated):.4f} (fitted to the same held-out answers)")
    if arguments.wrong:
        arguments.wrong.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    if arguments.output:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_text(
            json.dumps(record(final, points), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        print(f"{arguments.output.name}: {arguments.output.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
