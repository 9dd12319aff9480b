"""The nouns: what goes from stage to stage.

All are frozen, slotted, keyword-only dataclasses, validated where they are made and without I/O.
Coordinates are WGS 84 degrees; geometries are shapely objects in longitude, latitude order.
Offsets are code points, end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.errors import InputError

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry


class MentionKind(StrEnum):
    """What sort of expression names the place."""

    TOPONYM = "toponym"
    DEMONYM = "demonym"
    COORDINATE = "coordinate"


class MentionRole(StrEnum):
    """What the name does in its sentence."""

    LITERAL = "literal"
    METONYMIC = "metonymic"
    MODIFIER = "modifier"
    EMBEDDED = "embedded"
    DATELINE = "dateline"


class MatchKind(StrEnum):
    """How a name in the text met a name in the gazetteer, closest first."""

    EXACT = "exact"
    FOLDED = "folded"
    ALTERNATE = "alternate"
    FUZZY = "fuzzy"
    ONLINE = "online"


class Status(StrEnum):
    """What became of a mention."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    NOT_FOUND = "not_found"


class Precision(StrEnum):
    """How finely a location is known."""

    POINT = "point"
    SETTLEMENT = "settlement"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    LINE = "line"
    REGION = "region"
    DERIVED = "derived"


class Bounds(NamedTuple):
    """A box in degrees; ``west > east`` when it crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report. The text is never altered: all offsets refer to it."""

    text: str
    id: str = "document"
    title: str | None = None
    source: str | None = None
    published: str | None = None
    language: str | None = None


#: How the sources of the user's own places begin: "own-camps".
OWN_PREFIX = "own-"
_PLACE_ID = re.compile(r"[a-z][a-z0-9_-]*:\S+\Z")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PlaceId:
    """A place's identity: its source and the source's key. Prints as ``geonames:99072``."""

    source: str
    key: str

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"

    @property
    def own(self) -> str:
        """The user's name for the own places that it belongs to; empty for a place of a public source."""
        return self.source.removeprefix(OWN_PREFIX) if self.source.startswith(OWN_PREFIX) else ""

    @classmethod
    def parse(cls, text: str) -> PlaceId:
        """The id that ``text`` spells; raises InputError for a bare number or anything else."""
        if not _PLACE_ID.match(text):
            raise InputError(f"{text!r} is not a place id: write SOURCE:KEY, for example geonames:99072")
        source, key = text.split(":", 1)
        return cls(source=source, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place name's occurrence in a text: ``document.text[start:end] == text``.

    ``confidence`` is the recogniser's, 0 to 1: that this is a place name. ``name`` is what to look up where
    it is not the text itself: the base form of an inflected name.
    """

    start: int
    end: int
    text: str
    kind: MentionKind = MentionKind.TOPONYM
    role: MentionRole | None = None
    confidence: float | None = None
    name: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or self.end - self.start != len(self.text):
            raise InputError(f"mention {self.text!r} does not fit its offsets {self.start}–{self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer record. ``latitude`` and ``longitude`` are ``None`` where no source has them.

    ``admin`` names the areas that contain it from admin-1 down and ``admin_ids`` are their ids;
    ``population`` is ``None`` where unknown. The geometry is fetched from the gazetteer by id.
    """

    id: PlaceId
    name: str
    latitude: float | None = None
    longitude: float | None = None
    feature_class: str = "P"
    feature_code: str = "PPL"
    country_code: str | None = None
    admin: tuple[str, ...] = ()
    admin_ids: tuple[PlaceId, ...] = ()
    population: int | None = None
    bounds: Bounds | None = None

    @property
    def is_country(self) -> bool:
        return self.feature_code.startswith("PCL")

    @property
    def is_area(self) -> bool:
        """True for what is drawn as an outline or a line, never as a pin."""
        return self.feature_class in "AHL" or self.feature_code in AREA_CODES


#: Feature codes outside the classes A, H and L that stand for an extent (ranges, deserts, islands …).
AREA_CODES = frozenset(
    "CONT RGN MTS DSRT DSRTS ISL ISLS ISLT PEN PLN PLNS PLAT VAL VALS DLTA FRST TUND STPP HLLS UPLD CAPE OAS".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a mention may mean. ``similarity`` is 1 for anything but a fuzzy match."""

    place: Place
    matched_name: str
    match: MatchKind
    similarity: float = 1.0
    demonym: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One reason for a resolution, with a sentence for the reader."""

    name: str
    value: float
    weight: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a mention was taken to mean: candidates best first, each with its probability.

    ``confidence`` is the probability that the first candidate is right. ``candidates`` is empty when
    the status is ``not_found``: absence is a status, never a place at 0, 0.
    """

    mention: Mention
    status: Status
    candidates: tuple[Candidate, ...] = ()
    confidence: float | None = None
    evidence: tuple[Evidence, ...] = ()
    salience: float | None = None
    location: Location | None = None

    @property
    def place(self) -> Place | None:
        """The place chosen, or ``None``."""
        return self.candidates[0].place if self.candidates and self.status != Status.NOT_FOUND else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a mention is, as a point with its doubt: ``uncertainty_m`` is a radius in metres."""

    latitude: float
    longitude: float
    precision: Precision
    uncertainty_m: float | None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpatialRelation:
    """A phrase that places something relative to named anchors: "60 km south of Mosul".

    ``bearing_deg`` counts clockwise from north. ``subject`` is the name that the phrase places, where the
    sentence says it: "Qayyarah, 60 km south of Mosul".
    """

    start: int
    end: int
    text: str
    kind: str
    anchors: tuple[Mention, ...]
    distance_m: float | None = None
    bearing_deg: float | None = None
    subject: Mention | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The geometry on the map of a relation: longitude, latitude order.

    ``uncertainty_m`` is a radius in metres. Where nothing can be drawn ("two hours from Mosul") the geometry
    is empty, the uncertainty ``None``, and ``method`` says why.
    """

    geometry: BaseGeometry
    precision: Precision
    uncertainty_m: float | None
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a result: enough to make it again. ``attribution`` is the credit of its gazetteers."""

    geomap_version: str
    gazetteer: str
    recognizer: str
    resolver: str
    options: Mapping[str, Any] = field(default_factory=dict)
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoparsedDocument:
    """A document with its mentions, each resolution standing at its mention's position.

    ``footprints`` stand beside ``relations``, one each; a geoparser's are made when they are first read.
    """

    document: Document
    resolutions: tuple[Resolution, ...] = ()
    relations: tuple[SpatialRelation, ...] = ()
    footprints: Sequence[Footprint] = ()
    provenance: Provenance | None = None

    @property
    def mentions(self) -> tuple[Mention, ...]:
        return tuple(resolution.mention for resolution in self.resolutions)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasMention:
    """One mention of an atlas's place: which document it stands in, and how it was resolved."""

    document: Document
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class AtlasPlace:
    """A place once, with all its mentions in the order of documents and offsets."""

    place: Place
    mentions: tuple[AtlasMention, ...]

    @property
    def status(self) -> Status:
        """Ambiguous when at least half of the mentions are, else resolved."""
        ambiguous = sum(each.resolution.status == Status.AMBIGUOUS for each in self.mentions)
        return Status.AMBIGUOUS if ambiguous * 2 >= len(self.mentions) else Status.RESOLVED

    @property
    def confidence(self) -> float | None:
        """The mean of the mentions' confidence, ``None`` where none has any."""
        known = [each.resolution.confidence for each in self.mentions if each.resolution.confidence is not None]
        return sum(known) / len(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Atlas:
    """Many documents' places, each once, most mentioned first: what export and render take."""

    documents: tuple[GeoparsedDocument, ...]
    places: tuple[AtlasPlace, ...]
    unresolved: tuple[AtlasMention, ...] = ()
    provenance: Provenance | None = None

    def to_geodataframe(self, layer: str = "places", *, gazetteer: Any = None) -> GeoDataFrame:
        """The ``places``, ``mentions`` or ``footprints`` as a geopandas GeoDataFrame in EPSG:4326.

        Outlines of areas come from ``gazetteer``. Raises RenderError without geopandas (extra ``geopandas``).
        """
        from geomap.export.frames import to_geodataframe

        return to_geodataframe(self, layer, gazetteer=gazetteer)
