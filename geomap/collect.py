"""An atlas is the places of many documents, each once, with every mention of it; `collect` makes it.

The order in which the documents are given does not matter: they are put in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.model import Atlas, AtlasMention, GeoparsedDocument, Place, PlaceId, Provenance


def collect(documents: Iterable[GeoparsedDocument]) -> Atlas:
    """The atlas of ``documents``: most mentioned places first, then by name and id.

    A demonym counts as a mention of its country. Mentions stand in the order of documents and
    offsets; those without a place are kept as ``unresolved``.
    """
    # Imported here, because the package imports this module at once: see its __init__.
    from geomap.model import Atlas, AtlasMention, AtlasPlace

    ordered = tuple(sorted(documents, key=_document_order))
    places: dict[PlaceId, Place] = {}
    mentions: dict[PlaceId, list[AtlasMention]] = {}
    unresolved: list[AtlasMention] = []
    for parsed in ordered:
        for resolution in sorted(parsed.resolutions, key=lambda each: (each.mention.start, each.mention.end)):
            mention = AtlasMention(document=parsed.document, resolution=resolution)
            place = resolution.place
            if place is None:
                unresolved.append(mention)
            else:
                places.setdefault(place.id, place)
                mentions.setdefault(place.id, []).append(mention)
    ranked = sorted(places.values(), key=lambda place: (-len(mentions[place.id]), place.name, place.id))
    return Atlas(
        documents=ordered,
        places=tuple(AtlasPlace(place=place, mentions=tuple(mentions[place.id])) for place in ranked),
        unresolved=tuple(unresolved),
        provenance=_common_provenance(ordered),
    )


def _document_order(parsed: GeoparsedDocument) -> tuple[str, ...]:
    # Ids should differ; where they do not, the content decides, so that the order is still a total one.
    document = parsed.document
    rest = (document.published, document.title, document.source, document.language)
    return (document.id, document.text, *(part or "" for part in rest), repr(parsed.resolutions))


def _common_provenance(documents: tuple[GeoparsedDocument, ...]) -> Provenance | None:
    """What all documents were made with, ``None`` when they were made differently."""
    if not documents or any(parsed.provenance != documents[0].provenance for parsed in documents):
        return None
    return documents[0].provenance
