"""Recognition: a document's place names, as mentions, whether or not anyone knows the places.

A recogniser is anything with ``recognize``. `TrainedRecognizer` weighs everything by a shipped model, for
English; `RulesRecognizer` needs none; `GazetteerRecognizer` reads any language by names alone.
`default_recognizer` chooses by the language of each document, `recognizer_named` by a name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from geomap.model import Document, Mention
from geomap.recognize.choosing import chosen, recognizer_named
from geomap.recognize.coordinates import find_coordinates, parse_coordinate
from geomap.recognize.matching import GazetteerRecognizer
from geomap.recognize.rules import RulesRecognizer
from geomap.recognize.trained import TrainedRecognizer

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = [
    "GazetteerRecognizer",
    "Recognizer",
    "RulesRecognizer",
    "TrainedRecognizer",
    "chosen",
    "default_recognizer",
    "find_coordinates",
    "parse_coordinate",
    "recognizer_named",
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
    """The recogniser that reads each document as its language asks: "auto"."""
    return recognizer_named("auto", gazetteer)
