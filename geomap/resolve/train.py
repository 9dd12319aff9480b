"""Trains the resolver's weights: `python -m geomap.resolve.train CORPUS... [-o MODEL]`.

Prints scores that are held out by source (five folds) and by corpus (leave one out), without a home and with
homes learned from the held-out sources' other documents; then fits all corpora and writes the weights with
the calibration that the held-out answers gave. No randomness.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from geomap.evaluate.corpus import Corpus, folds, read_corpus
from geomap.evaluate.runner import with_countries
from geomap.gazetteer import Gazetteer
from geomap.resolve import weights as weighing
from geomap.resolve.evidence import NAMES, STATIC
from geomap.resolve.homes import LEARNING_ROUNDS
from geomap.resolve.training.examples import Example, prepare
from geomap.resolve.training.fitting import fit, fit_home
from geomap.resolve.training.held_out import (
    HeldOut,
    Tally,
    as_said,
    at_home,
    calibration_line,
    crossed,
    fit_calibration,
)


def weights_of(examples: Sequence[Example]) -> weighing.Weights:
    """Weights fitted to ``examples``; those of homes to homes that the weights themselves learn, or would be told."""
    base = fit(examples)
    homed = [example for example in at_home(examples, base) if example.home is not None]
    told = as_said(homed, near=True) + as_said(homed, near=False)
    return fit_home(base, homed + told) if homed else base


def score_folds(
    corpus: Corpus, examples: Sequence[Example], others: Sequence[Example], count: int
) -> tuple[Tally, Tally]:
    """Five-fold answers without homes and with learned ones, the other corpora in training throughout."""
    by_id = {example.gold.id: example for example in examples}
    plain, homely = Tally(), Tally()
    for training, held in folds(corpus.documents)[:count]:
        weights = weights_of([by_id[gold.id] for gold in training] + list(others))
        held_out = [by_id[gold.id] for gold in held]
        plain.add(held_out, weights)
        homely.add(knowing_homes(held_out, weights), weights)
    return plain, homely


def knowing_homes(examples: Sequence[Example], weights: weighing.Weights) -> list[Example]:
    """Homes learned from answers without homes, then learned again from the answers with them."""
    for _ in range(LEARNING_ROUNDS):
        examples = at_home(examples, weights)
    return list(examples)


def record(weights: weighing.Weights) -> dict[str, Any]:
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
        "calibration": [list(point) for point in weights.calibration],
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m geomap.resolve.train", description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path, help="annotated corpora, JSON lines")
    parser.add_argument("--own", type=Path, action="append", default=[], help="own texts: trained on, not scored")
    parser.add_argument("-o", "--output", type=Path, help="where the weights go (default: only print scores)")
    parser.add_argument("--wrong", type=Path, help="write the wrong held-out answers here")
    parser.add_argument("--quick", action="store_true", help="two folds, no leave-one-out")
    arguments = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        prepared: dict[Path, tuple[Corpus, list[Example]]] = {}
        for path in [*arguments.corpora, *arguments.own]:
            corpus = with_countries(read_corpus(path), gazetteer)
            prepared[path] = (corpus, prepare(corpus, gazetteer))
    own = [example for path in arguments.own for example in prepared[path][1]]
    answers: list[HeldOut] = []
    wrong: list[str] = []
    for path in arguments.corpora:
        corpus, examples = prepared[path]
        others = [e for other in arguments.corpora if other != path for e in prepared[other][1]] + own
        plain, homely = score_folds(corpus, examples, others, 2 if arguments.quick else 5)
        print(plain.line(f"{corpus.name}, five folds"), flush=True)
        print(homely.line(f"{corpus.name}, five folds, learned homes"), flush=True)
        answers += plain.answers
        wrong += plain.wrong
        if not arguments.quick and len(arguments.corpora) > 1:
            weights = weights_of(others)
            for label, held_out in (("", examples), (", learned homes", knowing_homes(examples, weights))):
                tally = Tally()
                tally.add(held_out, weights)
                print(tally.line(f"{corpus.name}, other corpora{label}"), flush=True)
    confidence = crossed(answers)
    print(calibration_line("raw", answers, lambda answer: answer.certainty))
    print(calibration_line("calibrated on other documents", answers, confidence.__getitem__))
    for path in arguments.corpora:
        ids = {example.gold.id for example in prepared[path][1]}
        part = [answer for answer in answers if answer.document in ids]
        print(calibration_line(f"  {prepared[path][0].name}", part, confidence.__getitem__))
    if arguments.wrong:
        arguments.wrong.write_text("\n".join(wrong) + "\n", encoding="utf-8")
    if arguments.output:
        weights = weights_of([example for _, examples in prepared.values() for example in examples])
        final = replace(weights, calibration=fit_calibration(answers))
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(record(final), indent=1, ensure_ascii=False) + "\n"
        arguments.output.write_text(text, encoding="utf-8")
        print(f"{arguments.output.name}: {arguments.output.stat().st_size / 1000:.0f} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
