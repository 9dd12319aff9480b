"""Stage: spatial phrases → relations and their footprints: "60 km south of Mosul" becomes a sector of a ring.

`relate` runs after resolution. It needs no geometry unless a name that the gazetteer lacks is placed by a phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from geomap.model import Document, Footprint, Resolution, SpatialRelation

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

__all__ = ["FAILS", "HOLDS", "Related", "relate"]

#: Names of the evidence that a stated position gives: it agrees with the gazetteer, or it does not.
HOLDS = "stated position holds"
FAILS = "stated position contradicted"


class Related(NamedTuple):
    """What the stage gives: resolutions with what phrases add to them, relations, and a footprint for each."""

    resolutions: tuple[Resolution, ...]
    relations: tuple[SpatialRelation, ...]
    footprints: Sequence[Footprint]


def relate(document: Document, resolutions: Sequence[Resolution], gazetteer: Gazetteer) -> Related:
    """The document's spatial relations in the order of the text.

    A footprint is made when it is first read; the gazetteer must be open then.
    """
    from geomap.relations.phrases import find_phrases

    phrases = find_phrases(document, resolutions)
    if not phrases:
        return Related(tuple(resolutions), (), ())
    from geomap.relations.checks import checked
    from geomap.relations.footprints import Footprints

    footprints = Footprints(phrases, resolutions, gazetteer)
    return Related(
        checked(resolutions, phrases, footprints), tuple(phrase.relation for phrase in phrases), footprints
    )
