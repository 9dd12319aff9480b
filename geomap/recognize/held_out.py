"""Held-out scores of the recogniser: the only ones that say what unseen news will give.

``folds``: five folds of each corpus, the other corpora whole in training. ``loo``: each corpus by a model
that has not seen any of it. ``case``: the first fold's held-out documents in small letters and in
capitals. ``roles``: role accuracy by five folds on gold spans.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.evaluate.corpus import Corpus, GoldDocument, folds
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.recognition import ROLE_OF_KIND, compare_document, role_table
from geomap.evaluate.runner import lexicon_of
from geomap.evaluate.spans import Counts
from geomap.recognize.classes import WordClasses, learn_classes
from geomap.recognize.model_file import Model
from geomap.recognize.roles import LEARNED, learned_roles
from geomap.recognize.tagger import Weights
from geomap.recognize.tokens import tokenize
from geomap.recognize.train import Recipe, Trainer
from geomap.recognize.train_roles import role_cases, train_roles
from geomap.recognize.trained import mentions_by

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

Pairs = list[tuple[GoldDocument, tuple[Prediction, ...]]]


def print_scores(corpora: Sequence[Corpus], gazetteer: Gazetteer, recipe: Recipe, *, parts: Sequence[str]) -> None:
    """Print a line for each corpus and way of holding out, as soon as it is known."""
    print(f"{'held out':34} {'precision':>9} {'recall':>7} {'f1':>6} {'f1 without demonyms':>20}", flush=True)
    wanted = {part.split(":")[0]: part.split(":")[1:] for part in parts}
    if {"folds", "loo", "case"} & wanted.keys():
        cased = Trainer(corpora, gazetteer, recipe, cased=True)
        for corpus in corpora:
            others = [gold for other in corpora if other is not corpus for gold in other.documents]
            if "loo" in wanted and _asked(corpus, wanted["loo"]):
                pairs = _predict(cased.train(others), None, corpus.documents, gazetteer)
                _line(f"{corpus.name}, unseen corpus", pairs, gazetteer)
            if "folds" in wanted and _asked(corpus, wanted["folds"]):
                pairs = []
                for training, held_out in folds(corpus.documents):
                    roles = _role_weights(training, others, gazetteer) if _has_roles(corpus) else None
                    pairs += _predict(cased.train([*training, *others]), None, held_out, gazetteer, roles)
                _line(f"{corpus.name}, five folds", pairs, gazetteer)
                _found_roles(f"{corpus.name}, roles of the mentions found, five folds", pairs, gazetteer)
        if "case" in wanted:
            _case(corpora, cased, Trainer(corpora, gazetteer, recipe, cased=False), gazetteer, wanted["case"])
    if "roles" in wanted:
        _roles(corpora, gazetteer)


def _asked(corpus: Corpus, names: Sequence[str]) -> bool:
    return not names or corpus.name in names


def _case(
    corpora: Sequence[Corpus], cased: Trainer, caseless: Trainer, gazetteer: Gazetteer, names: Sequence[str]
) -> None:
    for corpus in corpora:
        if not _asked(corpus, names):
            continue
        others = [gold for other in corpora if other is not corpus for gold in other.documents]
        training, held_out = folds(corpus.documents)[0]
        both = cased.train([*training, *others]), caseless.train([*training, *others])
        for label, change in (("as written", str), ("small letters", _lower), ("capitals", _upper)):
            changed = [_recased(gold, change) for gold in held_out]
            _line(f"{corpus.name}, first fold, {label}", _predict(*both, changed, gazetteer), gazetteer)


def _lower(text: str) -> str:
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)


def _upper(text: str) -> str:
    return "".join(letter.upper() if len(letter.upper()) == 1 else letter for letter in text)


def _recased(gold: GoldDocument, change) -> GoldDocument:
    mentions = tuple(replace(mention, text=change(mention.text)) for mention in gold.mentions)
    return replace(gold, text=change(gold.text), mentions=mentions)


def _role_weights(
    training: Sequence[GoldDocument], others: Sequence[GoldDocument], gazetteer: Gazetteer
) -> tuple[Weights, WordClasses]:
    classes = learn_classes(tokenize(gold.text) for gold in (*training, *others))
    return train_roles(training, gazetteer, classes), classes


def _predict(
    cased: Weights,
    caseless: Weights | None,
    documents: Sequence[GoldDocument],
    gazetteer: Gazetteer,
    roles: tuple[Weights, WordClasses] | None = None,
) -> Pairs:
    weights, classes = roles or (None, WordClasses({}))
    model = Model(cased=cased, caseless=caseless or cased, roles=weights, card={}, classes=classes)
    return [(gold, tuple(map(Prediction.of, mentions_by(model, gold.document, gazetteer)))) for gold in documents]


def _line(label: str, pairs: Pairs, gazetteer: Gazetteer) -> None:
    lexicon = lexicon_of(pairs, gazetteer)
    compared = [compare_document(gold, predictions, lexicon) for gold, predictions in pairs]
    total = sum((comparison.counts() for comparison in compared), Counts())
    plain = sum((comparison.counts(demonyms=False) for comparison in compared), Counts())
    print(f"{label:34} {total.precision:9.3f} {total.recall:7.3f} {total.f1:6.3f} {plain.f1:20.3f}", flush=True)


def _found_roles(label: str, pairs: Pairs, gazetteer: Gazetteer) -> None:
    lexicon = lexicon_of(pairs, gazetteer)
    table = role_table([compare_document(gold, predictions, lexicon) for gold, predictions in pairs])
    if table is not None:
        *_, (_, found, _, accuracy) = table.rows
        print(f"{label}: {accuracy:.3f} ({found} mentions)", flush=True)


def _roles(corpora: Sequence[Corpus], gazetteer: Gazetteer) -> None:
    for corpus in corpora:
        if not _has_roles(corpus):
            continue
        others = [gold for other in corpora if other is not corpus for gold in other.documents]
        right = total = 0
        by_rules = 0
        confused: Counter[tuple[str, str]] = Counter()
        for training, held_out in folds(corpus.documents):
            weights, classes = _role_weights(training, others, gazetteer)
            for features, golds, listed in role_cases(held_out, gazetteer, classes):
                for own, role, said in zip(features, golds, learned_roles(weights, features, listed), strict=True):
                    if role is not None:
                        total += 1
                        right += said is role
                        by_rules += f"rule={role}" in own
                        confused[role, said] += 1
        figures = f"{right / total:.3f} (rules {by_rules / total:.3f}, {total} mentions)"
        print(f"{corpus.name}, roles, five folds: {figures}", flush=True)
        print(f"{'role':12}" + "".join(f"{said:>12}" for said in LEARNED))
        for role in LEARNED:
            print(f"{role:12}" + "".join(f"{confused[role, said]:12}" for said in LEARNED), flush=True)


def _has_roles(corpus: Corpus) -> bool:
    return any(mention.role or mention.kind in ROLE_OF_KIND for gold in corpus.documents for mention in gold.mentions)
