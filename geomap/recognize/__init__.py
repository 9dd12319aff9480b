"""Recognition: a document's place names, as mentions, whether or not anyone knows the places.

A recogniser is anything with ``recognize``. `RulesRecognizer` needs no model.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from geomap.model import Document, Mention
from geomap.recognize.rules import RulesRecognizer

__all__ = ["Recognizer", "RulesRecognizer"]


@runtime_checkable
class Recognizer(Protocol):
    """Finds mentions.

    ``name`` is printed in the provenance. ``recognize`` gives the document's mentions in the order of the
    text, without overlaps; it raises nothing for any text.
    """

    @property
    def name(self) -> str: ...

    def recognize(self, document: Document) -> tuple[Mention, ...]: ...
