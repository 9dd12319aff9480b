"""Geoparsed documents made by hand, for the tests of what comes after the stages.

The places are real, with their GeoNames ids; the sentences are ours.
"""

from __future__ import annotations

from geomap.model import (
    Candidate,
    Document,
    Evidence,
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
    Status,
)

MOSUL = Place(
    id=PlaceId(source="geonames", key="99072"),
    name="Mosul",
    latitude=36.335,
    longitude=43.11889,
    feature_code="PPLA",
    country_code="IQ",
    admin=("Nineveh",),
    population=1_739_800,
)
NINEVEH = Place(
    id=PlaceId(source="geonames", key="92877"),
    name="Nineveh",
    latitude=36.0,
    longitude=42.5,
    feature_class="A",
    feature_code="ADM1",
    country_code="IQ",
)
IRAQ = Place(
    id=PlaceId(source="geonames", key="99237"),
    name="Iraq",
    latitude=33.0,
    longitude=44.0,
    feature_class="A",
    feature_code="PCLI",
    country_code="IQ",
)
TRIPOLI_LIBYA = Place(
    id=PlaceId(source="geonames", key="2210247"),
    name="Tripoli",
    latitude=32.87519,
    longitude=13.18746,
    feature_code="PPLC",
    country_code="LY",
)
TRIPOLI_LEBANON = Place(
    id=PlaceId(source="geonames", key="266826"),
    name="Tripoli",
    latitude=34.43352,
    longitude=35.84415,
    feature_code="PPLA",
    country_code="LB",
)
PROVENANCE = Provenance(geomap_version="0.1.0", gazetteer="hand-made", recognizer="hand", resolver="hand")
TEXT = "Mosul, 3 May — Iraqi engineers reopened a bridge in Mosul. Tripoli and Qwrtz sent pipes to Nineveh."


def mention_of(name: str, *, text: str = TEXT, occurrence: int = 1, **fields: object) -> Mention:
    """The given occurrence of ``name`` in ``text``."""
    start = -1
    for _ in range(occurrence):
        start = text.index(name, start + 1)
    return Mention(start=start, end=start + len(name), text=name, **fields)  # type: ignore[arg-type]


def resolved(mention: Mention, *places: Place, status: Status = Status.RESOLVED) -> Resolution:
    """``mention`` taken to mean the first of ``places``."""
    share = 1 / (len(places) + 1)
    candidates = tuple(
        Candidate(
            place=place,
            matched_name=mention.text,
            match=MatchKind.EXACT,
            demonym=mention.kind == MentionKind.DEMONYM,
            probability=share,
        )
        for place in places
    )
    return Resolution(mention=mention, status=status, candidates=candidates, confidence=0.123456)


def report(*, id: str = "bridge") -> GeoparsedDocument:
    """One document with every kind of mention that an output must cope with."""
    dateline = mention_of("Mosul", role=MentionRole.DATELINE, confidence=0.9)
    mosul = Resolution(
        mention=dateline,
        status=Status.RESOLVED,
        candidates=(
            Candidate(place=MOSUL, matched_name="Mosul", match=MatchKind.EXACT, probability=0.97),
            Candidate(place=NINEVEH, matched_name="Mosul", match=MatchKind.ALTERNATE, probability=0.03),
        ),
        confidence=0.97,
        evidence=(
            Evidence(
                name="population", value=0.9, weight=2.0, because="Mosul is the largest place of that name."
            ),
            Evidence(name="near", value=0.2, weight=1.0, because="Nineveh is named in the same report."),
        ),
        salience=0.5,
        location=Location(
            latitude=36.335,
            longitude=43.11889,
            precision=Precision.SETTLEMENT,
            uncertainty_m=8000.0,
            method="gazetteer",
        ),
    )
    return GeoparsedDocument(
        document=Document(
            text=TEXT, id=id, title="A bridge reopens", source="geomap", published="2026-05-03"
        ),
        resolutions=(
            mosul,
            resolved(mention_of("Iraqi", kind=MentionKind.DEMONYM), IRAQ),
            resolved(mention_of("Mosul", occurrence=2), MOSUL),
            resolved(mention_of("Tripoli"), TRIPOLI_LIBYA, TRIPOLI_LEBANON, status=Status.AMBIGUOUS),
            Resolution(mention=mention_of("Qwrtz"), status=Status.NOT_FOUND),
            resolved(mention_of("Nineveh"), NINEVEH),
        ),
        provenance=PROVENANCE,
    )
