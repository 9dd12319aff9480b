"""Words that stand in the same surroundings fall into one class, always into the same."""

import random

import pytest

from geomap.recognize.classes import SIZES, learn_classes
from geomap.recognize.tokens import tokenize

np = pytest.importorskip("numpy")
NOUNS = [f"noun{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 1]
VERBS = [f"verb{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 1]


def _texts(count: int):
    """Sentences of one pattern, "the NOUN VERB a OTHER", with made-up words."""
    chance = random.Random(5)
    others = [f"other{number}" for number in range(200)]
    for _ in range(count):
        words = ["the", chance.choice(NOUNS), chance.choice(VERBS), "a", chance.choice(others), "."]
        yield tokenize(" ".join(words))


def test_words_of_one_place_in_the_sentence_share_classes():
    """Nouns and verbs hardly ever share a coarse class."""
    classes = learn_classes(_texts(4000))
    nouns = {classes.of(word, 0) for word in NOUNS}
    verbs = {classes.of(word, 0) for word in VERBS}
    assert not nouns & verbs
    assert len(classes.table) > 200
    assert all(len(found) == len(SIZES) for found in classes.table.values())


def test_the_same_texts_give_the_same_classes():
    """Seeded."""
    assert learn_classes(_texts(2000)).table == learn_classes(_texts(2000)).table


def test_words_without_a_class_are_told_by_form():
    """Capitals, numbers, an unknown word's ending; too few words give no classes at all."""
    classes = learn_classes(_texts(3))
    assert not classes.table
    assert [classes.of(token, 0) for token in ("Mosul", "12", "walked", "")] == ["X", "9", "ued", "^"]
