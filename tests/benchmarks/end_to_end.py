"""Held-out end-to-end scores: own recognition, own resolution, neither having seen the documents.

    python tests/benchmarks/end_to_end.py CORPUS... [--own tests/cases/reports.jsonl] [--only NAME]

For each corpus: five folds (by newspaper or article, the other corpora in training) and the other corpora alone.
Prints F1 of spans, and of mentions whose span and place are right, without homes and with homes learned by source,
with demonyms and (behind the stroke) without; some minutes of CPU a fold. Needs the extra `train`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from geomap.evaluate import end_to_end, recognition
from geomap.evaluate.corpus import Corpus, GoldDocument, folds, read_corpus
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.runner import lexicon_of, with_countries
from geomap.gazetteer import Gazetteer
from geomap.model import Document, GeoparsedDocument, Mention
from geomap.pipeline import Geoparser
from geomap.recognize.model_file import Model
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


def show(label: str, golds: Sequence[GoldDocument], parsed: Sequence[GeoparsedDocument], gazetteer: Gazetteer) -> None:
    """Print one line of scores."""
    pairs = [(gold, tuple(map(Prediction.of, each.resolutions))) for gold, each in zip(golds, parsed, strict=True)]
    lexicon = lexicon_of(pairs, gazetteer)
    spans = recognition.tables(pairs, lexicon, examples=0)[0].records()
    placed = end_to_end.tables(pairs, examples=0)[0].records()[0]
    plain = end_to_end.tables([without_demonyms(*pair, lexicon) for pair in pairs], examples=0)[0].records()[0]
    print(
        f"{label:44} spans {spans[0]['f1']:.3f} | {spans[1]['f1']:.3f}   placed {placed['f1']:.3f} | {plain['f1']:.3f}"
        f"   precision {placed['precision']:.3f} recall {placed['recall']:.3f}",
        flush=True,
    )


def without_demonyms(
    gold: GoldDocument, predictions: Sequence[Prediction], lexicon: recognition.Lexicon
) -> tuple[GoldDocument, tuple[Prediction, ...]]:
    """Both sides without the demonyms on either."""
    compared = recognition.compare_document(gold, predictions, lexicon)
    kept = [mention for span, mention in compared.gold.items() if span not in compared.demonyms]
    left = [prediction for span, prediction in compared.predicted.items() if span not in compared.demonyms]
    return replace(gold, mentions=tuple(kept)), tuple(left)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--own", type=Path, action="append", default=[], help="own texts, for training only")
    parser.add_argument("--only", action="append", help="score only this corpus")
    parser.add_argument("--folds", type=int, default=5, help="folds to score, of five (default: all)")
    parser.add_argument("--no-unseen", action="store_true", help="leave the other corpora alone out")
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
            for training, held_out in folds(corpus.documents)[: arguments.folds]:
                seen = [by_id[gold.id] for gold in training]
                found = parse([*training, *other_golds], seen + other_examples, held_out, trainer, gazetteer)
                golds += held_out
                plain += found[0]
                homely += found[1]
            show(f"{corpus.name}, five folds", golds, plain, gazetteer)
            show(f"{corpus.name}, five folds, learned homes", golds, homely, gazetteer)
            if others and not arguments.no_unseen:
                found = parse(other_golds, other_examples, corpus.documents, trainer, gazetteer)
                show(f"{corpus.name}, other corpora", corpus.documents, found[0], gazetteer)
                show(f"{corpus.name}, other corpora, learned homes", corpus.documents, found[1], gazetteer)


if __name__ == "__main__":
    main()
