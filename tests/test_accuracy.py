"""Accuracy cannot sink unnoticed: the scores over our own reports stay above their pinned floors."""

from __future__ import annotations

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
