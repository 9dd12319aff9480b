"""geomap: a report goes in, a map of the places that it reports comes out.

The public names below are imported when they are first used, so that ``import geomap`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Not lazy, because the function bears its module's name: once the module were imported by somebody else,
# ``geomap.collect`` would be the module.
from geomap.collect import collect

if TYPE_CHECKING:
    from geomap.errors import (
        GazetteerError,
        GazetteerMismatch,
        GazetteerNotFound,
        GeocoderError,
        GeocoderOffline,
        GeocoderRefused,
        GeomapError,
        InputError,
        RenderError,
    )
    from geomap.export import to_csv, to_dict, to_geojson
    from geomap.gazetteer import Gazetteer
    from geomap.model import (
        Atlas,
        AtlasMention,
        AtlasPlace,
        Bounds,
        Candidate,
        Document,
        Evidence,
        Footprint,
        GeoparsedDocument,
        Location,
        MatchKind,
        Mention,
        MentionKind,
        MentionRole,
        Place,
        PlaceId,
        Precision,
        Provenance,
        Resolution,
        SpatialRelation,
        Status,
    )
    from geomap.pipeline import Geoparser
    from geomap.reading import read
    from geomap.render import MapOptions, build_map

__version__ = "0.1.0"

_HOMES = {
    "geomap.errors": (
        "GazetteerError",
        "GazetteerMismatch",
        "GazetteerNotFound",
        "GeocoderError",
        "GeocoderOffline",
        "GeocoderRefused",
        "GeomapError",
        "InputError",
        "RenderError",
    ),
    "geomap.export": ("to_csv", "to_dict", "to_geojson"),
    "geomap.gazetteer": ("Gazetteer",),
    "geomap.model": (
        "Atlas",
        "AtlasMention",
        "AtlasPlace",
        "Bounds",
        "Candidate",
        "Document",
        "Evidence",
        "Footprint",
        "GeoparsedDocument",
        "Location",
        "MatchKind",
        "Mention",
        "MentionKind",
        "MentionRole",
        "Place",
        "PlaceId",
        "Precision",
        "Provenance",
        "Resolution",
        "SpatialRelation",
        "Status",
    ),
    "geomap.pipeline": ("Geoparser",),
    "geomap.reading": ("read",),
    "geomap.render": ("MapOptions", "build_map"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
_default_geoparser: Geoparser | None = None


def geoparse(text: str, **about: str | None) -> GeoparsedDocument:
    """The places in ``text``, found with the gazetteer that geomap brings and its usual stages.

    ``about`` is what the text does not say: ``id``, ``title``, ``source``, ``published``, ``language``.
    The first call opens the gazetteer, and unpacks it where that was never done; later calls share it.
    """
    global _default_geoparser
    from geomap.model import Document
    from geomap.pipeline import Geoparser

    if _default_geoparser is None:
        _default_geoparser = Geoparser()
    return _default_geoparser.parse(Document(text=text, **about))


__all__ = [
    "Atlas",
    "AtlasMention",
    "AtlasPlace",
    "Bounds",
    "Candidate",
    "Document",
    "Evidence",
    "Footprint",
    "Gazetteer",
    "GazetteerError",
    "GazetteerMismatch",
    "GazetteerNotFound",
    "GeocoderError",
    "GeocoderOffline",
    "GeocoderRefused",
    "GeomapError",
    "GeoparsedDocument",
    "Geoparser",
    "InputError",
    "Location",
    "MapOptions",
    "MatchKind",
    "Mention",
    "MentionKind",
    "MentionRole",
    "Place",
    "PlaceId",
    "Precision",
    "Provenance",
    "RenderError",
    "Resolution",
    "SpatialRelation",
    "Status",
    "__version__",
    "build_map",
    "collect",
    "geoparse",
    "read",
    "to_csv",
    "to_dict",
    "to_geojson",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
