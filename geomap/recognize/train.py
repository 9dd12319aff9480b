"""Train the recogniser: ``python -m geomap.recognize.train CORPUS.jsonl … -o MODEL``.

Needs python-crfsuite (the ``train`` extra); recognising does not. Seeded: the same corpora, gazetteer and
seed give the same model. ``--evaluate`` prints held-out scores instead: five folds of each corpus (the
other corpora whole in training), and each corpus by a model that has not seen it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from geomap.evaluate.corpus import Corpus, GoldDocument, read_corpus
from geomap.evaluate.spans import trim
from geomap.gazetteer import Gazetteer
from geomap.names import fold
from geomap.recognize.augment import name_pool, substituted
from geomap.recognize.classes import learn_classes
from geomap.recognize.features import document_features
from geomap.recognize.model_file import Model
from geomap.recognize.rules import is_demonym
from geomap.recognize.tagger import LABELS, OFFSETS, Weights
from geomap.recognize.tokens import Tokens, tokenize
from geomap.recognize.train_roles import train_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A document ready for training: features and labels of its tokens, and its sentences."""

    features: list[list[str]]
    labels: list[str]
    sentences: list[tuple[int, int]]


def labels_of(gold: GoldDocument, tokens: Tokens, demonyms: frozenset[str], *, fill_demonyms: bool) -> list[str]:
    """Each token's label. ``fill_demonyms`` marks them in a corpus whose annotators left them out."""
    labels = ["O"] * len(tokens)
    first = 0
    for mention in gold.mentions:
        start, end = trim(gold.text, mention.start, mention.end)
        begin, inside = ("D", "J") if fold(gold.text[start:end]) in demonyms else ("B", "I")
        while first < len(tokens) and tokens.ends[first] <= start:
            first += 1
        index = first
        while index < len(tokens) and tokens.starts[index] < end:
            labels[index] = begin if index == first else inside
            index += 1
    if fill_demonyms:
        for index, token in enumerate(tokens.texts):
            if labels[index] == "O" and token[0].isupper() and fold(token) in demonyms:
                labels[index] = "D"
    return labels


def example(gold: GoldDocument, gazetteer: Gazetteer, *, cased: bool, fill_demonyms: bool = False) -> Example:
    """The training example of one document in one view."""
    tokens = tokenize(gold.text)
    keys = {fold(gold.text[slice(*trim(gold.text, m.start, m.end))]) for m in gold.mentions}
    if fill_demonyms:
        keys |= {fold(token) for token in tokens.texts if token[0].isupper()}
    known = gazetteer.features(keys)
    demonyms = frozenset(key for key, features in known.items() if is_demonym(int(features.flags)))
    labels = labels_of(gold, tokens, demonyms, fill_demonyms=fill_demonyms)
    return Example(
        features=[[*own, *word] for *own, word in document_features(tokens, gazetteer, cased=cased)],
        labels=labels,
        sentences=tokens.sentences,
    )


def annotates_demonyms(documents: Sequence[GoldDocument], gazetteer: Gazetteer) -> bool:
    """True for a corpus with demonyms among its mentions: at least one in a hundred."""
    names = [fold(gold.text[slice(*trim(gold.text, m.start, m.end))]) for gold in documents for m in gold.mentions]
    known = gazetteer.features(set(names))
    count = sum(name in known and is_demonym(int(known[name].flags)) for name in names)
    return count >= 0.01 * len(names)


def fit(examples: Iterable[Example], *, iterations: int = 80, c1: float = 0.08, c2: float = 0.02) -> Weights:
    """The weights that crfsuite finds (L-BFGS with L1 and L2 penalties); deterministic."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "max_iterations": iterations,
            "c1": c1,
            "c2": c2,
            "feature.minfreq": 3,
            "feature.possible_transitions": True,
            "delta": 1e-4,
        }
    )
    for document in examples:
        rows = [_windowed(document.features, index) for index in range(len(document.features))]
        for first, last in document.sentences:
            trainer.append(rows[first:last], document.labels[first:last])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder, "model"))
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        info = tagger.info()
        tagger.close()
    return _weights(info.state_features, info.transitions)


def _windowed(features: Sequence[Sequence[str]], index: int) -> list[str]:
    """The features of a token and those of its neighbours that say something at a distance."""
    return [f"0|{feature}" for feature in features[index]] + [
        f"{offset}|{feature}"
        for offset in OFFSETS
        if offset and 0 <= index + offset < len(features)
        for feature in features[index + offset]
        if feature.startswith(_FAR_REACHING)
    ]


#: Word, class, capital, gazetteer mark, rule, person: the rest counts for its own token only.
_FAR_REACHING = ("w=", "c=", "cap", "g=", "rule", "person", "open")


def _weights(
    states: dict[tuple[str, str], float], transitions: dict[tuple[str, str], float], *, smallest: float = 0.02
) -> Weights:
    import numpy as np

    rows: dict[int, int] = {}
    cells = []
    for (attribute, label), weight in sorted(states.items()):
        if abs(weight) < smallest:
            continue
        offset, feature = attribute.split("|", 1)
        row = rows.setdefault(crc32(feature.encode()), len(rows))
        cells.append((row, OFFSETS.index(int(offset)), LABELS.index(label), weight))
    table = np.zeros((len(rows) + 1, len(OFFSETS), len(LABELS)), dtype=np.float32)
    for row, offset, label, weight in cells:
        table[row, offset, label] += weight
    steps = np.full((len(LABELS), len(LABELS)), -20.0)
    for (before, after), weight in transitions.items():
        steps[LABELS.index(before), LABELS.index(after)] = weight
    for before, after in (("O", "I"), ("O", "J"), ("D", "I"), ("B", "J"), ("J", "I"), ("I", "J")):
        steps[LABELS.index(before), LABELS.index(after)] = -20.0
    return Weights(rows=rows, states=table, transitions=steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is trained; the defaults are what was measured best."""

    iterations: int = 50
    c1: float = 0.08
    c2: float = 0.02
    seed: int = 0
    #: How much more than the training says the rules are believed, and how much less a name in general.
    #: Best of six and four values on corpora left out of the training: there the rules know more than words.
    trust_in_rules: float = 2.0
    reluctance: float = 0.4
    #: How many more times each document is read with other names in it; none, one and two were tried.
    copies: int = 2


class Trainer:
    """Annotated documents with their features, kept so that many models can be trained on parts of them."""

    def __init__(self, corpora: Sequence[Corpus], gazetteer: Gazetteer, recipe: Recipe, *, cased: bool) -> None:
        self.gazetteer, self.recipe, self.cased = gazetteer, recipe, cased
        self.examples: dict[str, list[Example]] = {}
        pool = name_pool(gazetteer, seed=recipe.seed)
        for corpus in corpora:
            fill = not annotates_demonyms(corpus.documents, gazetteer)
            for gold in corpus.documents:
                seeds = range(recipe.seed, recipe.seed + recipe.copies)
                copies = [gold, *(substituted(gold, gazetteer, pool, seed=seed) for seed in seeds)]
                self.examples[gold.id] = [example(copy, gazetteer, cased=cased, fill_demonyms=fill) for copy in copies]

    def train(self, documents: Iterable[GoldDocument]) -> Weights:
        """The weights learned from these documents and their copies."""
        examples = [copy for gold in documents for copy in self.examples[gold.id]]
        weights = fit(examples, iterations=self.recipe.iterations, c1=self.recipe.c1, c2=self.recipe.c2)
        return believing(weights, self.recipe) if self.cased else weights


def believing(weights: Weights, recipe: Recipe) -> Weights:
    """The weights with the recipe's trust in the rules, and its reluctance to see a name at all."""
    states = weights.states.copy()
    here, outside = OFFSETS.index(0), LABELS.index("O")
    for level in range(4):
        for begin in "BI":
            row = weights.row(f"rule={begin}{level}")
            if row < len(weights.rows):
                states[row, here, outside] -= recipe.trust_in_rules * (1 + 0.3 * level)
    states[-1, here, outside] += recipe.reluctance
    return Weights(rows=weights.rows, states=states, transitions=weights.transitions)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m geomap.recognize.train", description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", type=Path, metavar="CORPUS", help="annotated documents, JSON lines")
    parser.add_argument("-o", "--output", type=Path, default=None, help="the model file to write")
    parser.add_argument("--evaluate", nargs="*", metavar="PART", help="print held-out scores: folds, loo, case, roles")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    recipe = Recipe(seed=options.seed)
    with Gazetteer.open() as gazetteer:
        corpora = [read_corpus(path) for path in options.corpora]
        if options.evaluate is not None:
            from geomap.recognize.held_out import print_scores

            print_scores(corpora, gazetteer, recipe, parts=options.evaluate or ("folds", "loo", "case", "roles"))
        if options.output is not None:
            model = train(corpora, gazetteer, recipe)
            model.save(options.output)
            print(f"{options.output}: {options.output.stat().st_size:,} bytes", file=sys.stderr)
    return 0


def train(corpora: Sequence[Corpus], gazetteer: Gazetteer, recipe: Recipe) -> Model:
    """The model of all three sets of weights, trained on everything."""
    documents = [gold for corpus in corpora for gold in corpus.documents]
    classes = learn_classes((tokenize(gold.text) for gold in documents), seed=recipe.seed)
    return Model(
        cased=Trainer(corpora, gazetteer, recipe, cased=True).train(documents),
        caseless=Trainer(corpora, gazetteer, recipe, cased=False).train(documents),
        roles=train_roles(documents, gazetteer, classes),
        classes=classes,
        card={
            "version": "1",
            "seed": recipe.seed,
            "corpora": {corpus.name: corpus.mention_count for corpus in corpora},
            "gazetteer": gazetteer.meta.get("date", ""),
        },
    )


if __name__ == "__main__":
    sys.exit(main())
