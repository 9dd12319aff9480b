"""Recognition: a document's place names, as mentions, whether or not anyone knows the places.

A recogniser is anything with ``recognize``. `TrainedRecognizer` weighs everything by a shipped model;
`RulesRecognizer` needs none. `default_recognizer` gives the better of those that are there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from geomap.model import Document, Mention
from geomap.recognize.coordinates import find_coordinates, parse_coordinate
from geomap.recognize.rules import RulesRecognizer
from geomap.recognize.trained import TrainedRecognizer, model_path

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = [
    "Recognizer",
    "RulesRecognizer",
    "TrainedRecognizer",
    "default_recognizer",
    "find_coordinates",
    "parse_coordinate",
]


@runtime_checkable
class Recognizer(Protocol):
    """Finds mentions.

    ``name`` is printed in the provenance. ``recognize`` gives the document's mentions in the order of the
    text, without overlaps; it raises nothing for any text.
    """

    @property
    def name(self) -> str: ...

    def recognize(self, document: Document) -> tuple[Mention, ...]: ...


def default_recognizer(gazetteer: Gazetteer) -> Recognizer:
    """The trained recogniser with the shipped model; the rules in a package without one."""
    return TrainedRecognizer(gazetteer) if model_path().is_file() else RulesRecognizer(gazetteer)
