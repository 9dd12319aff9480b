"""Held-out end-to-end scores: own recognition, own resolution, neither having seen the documents.

    python tests/benchmarks/end_to_end.py CORPUS... [--own tests/cases/reports.jsonl] [--only NAME]

For each corpus: five folds (by newspaper or article, the other corpora in training) and the other corpora alone.
Prints F1 of mentions whose span and place are right, without homes and with homes learned by source; some
minutes of CPU a fold. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from geomap.evaluate.corpus import Corpus, GoldDocument, folds, read_corpus
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.resolving import end_to_end_table
from geomap.evaluate.runner import with_countries
from geomap.gazetteer import Gazetteer
from geomap.model import Document, GeoparsedDocument, Mention
from geomap.pipeline import Geoparser
from geomap.recognize.tagger import Model
from geomap.recognize.train import Recipe, Trainer
from geomap.recognize.trained import mentions_by
from geomap.resolve.homes import LEARNING_ROUNDS
from geomap.resolve.ranking import RankingResolver
from geomap.resolve.train import weights_of
from geomap.resolve.training.examples import Example, prepare


class HeldOutRecognizer:
    """The recogniser with a model trained on some documents."""

    name = "held out"

    def __init__(self, model: Model, gazetteer: Gazetteer) -> None:
        self._model = model
        self._gazetteer = gazetteer

    def recognize(self, document: Document) -> tuple[Mention, ...]:
        return tuple(mentions_by(self._model, document, self._gazetteer))


def parse(
    training: Sequence[GoldDocument], examples: Sequence[Example], held_out: Sequence[GoldDocument], trainer: Trainer,
    gazetteer: Gazetteer,
) -> tuple[list[GeoparsedDocument], list[GeoparsedDocument]]:  # fmt: skip
    """The held-out documents geoparsed without homes and with learned ones."""
    weights = trainer.train(list(training))
    recognizer = HeldOutRecognizer(Model(cased=weights, caseless=weights, roles=None, card={}), gazetteer)
    geoparser = Geoparser(gazetteer, recognizer=recognizer, resolver=RankingResolver(weights_of(examples)))
    parsed = homely = [geoparser.parse(gold.document) for gold in held_out]
    for _ in range(LEARNING_ROUNDS):
        knowing = geoparser.knowing_homes(homely)
        homely = [knowing.again(each) for each in homely]
    return parsed, homely


def show(label: str, golds: Sequence[GoldDocument], parsed: Sequence[GeoparsedDocument]) -> None:
    """Print one line of scores."""
    pairs = [
        (gold, tuple(map(Prediction.of, each.resolutions))) for gold, each in zip(golds, parsed, strict=True)
    ]
    row = end_to_end_table(pairs).records()[0]
    figures = "  ".join(f"{name} {row[name]:.3f}" for name in ("precision", "recall", "f1", "f1_low", "f1_high"))
    print(f"{label:44} {figures}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--own", type=Path, action="append", default=[], help="own texts, for training only")
    parser.add_argument("--only", action="append", help="score only this corpus")
    arguments = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        corpora: list[Corpus] = [with_countries(read_corpus(path), gazetteer) for path in arguments.corpora]
        own = [with_countries(read_corpus(path), gazetteer) for path in arguments.own]
        examples = {corpus.name: prepare(corpus, gazetteer) for corpus in (*corpora, *own)}
        trainer = Trainer(corpora, gazetteer, Recipe(), cased=True)
        for corpus in corpora:
            if arguments.only and corpus.name not in arguments.only:
                continue
            others = [each for each in corpora if each is not corpus]
            other_examples = [e for name, found in examples.items() if name != corpus.name for e in found]
            other_golds = [gold for each in others for gold in each.documents]
            by_id = {example.gold.id: example for example in examples[corpus.name]}
            golds: list[GoldDocument] = []
            plain: list[GeoparsedDocument] = []
            homely: list[GeoparsedDocument] = []
            for training, held_out in folds(corpus.documents):
                seen = [by_id[gold.id] for gold in training]
                found = parse([*training, *other_golds], seen + other_examples, held_out, trainer, gazetteer)
                golds += held_out
                plain += found[0]
                homely += found[1]
            show(f"{corpus.name}, five folds", golds, plain)
            show(f"{corpus.name}, five folds, learned homes", golds, homely)
            if others:
                found = parse(other_golds, other_examples, corpus.documents, trainer, gazetteer)
                show(f"{corpus.name}, other corpora", corpus.documents, found[0])
                show(f"{corpus.name}, other corpora, learned homes", corpus.documents, found[1])


if __name__ == "__main__":
    main()
