"""Train the recogniser: ``python -m geomap.recognize.train CORPUS.jsonl … -o MODEL``.

Needs python-crfsuite (the ``train`` extra); recognising does not. Seeded: the same corpora, gazetteer and
seed give the same model. ``--evaluate`` prints held-out scores instead: five folds of each corpus (the
other corpora whole in training), and each corpus by a model that has not seen it.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from geomap.evaluate.corpus import GoldDocument
from geomap.evaluate.spans import trim
from geomap.model import Mention, MentionKind, MentionRole
from geomap.names import fold
from geomap.recognize.features import document_features
from geomap.recognize.rules import RulesRecognizer, is_demonym
from geomap.recognize.tagger import LABELS, OFFSETS, Weights
from geomap.recognize.tokens import Tokens, tokenize

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


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


def example(
    gold: GoldDocument, gazetteer: Gazetteer, *, cased: bool, fill_demonyms: bool = False, fill_nested: bool = False
) -> Example:
    """The training example of one document in one view.

    ``fill_nested`` marks what the rules find inside names of organisations and the annotators left out.
    """
    tokens = tokenize(gold.text)
    keys = {fold(gold.text[slice(*trim(gold.text, m.start, m.end))]) for m in gold.mentions}
    if fill_demonyms:
        keys |= {fold(token) for token in tokens.texts if token[0].isupper()}
    known = gazetteer.features(keys)
    demonyms = frozenset(key for key, features in known.items() if is_demonym(int(features.flags)))
    labels = labels_of(gold, tokens, demonyms, fill_demonyms=fill_demonyms)
    if fill_nested:
        for mention in nested_by_rules(gold, gazetteer):
            places = [index for index, start in enumerate(tokens.starts) if mention.start <= start < mention.end]
            if all(labels[index] == "O" for index in places):
                for index in places:
                    labels[index] = "B" if index == places[0] else "I"
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


def nested_by_rules(gold: GoldDocument, gazetteer: Gazetteer) -> list[Mention]:
    """The toponyms that the rules find inside names of organisations."""
    return [
        mention
        for mention in RulesRecognizer(gazetteer).recognize(gold.document)
        if mention.role is MentionRole.EMBEDDED and mention.kind is MentionKind.TOPONYM
    ]


def annotates_nested(documents: Sequence[GoldDocument], gazetteer: Gazetteer) -> bool:
    """True for a corpus that annotates at least a third of what the rules find inside organisations."""
    found = hits = 0
    for gold in documents:
        spans = {trim(gold.text, mention.start, mention.end) for mention in gold.mentions}
        for mention in nested_by_rules(gold, gazetteer):
            found += 1
            hits += trim(gold.text, mention.start, mention.end) in spans
    return 3 * hits >= found


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


def shuffled(examples: Sequence[Example], seed: int) -> list[Example]:
    """The examples in a seeded order."""
    order = list(examples)
    random.Random(seed).shuffle(order)
    return order
