"""A relation row is one spatial phrase as flat fields: what it says, what it measures from, where that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from geomap.gazetteer.credit import credit_of
from geomap.model import Footprint, GeoparsedDocument, Mention, SpatialRelation
from geomap.sentences import sentences_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: The fields of a phrase, in order. ``latitude`` and ``longitude`` are a point inside its ground; ``anchors`` are
#: the names that it measures from, ``subject`` the name that it places. The codes are UCDP's and ACLED's.
RELATION_FIELDS = (
    "document",
    "title",
    "source",
    "published",
    "start",
    "end",
    "text",
    "kind",
    "subject",
    "anchors",
    "anchor_ids",
    "distance_m",
    "bearing_deg",
    "latitude",
    "longitude",
    "precision",
    "uncertainty_m",
    "ucdp_where_prec",
    "acled_geo_precision",
    "method",
    "sentence",
    "attribution",
)


def relation_rows(documents: Iterable[GeoparsedDocument]) -> Iterator[tuple[dict[str, Any], BaseGeometry | None]]:
    """A row for each phrase with its ground, ``None`` where there is nothing to draw; phrases in order."""
    for parsed in documents:
        places = {(each.mention.start, each.mention.end): each.place for each in parsed.resolutions}
        credit = credit_of([parsed])
        for number, relation in enumerate(parsed.relations):
            footprint = parsed.footprints[number] if number < len(parsed.footprints) else None
            found = [places.get((anchor.start, anchor.end)) for anchor in relation.anchors]
            row = _said(parsed, relation) | _drawn(footprint)
            row["anchor_ids"] = " ".join(str(place.id) for place in found if place is not None)
            row["attribution"] = credit
            shape = None if footprint is None or footprint.geometry.is_empty else footprint.geometry
            yield row, shape


def phrases_about(relations: Iterable[SpatialRelation], mention: Mention) -> list[SpatialRelation]:
    """The phrases that place a mention or measure from it."""
    spot = (mention.start, mention.end)
    return [
        relation
        for relation in relations
        if any((each.start, each.end) == spot for each in (*relation.anchors, relation.subject) if each is not None)
    ]


def _said(parsed: GeoparsedDocument, relation: SpatialRelation) -> dict[str, Any]:
    document = parsed.document
    first, last = sentences_of(document.text).at(relation.start)
    return {
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "start": relation.start,
        "end": relation.end,
        "text": relation.text,
        "kind": relation.kind,
        "subject": None if relation.subject is None else relation.subject.text,
        "anchors": " / ".join(anchor.text for anchor in relation.anchors),
        "distance_m": relation.distance_m,
        "bearing_deg": relation.bearing_deg,
        "sentence": " ".join(document.text[first : max(last, relation.end)].split()),
    }


def _drawn(footprint: Footprint | None) -> dict[str, Any]:
    names = (
        "latitude", "longitude", "precision", "uncertainty_m", "ucdp_where_prec", "acled_geo_precision", "method"
    )  # fmt: skip
    row: dict[str, Any] = dict.fromkeys(names)
    if footprint is None:
        return row
    row["method"] = footprint.method
    if footprint.geometry.is_empty:
        return row
    from geomap.relations.precision_codes import acled_geo_precision, ucdp_where_prec

    inside = footprint.geometry.representative_point()
    return row | {
        "latitude": round(inside.y, 5),
        "longitude": round(inside.x, 5),
        "precision": str(footprint.precision),
        "uncertainty_m": footprint.uncertainty_m,
        "ucdp_where_prec": ucdp_where_prec(footprint),
        "acled_geo_precision": acled_geo_precision(footprint),
    }
