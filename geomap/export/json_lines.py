"""A JSON line is one geoparsed document as one JSON object; its JSON Schema ships with the package."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from geomap.export.values import geometry_dict, rounded
from geomap.gazetteer.credit import ATTRIBUTION
from geomap.model import (
    Candidate,
    Footprint,
    GeoparsedDocument,
    Location,
    Mention,
    Place,
    Provenance,
    Resolution,
    SpatialRelation,
)


def to_dict(parsed: GeoparsedDocument) -> dict[str, Any]:
    """``parsed`` as plain JSON values. The text itself is not repeated: offsets refer to it."""
    return {
        **_about(parsed),
        "mentions": [_mention(resolution) for resolution in parsed.resolutions],
        **_rest(parsed),
    }


def to_json_line(parsed: GeoparsedDocument) -> str:
    """``parsed`` as one line of JSON, without the line end."""
    return "".join(json_pieces(parsed))


def json_pieces(parsed: GeoparsedDocument) -> Iterator[str]:
    """The line in pieces, a mention each, so that a book's line never stands in memory as a whole."""
    yield _dumps(_about(parsed))[:-1] + ', "mentions": ['
    for number, resolution in enumerate(parsed.resolutions):
        yield (", " if number else "") + _dumps(_mention(resolution))
    yield "], " + _dumps(_rest(parsed))[1:]


@cache
def _schema_text() -> str:
    return files("geomap.export").joinpath("schema/parse.schema.json").read_text(encoding="utf-8")


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one line."""
    return json.loads(_schema_text())


def candidate_dict(candidate: Candidate) -> dict[str, Any]:
    """A candidate as plain JSON values."""
    place = candidate.place
    return {
        "id": str(place.id),
        "name": place.name,
        "matched_name": candidate.matched_name,
        "match": str(candidate.match),
        "latitude": place.latitude,
        "longitude": place.longitude,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "probability": rounded(candidate.probability),
    }


#: What a footprint adds to its relation.
FOOTPRINT_FIELDS = (
    "geometry", "precision", "uncertainty_m", "method", "ucdp_where_prec", "acled_geo_precision",
)  # fmt: skip
# One encoder for all pieces: `json.dumps` would make a new one for each.
_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _about(parsed: GeoparsedDocument) -> dict[str, Any]:
    document = parsed.document
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "language": document.language,
    }


def _rest(parsed: GeoparsedDocument) -> dict[str, Any]:
    return {
        "relations": _relations(parsed),
        "provenance": _provenance(parsed.provenance),
    }


def _mention(resolution: Resolution) -> dict[str, Any]:
    mention = resolution.mention
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(mention.kind),
        "role": None if mention.role is None else str(mention.role),
        "recognition_confidence": rounded(mention.confidence),
        "status": str(resolution.status),
        "confidence": rounded(resolution.confidence),
        "salience": rounded(resolution.salience),
        "place": None if resolution.place is None else _place(resolution.place),
        "location": None if resolution.location is None else _location(resolution.location),
        "candidates": [candidate_dict(candidate) for candidate in resolution.candidates],
        "evidence": [{"name": reason.name, "because": reason.because} for reason in resolution.evidence],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "id": str(place.id),
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "feature_class": place.feature_class,
        "feature_code": place.feature_code,
        "country_code": place.country_code,
        "admin": list(place.admin),
        "population": place.population,
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "latitude": location.latitude,
        "longitude": location.longitude,
        "precision": str(location.precision),
        "uncertainty_m": location.uncertainty_m,
        "method": location.method,
    }


def _relations(parsed: GeoparsedDocument) -> list[dict[str, Any]]:
    found = []
    for number, relation in enumerate(parsed.relations):
        footprint = parsed.footprints[number] if number < len(parsed.footprints) else None
        found.append(_relation(relation) | footprint_dict(footprint))
    return found


def _relation(relation: SpatialRelation) -> dict[str, Any]:
    return {
        "start": relation.start,
        "end": relation.end,
        "text": relation.text,
        "kind": relation.kind,
        "subject": None if relation.subject is None else _span(relation.subject),
        "anchors": [_span(anchor) for anchor in relation.anchors],
        "distance_m": relation.distance_m,
        "bearing_deg": relation.bearing_deg,
    }


def _span(mention: Mention) -> dict[str, Any]:
    return {"start": mention.start, "end": mention.end, "text": mention.text}


def footprint_dict(footprint: Footprint | None) -> dict[str, Any]:
    """A footprint as plain JSON values, with the codes of UCDP and ACLED; nulls where there is no shape."""
    from geomap.relations.precision_codes import acled_geo_precision, ucdp_where_prec

    if footprint is None:
        return dict.fromkeys(FOOTPRINT_FIELDS)
    drawn = not footprint.geometry.is_empty
    return {
        "geometry": geometry_dict(footprint.geometry),
        "precision": str(footprint.precision) if drawn else None,
        "uncertainty_m": footprint.uncertainty_m,
        "method": footprint.method,
        "ucdp_where_prec": ucdp_where_prec(footprint) if drawn else None,
        "acled_geo_precision": acled_geo_precision(footprint) if drawn else None,
    }


def _provenance(provenance: Provenance | None) -> dict[str, Any]:
    if provenance is None:
        return {}
    return {
        "geomap_version": provenance.geomap_version,
        "gazetteer": provenance.gazetteer,
        "recognizer": provenance.recognizer,
        "resolver": provenance.resolver,
        "options": dict(provenance.options),
        "attribution": provenance.attribution or ATTRIBUTION,
    }
