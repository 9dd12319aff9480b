"""A GeoJSON feature collection (RFC 7946) of an atlas: one feature a place, longitude before latitude.

Settlements are points. Countries, provinces, rivers and other areas have the geometry that the
gazetteer gives, or ``null``: never a point that pretends to be the area.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from geomap.export.json_lines import footprint_dict
from geomap.export.rows import chosen, precision_at, sentence_finder
from geomap.export.values import geometry_dict, rounded
from geomap.gazetteer.credit import credit_of
from geomap.model import Atlas, AtlasMention, AtlasPlace, GeoparsedDocument, Place, PlaceId, Resolution

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A hundredth of a degree is about 1 km: finer than the printed width of a border at any country's scale.
TOLERANCE_DEG = 0.01
#: The properties of a place's feature. ``latitude`` and ``longitude`` are its reference point, areas' too.
PROPERTIES = (
    "name", "status", "confidence", "latitude", "longitude", "precision", "feature_class", "feature_code",
    "country_code", "admin", "admin_ids", "population", "mention_count", "mentions",
)  # fmt: skip


class Geometries(Protocol):
    """What can give the geometry of an area; a Gazetteer is one."""

    def geometry(self, place_id: PlaceId, *, tolerance_deg: float = 0.0) -> BaseGeometry | None: ...


def to_geojson(
    atlas: Atlas,
    *,
    gazetteer: Geometries | None = None,
    tolerance_deg: float = TOLERANCE_DEG,
    fields: Sequence[str] | None = None,
) -> dict[str, Any]:
    """``atlas`` as a FeatureCollection: its places, then the footprints of its spatial phrases.

    Without a gazetteer areas have no geometry.

    ``fields`` chooses among `PROPERTIES`; raises InputError for a name that is not one.
    """
    wanted = chosen(fields, PROPERTIES)
    sentences = {id(parsed.document): sentence_finder(parsed.document) for parsed in atlas.documents}
    return {
        "type": "FeatureCollection",
        "attribution": credit_of(atlas.documents),
        "features": [
            {
                "type": "Feature",
                "id": str(found.place.id),
                **({"bbox": list(found.place.bounds)} if found.place.bounds else {}),
                "geometry": _geometry(found.place, gazetteer, tolerance_deg),
                "properties": _properties(found, wanted, sentences),
            }
            for found in atlas.places
        ]
        + [feature for parsed in atlas.documents for feature in _relation_features(parsed)],
    }


def _relation_features(parsed: GeoparsedDocument) -> Iterator[dict[str, Any]]:
    """A feature for each spatial phrase that has a footprint; its id is the document's and a number."""
    for number, (relation, footprint) in enumerate(zip(parsed.relations, parsed.footprints, strict=False)):
        about = footprint_dict(footprint)
        geometry = about.pop("geometry")
        if geometry is not None:
            properties = {
                "name": relation.text,
                "relation": relation.kind,
                "document": parsed.document.id,
                "source": parsed.document.source,
                "published": parsed.document.published,
                "start": relation.start,
                "end": relation.end,
                "anchors": [anchor.text for anchor in relation.anchors],
                "distance_m": relation.distance_m,
                "bearing_deg": relation.bearing_deg,
                **about,
            }
            identity = f"{parsed.document.id}#relation-{number}"
            yield {"type": "Feature", "id": identity, "geometry": geometry, "properties": properties}


def _geometry(place: Place, gazetteer: Geometries | None, tolerance_deg: float) -> dict[str, Any] | None:
    if place.is_area:
        shape = None if gazetteer is None else gazetteer.geometry(place.id, tolerance_deg=tolerance_deg)
        return geometry_dict(shape)
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}


def _properties(
    found: AtlasPlace, wanted: Sequence[str], sentences: dict[int, Callable[[Resolution], str]]
) -> dict[str, Any]:
    place = found.place
    properties = {
        "name": place.name,
        "status": str(found.status),
        "confidence": rounded(found.confidence),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision": str(precision_at(place, found.mentions[0].resolution)),
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "admin": list(place.admin),
        "admin_ids": list(map(str, place.admin_ids)),
        "population": place.population,
        "mention_count": len(found.mentions),
        "mentions": [
            _mention(each, sentences.get(id(each.document)) or sentence_finder(each.document))
            for each in found.mentions
        ],
    }
    return {name: properties[name] for name in wanted}


def _mention(mention: AtlasMention, sentence: Callable[[Resolution], str]) -> dict[str, Any]:
    resolution, document = mention.resolution, mention.document
    return {
        "document": document.id,
        "source": document.source,
        "published": document.published,
        "start": resolution.mention.start,
        "end": resolution.mention.end,
        "text": resolution.mention.text,
        "kind": str(resolution.mention.kind),
        "status": str(resolution.status),
        "confidence": rounded(resolution.confidence),
        "sentence": sentence(resolution),
    }
