"""Fitting turns examples into weights: a softmax over each name's candidates, one round after the other.

What a home weighs is fitted last, with all other weights as they are: without a home nothing changes.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geomap.resolve import weights as weighing
from geomap.resolve.company import Company
from geomap.resolve.evidence import HOME, NAMES, STATIC, static_rows
from geomap.resolve.ranking import by_group
from geomap.resolve.training.examples import Example

#: Strength of the pull towards zero, and rounds of gradient ascent; five-fold scores are flat around both.
_L2 = 2e-4
_STEPS = 400
_RATE = 0.08
#: What is known before any example: the pull goes towards these instead of zero. Rivers that are called rivers are
#: rare in the corpora, which annotate "Niger River" as one name; in reports they are not.
_PRIOR = {"water word agrees": 5.0, "words agree": 1.5, "words disagree": -1.0}
#: What is set after fitting, so that the other weights are as without it: provinces named after their cities (Basra,
#: Gao) and countries that another language calls by a town's name (Tunis) are too rare in corpora that are mostly
#: about the United States, and so are waters that share a province's name. Chosen on bare sentences about a hundred
#: towns of all continents, so that towns are meant unless a word says otherwise, and the water where "the" stands
#: before its name alone ("in the Red Sea"); held-out scores stay as they are.
_SET = {"area of its own city": -1.5, "country's other name": -3.0, "namesake of a water": -9.0}
_VERSION = "2026-11"

Rows = list[list[list[float]]]


def fit(examples: Sequence[Example], *, rounds: int = 2) -> weighing.Weights:
    """Weights of all rounds, each round trained on the company that the one before guesses."""
    fitted: list[weighing.Round] = []
    for number, rows in _each_round(examples, rounds, fitted):
        names = STATIC if number == 0 else NAMES
        prior = np.array([_PRIOR.get(name, 0.0) for name in names] + [0.0] * len(weighing.NONE_NAMES))
        free = np.array([name not in _SET for name in names] + [True] * len(weighing.NONE_NAMES))
        x, y, starts = _problem(examples, rows, len(names))
        weights = _ascend(x, y, starts, prior, free)
        weights[[names.index(name) for name in _SET]] = list(_SET.values())
        fitted.append(_round(weights, len(names)))
    return weighing.Weights(version=_VERSION, rounds=tuple(fitted))


def fit_home(base: weighing.Weights, examples: Sequence[Example]) -> weighing.Weights:
    """``base`` with weights for the home features, fitted to ``examples`` that have homes; the rest stays."""
    fitted: list[weighing.Round] = []
    for number, rows in _each_round(examples, len(base.rounds), fitted):
        names = STATIC if number == 0 else NAMES
        given = base.rounds[number]
        x, y, starts = _problem(examples, rows, len(names))
        free = np.array([name in HOME for name in names] + [False] * len(weighing.NONE_NAMES))
        fitted.append(_round(_ascend(x, y, starts, np.array([*given.features, *given.none]), free), len(names)))
    return weighing.Weights(version=base.version, rounds=tuple(fitted), calibration=base.calibration)


def _each_round(examples: Sequence[Example], rounds: int, fitted: list[weighing.Round]):
    """(number, rows of all examples) of each round; the caller appends its weights to ``fitted`` in between."""
    statics = [
        [static_rows(example.seen, index, example.home) for index in range(len(example.seen.mentions))]
        for example in examples
    ]
    yield 0, statics
    rows = statics
    for number in range(1, rounds):
        guesses = [_guess(example, found, fitted[-1]) for example, found in zip(examples, rows, strict=True)]
        rows = [_with_company(*each) for each in zip(examples, statics, guesses, strict=True)]
        yield number, rows


def _guess(example: Example, rows: Rows, weights: weighing.Round) -> list[list[float]]:
    none_rows = [weighing.none_row(group) for group in example.seen.groups]
    return [
        weights.chances(mention_rows, none_rows[number])[0]
        for mention_rows, number in zip(rows, example.seen.group_of, strict=True)
    ]


def _with_company(example: Example, statics: Rows, guess: list[list[float]]) -> Rows:
    company = Company(example.seen, by_group(example.seen, guess))
    return [
        [near + far for near, far in zip(statics[index], company.rows(index), strict=True)]
        for index in range(len(statics))
    ]


def _problem(
    examples: Sequence[Example], rows: Sequence[Rows], width: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features (candidates, then "none of these", of each located mention), targets, first row of each mention."""
    features, nones, targets, starts = [], [], [], []
    for example, document_rows in zip(examples, rows, strict=True):
        none_rows = [weighing.none_row(group) for group in example.seen.groups]
        for index, wanted in enumerate(example.wanted):
            if not wanted:
                continue
            starts.append(len(features))
            for row, target in zip(document_rows[index], wanted, strict=True):
                features.append(row)
                nones.append([0.0] * len(weighing.NONE_NAMES))
                targets.append(target)
            features.append([0.0] * width)
            nones.append(none_rows[example.seen.group_of[index]])
            targets.append(0.0 if any(wanted) else 1.0)
    return np.hstack([np.array(features), np.array(nones)]), np.array(targets), np.array(starts)


def _ascend(x: np.ndarray, y: np.ndarray, starts: np.ndarray, prior: np.ndarray, free: np.ndarray) -> np.ndarray:
    """The weights that make the targets likeliest, pulled towards ``prior``; only those that are ``free`` move."""
    group = np.repeat(np.arange(len(starts)), np.diff([*starts, len(x)]))
    y = y / np.maximum(np.add.reduceat(y, starts), 1e-9)[group]
    fixed = x[:, ~free] @ prior[~free]
    x, weights, pull = x[:, free], prior[free].copy(), prior[free]
    first_moment = np.zeros_like(weights)
    second_moment = np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = fixed + x @ weights
        scores -= np.maximum.reduceat(scores, starts)[group]
        raised = np.exp(scores)
        chances = raised / np.add.reduceat(raised, starts)[group]
        gradient = x.T @ (y - chances) / len(starts) - _L2 * (weights - pull)
        first_moment = 0.9 * first_moment + 0.1 * gradient
        second_moment = 0.999 * second_moment + 0.001 * gradient**2
        weights += _RATE * (first_moment / (1 - 0.9**step)) / (np.sqrt(second_moment / (1 - 0.999**step)) + 1e-8)
    result = prior.copy()
    result[free] = weights
    return result


def _round(weights: np.ndarray, split: int) -> weighing.Round:
    rounded = [round(float(weight), 4) for weight in weights]
    return weighing.Round(features=tuple(rounded[:split]), none=tuple(rounded[split:]))
