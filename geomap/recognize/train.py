"""Train the recogniser: ``python -m geomap.recognize.train CORPUS.jsonl … -o MODEL``.

Needs python-crfsuite (the ``train`` extra); recognising does not. Seeded: the same corpora, gazetteer and
seed give the same model. ``--evaluate`` prints held-out scores instead: five folds of each corpus (the
other corpora whole in training), and each corpus by a model that has not seen it.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from geomap.evaluate.corpus import Corpus, GoldDocument, read_corpus
from geomap.evaluate.recognition import ROLE_OF_KIND
from geomap.evaluate.spans import trim
from geomap.gazetteer import Gazetteer
from geomap.model import MentionKind, MentionRole
from geomap.names import fold
from geomap.recognize.augment import name_pool, substituted
from geomap.recognize.features import document_features
from geomap.recognize.roles import LEARNED, role_features, role_of
from geomap.recognize.rules import is_demonym
from geomap.recognize.tagger import LABELS, OFFSETS, Model, Weights
from geomap.recognize.tokens import Tokens, tokenize


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
        features=document_features(tokens, gazetteer, cased=cased),
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
    #: Share of the documents that are also read with other names in them.
    substituted: float = 0.7


class Trainer:
    """Annotated documents with their features, kept so that many models can be trained on parts of them."""

    def __init__(self, corpora: Sequence[Corpus], gazetteer: Gazetteer, recipe: Recipe, *, cased: bool) -> None:
        self.gazetteer, self.recipe, self.cased = gazetteer, recipe, cased
        self.examples: dict[str, list[Example]] = {}
        pool = name_pool(gazetteer, seed=recipe.seed)
        chance = random.Random(recipe.seed)
        for corpus in corpora:
            fill = not annotates_demonyms(corpus.documents, gazetteer)
            for gold in corpus.documents:
                copies = [gold]
                if chance.random() < recipe.substituted:
                    copies.append(substituted(gold, gazetteer, pool, seed=recipe.seed))
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


def train_roles(documents: Iterable[GoldDocument], gazetteer: Gazetteer, *, rounds: int = 200) -> Weights:
    """A softmax over the roles of a corpus that types its mentions; gradient descent with momentum."""
    import numpy as np

    rows: dict[str, int] = {}
    cases: list[list[int]] = []
    answers: list[int] = []
    for features, role in role_cases(documents, gazetteer):
        cases.append([rows.setdefault(feature, len(rows)) for feature in features])
        answers.append(LEARNED.index(role))
    table = np.zeros((len(cases), len(rows)), dtype=np.float32)
    for index, case in enumerate(cases):
        table[index, case] = 1.0
    kept = table.sum(axis=0) >= 3
    table = table[:, kept]
    target = np.eye(len(LEARNED), dtype=np.float32)[answers]
    weights = np.zeros((table.shape[1], len(LEARNED)), dtype=np.float32)
    speed = np.zeros_like(weights)
    for _ in range(rounds):
        scores = table @ weights
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        scores /= scores.sum(axis=1, keepdims=True)
        slope = table.T @ (scores - target) / len(cases) + 0.0005 * weights
        speed = 0.9 * speed - 0.3 * slope
        weights += speed
    names = [name for name, keep in zip(rows, kept, strict=True) if keep]
    states = np.zeros((len(names) + 1, 1, len(LEARNED)), dtype=np.float32)
    states[:-1, 0] = weights
    return Weights(
        rows={crc32(name.encode()): row for row, name in enumerate(names)}, states=states, transitions=np.zeros((1, 1))
    )


def role_cases(documents: Iterable[GoldDocument], gazetteer: Gazetteer) -> Iterator[tuple[list[str], MentionRole]]:
    """Features and gold role of each mention whose corpus gives it one."""
    for gold in documents:
        tokens = tokenize(gold.text)
        for mention in gold.mentions:
            role = mention.role or ROLE_OF_KIND.get(mention.kind or "")
            start, end = trim(gold.text, mention.start, mention.end)
            inside = [
                index for index in range(len(tokens)) if tokens.starts[index] < end and start < tokens.ends[index]
            ]
            if role is None or role == "dateline" or not inside:
                continue
            first, last = inside[0], inside[-1] + 1
            key = fold(gold.text[start:end])
            known = gazetteer.features([key])
            flags = int(known[key].flags) if key in known else 0
            kind = MentionKind.DEMONYM if is_demonym(flags) else MentionKind.TOPONYM
            rule = role_of(tokens, first, last, kind, flags)
            yield role_features(tokens, first, last, kind, flags, rule), MentionRole(role)


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
    return Model(
        cased=Trainer(corpora, gazetteer, recipe, cased=True).train(documents),
        caseless=Trainer(corpora, gazetteer, recipe, cased=False).train(documents),
        roles=train_roles(documents, gazetteer),
        card={
            "version": "1",
            "seed": recipe.seed,
            "corpora": {corpus.name: corpus.mention_count for corpus in corpora},
            "gazetteer": gazetteer.meta.get("date", ""),
        },
    )


if __name__ == "__main__":
    sys.exit(main())
