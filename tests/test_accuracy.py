"""Accuracy cannot sink unnoticed: the scores over our own reports stay above their pinned floors."""

from __future__ import annotations

import accuracy_languages as languages
import pytest
from accuracy import digest, floors, scores


@pytest.fixture(scope="module")
def today(geoparser):
    return scores(geoparser)


def test_the_reports_are_those_that_the_floors_were_set_for():
    """A changed report asks for floors of its own: python tests/accuracy.py --raise."""
    assert digest() == floors()["digest"]


@pytest.mark.parametrize("name", sorted(floors()["floors"]))
def test_no_score_falls_below_its_floor(today, name):
    """Lowering a floor needs `python tests/accuracy.py --lower` and a reason."""
    assert today[name] >= floors()["floors"][name]


@pytest.fixture(scope="module")
def today_in_languages(geoparser):
    return languages.scores(geoparser)


def test_the_texts_in_languages_are_those_that_the_floors_were_set_for():
    """A changed text asks for floors of its own: python tests/accuracy_languages.py --raise."""
    assert digest(languages.CASES) == floors(languages.FLOORS)["digest"]


@pytest.mark.parametrize("name", sorted(floors(languages.FLOORS)["floors"]))
def test_no_language_falls_below_its_floor(today_in_languages, name):
    """Lowering a floor needs `python tests/accuracy_languages.py --lower` and a reason."""
    assert today_in_languages[name] >= floors(languages.FLOORS)["floors"][name]
