"""The shipped shapes: valid, cut at the antimeridian, and where they should be."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shapely

from geomap.errors import GazetteerMismatch, GazetteerNotFound, InputError
from geomap.gazetteer import packing
from geomap.gazetteer.shapes import (
    LAYERS,
    PackedDetail,
    ShapeRecord,
    ShapeStore,
    load_into,
    read_artefact,
    write_artefact,
)
from geomap.model import Bounds, PlaceId

ARTEFACT = Path(__file__).parent.parent / "gazetteer" / "embedded" / "shapes.bin.xz"
MOSUL = shapely.Point(43.11889, 36.335)
BAGHDAD = shapely.Point(44.4009, 33.3406)


def geonames(number: int) -> PlaceId:
    return PlaceId(source="geonames", key=str(number))


def natural_earth(key: str) -> PlaceId:
    return PlaceId(source="naturalearth", key=key)


@pytest.fixture(scope="module")
def records() -> dict[PlaceId, ShapeRecord]:
    return {record.place_id: record for record in read_artefact(ARTEFACT)}


@pytest.fixture(scope="module")
def store() -> Iterator[ShapeStore]:
    connection = sqlite3.connect(":memory:")
    load_into(connection, ARTEFACT)
    yield ShapeStore(connection)
    connection.close()


@pytest.mark.parametrize("layer", LAYERS)
def test_every_shape_is_valid_and_cut_at_the_antimeridian(layer: str, records: dict) -> None:
    """At every detail: valid, not empty, within ±180 and ±90, no edge round the back of the Earth."""
    for record in records.values():
        if record.layer != layer:
            continue
        for detail, packed in record.details:
            geometry = packing.to_geometry(packed)
            assert geometry.is_valid and not geometry.is_empty, (record.place_id, detail)
            degrees, line = shapely.get_coordinates(shapely.get_parts(geometry), return_index=True)
            assert np.abs(degrees).max(axis=0).tolist() <= [180, 90], (record.place_id, detail)
            steps = np.abs(np.diff(degrees, axis=0))[line[1:] == line[:-1]]
            # An edge along a parallel that is as long as the world is the border of a polar area.
            around = (steps[:, 0] > 180) & (steps[:, 1] > 0)
            rings = shapely.get_num_interior_rings(shapely.get_parts(geometry)).sum()
            assert around.sum() <= rings, (record.place_id, detail)


def test_layers_hold_what_they_promise(records: dict) -> None:
    """The counts do not fall unnoticed."""
    counts = Counter(record.layer for record in records.values())
    floors = {"country": 249, "admin1": 3600, "admin2": 4100, "river": 1000, "lake": 270, "sea": 290, "land": 7}
    assert all(counts[layer] >= floor for layer, floor in floors.items()), counts


def test_artefact_keeps_to_its_size() -> None:
    """The shipped file stays below 6 MB."""
    assert ARTEFACT.stat().st_size < 6_000_000


@pytest.mark.parametrize("number", [92877, 99237], ids=["Nineveh", "Iraq"])
@pytest.mark.parametrize("tolerance_deg", [0.0, 0.02, 0.1])
def test_mosul_lies_in_its_province_and_country(number: int, tolerance_deg: float, store: ShapeStore) -> None:
    """Nineveh and Iraq contain Mosul at every detail."""
    assert store.geometry(geonames(number), tolerance_deg=tolerance_deg).contains(MOSUL)


def test_tigris_is_one_river_from_turkey_to_the_gulf(store: ShapeStore, records: dict) -> None:
    """One feature with its upper reach, past Mosul and Baghdad, to the Shatt al Arab's mouth."""
    tigris = natural_earth("river-tigris")
    course = store.geometry(tigris)
    for city in (MOSUL, BAGHDAD):
        assert course.distance(city) * 111 < 20
    bounds = store.bounds(tigris)
    assert bounds.west < 40 and bounds.north > 38 and bounds.east > 48 and bounds.south < 30.2
    assert set(records[tigris].countries) >= {"TR", "IQ"}
    # 1,850 km and 190 km more of the Shatt al Arab in nature: the source leaves out the windings.
    assert 1700 < records[tigris].length_km < 2100
    assert "Dicle" in records[tigris].names


@pytest.mark.parametrize(
    ("key", "countries"),
    [
        ("river-euphrates", {"TR", "SY", "IQ"}),
        ("river-nile", {"EG", "SD", "SS", "UG"}),
        ("river-danube", {"DE", "AT", "HU", "RS", "RO"}),
        ("river-mekong", {"CN", "LA", "TH", "KH", "VN"}),
        ("river-rhine", {"CH", "DE", "NL"}),
        ("river-parana", {"BR", "AR"}),
        ("river-brahmaputra", {"CN", "IN", "BD"}),
    ],
)
def test_great_rivers_cross_all_their_countries(key: str, countries: set[str], records: dict) -> None:
    """Reaches with local names are joined, so that the countries of the whole river are found."""
    assert countries <= set(records[natural_earth(key)].countries)


def test_rivers_of_one_name_are_kept_apart(records: dict) -> None:
    """The Rio Negro of the Amazon is longer than that of Uruguay and comes first."""
    first, second = (records[natural_earth(key)] for key in ("river-rio-negro", "river-rio-negro-2"))
    assert first.length_km > second.length_km
    assert "BR" in first.countries and "UY" in second.countries


def test_russia_and_fiji_lie_on_both_sides_of_the_antimeridian(store: ShapeStore) -> None:
    """Their boxes have west > east and are narrow; both halves are found by a box on either side."""
    russia, fiji = geonames(2017370), geonames(2205218)
    assert store.bounds(russia).west > 19 and -170 < store.bounds(russia).east < -168
    assert store.bounds(fiji).west > store.bounds(fiji).east
    for box in (Bounds(178, -19, 180, -15), Bounds(-180, -19, -179, -15), Bounds(178, -19, -179, -15)):
        assert fiji in {shape.place_id for shape in store.packed_within(box, "country")}
    assert geonames(99237) not in {shape.place_id for shape in store.packed_within(Bounds(170, 0, -170, 60), "country")}


def test_texas_has_its_counties(store: ShapeStore, records: dict) -> None:
    """Counties of another source fill the state; Harris County lies around Houston."""
    texas = store.geometry(geonames(4736286), tolerance_deg=0.02)
    counties = [
        shape.geometry
        for shape in store.within(Bounds(-107, 25, -93, 37), "admin2", tolerance_deg=0.02)
        if records[shape.place_id].countries == ("US",)
        and shape.geometry.intersection(texas).area > 0.5 * shape.geometry.area
    ]
    assert len(counties) == 254
    assert shapely.union_all(counties).intersection(texas).area > 0.98 * texas.area
    assert store.geometry(geonames(4696376)).contains(shapely.Point(-95.3633, 29.7633))


@pytest.mark.parametrize(
    ("number", "longitude", "latitude", "why"),
    [
        (6269131, -0.1257, 51.5085, "London in England, united from its districts"),
        (2638360, -3.1965, 55.9521, "Edinburgh in Scotland"),
        (2634895, -3.1800, 51.4800, "Cardiff in Wales"),
        (2641364, -5.9254, 54.5968, "Belfast in Northern Ireland, whose districts were redrawn"),
        (3012874, 2.3488, 48.8534, "Paris in Île-de-France, united from its departments"),
        (3174976, 12.4839, 41.8947, "Rome in Lazio, united from its provinces"),
        (703883, 34.1000, 44.9572, "Simferopol in Crimea"),
        (690791, 34.1000, 44.9572, "Simferopol in Ukraine, where GeoNames keeps it"),
        (831053, 21.1667, 42.6727, "Pristina in Kosovo"),
        (858889, 29.0100, 47.7660, "Ribnita in Transnistria, united from its districts"),
        (51537, 44.0650, 9.5600, "Hargeisa in Somalia, where GeoNames keeps it"),
        (2461445, -13.2033, 27.1418, "Laayoune in Western Sahara, where GeoNames keeps it"),
        (3381670, -52.3333, 4.9333, "Cayenne in French Guiana, which is not France"),
    ],
)
def test_areas_follow_geonames(
    number: int, longitude: float, latitude: float, why: str, store: ShapeStore
) -> None:
    """A place lies in the area that GeoNames says it lies in."""
    assert store.geometry(geonames(number)).contains(shapely.Point(longitude, latitude)), why


def test_neighbours_share_their_border(store: ShapeStore) -> None:
    """Simplified together: Iraq's governorates neither gape nor overlap, and make up Iraq."""
    iraq = store.geometry(geonames(99237), tolerance_deg=0.02)
    parts = [
        shape.geometry
        for shape in store.within(Bounds(38, 29, 49, 38), "admin1", tolerance_deg=0.02)
        if iraq.contains(shape.geometry.representative_point())
    ]
    assert len(parts) == 18
    united = shapely.union_all(parts)
    assert abs(sum(part.area for part in parts) - united.area) < 1e-6
    assert united.symmetric_difference(iraq).area < 1e-3


def test_coarser_tolerances_give_fewer_vertices(store: ShapeStore) -> None:
    """The coarsest detail that is finer than the tolerance is taken; the finest when none is."""
    counts = [
        shapely.get_num_coordinates(store.geometry(geonames(2017370), tolerance_deg=tolerance))
        for tolerance in (0.0, 0.019, 0.02, 0.1, 5.0)
    ]
    assert counts[0] == counts[1] > counts[2] > counts[3] == counts[4]


def test_seas_and_lakes_have_their_shapes(store: ShapeStore) -> None:
    """The Black Sea is water between its ports; Lake Victoria has a name and an outline."""
    black_sea = store.geometry(natural_earth("sea-black-sea"))
    assert black_sea.contains(shapely.Point(34, 43)) and not black_sea.contains(shapely.Point(34.1, 45.2))
    assert store.geometry(natural_earth("lake-victoria")).contains(shapely.Point(33, -1))
    assert not store.geometry(natural_earth("sea-mediterranean-sea")).contains(shapely.Point(24.9, 35.2))


def test_unknown_place_has_no_shape(store: ShapeStore) -> None:
    """Absence is a value."""
    assert store.geometry(geonames(1)) is None
    assert store.bounds(geonames(1)) is None


def test_unknown_layer_is_refused_with_the_choice(store: ShapeStore) -> None:
    """A wrong layer's message lists the layers."""
    with pytest.raises(InputError, match=r"'roads'.*country, admin1"):
        store.within(Bounds(0, 0, 1, 1), "roads")


def test_limit_keeps_the_most_important(store: ShapeStore) -> None:
    """Lower ranks come first, and no more than the limit."""
    world = Bounds(-180, -90, 180, 90)
    ranks = [shape.rank for shape in store.packed_within(world, "river")]
    assert ranks == sorted(ranks)
    assert [shape.rank for shape in store.packed_within(world, "river", limit=5)] == ranks[:5]


def test_record_survives_the_file(tmp_path: Path) -> None:
    """Everything that a record knows is read back; the same records give the same bytes."""
    record = ShapeRecord(
        place_id=natural_earth("river-test"), layer="river", name="Tést", names=("A", "B"), code="HSTM", rank=3,
        countries=("IQ",), label_longitude=44.5, label_latitude=-0.25, bounds=Bounds(170, -1, -170, 1),
        length_km=12.5, details=(PackedDetail(50, packing.pack([[[(0, 0), (5, 5)]]], scale=10, kind=packing.LINE)),),
    )  # fmt: skip
    assert write_artefact([record], tmp_path / "a.xz") == 1
    write_artefact([record], tmp_path / "b.xz")
    assert list(read_artefact(tmp_path / "a.xz")) == [record]
    assert (tmp_path / "a.xz").read_bytes() == (tmp_path / "b.xz").read_bytes()


def test_missing_or_damaged_artefact_is_told(tmp_path: Path) -> None:
    """No file and a cut file raise the gazetteer's errors with the next step."""
    with pytest.raises(GazetteerNotFound, match=r"build\.py"):
        list(read_artefact(tmp_path / "none.xz"))
    cut = tmp_path / "cut.xz"
    cut.write_bytes(ARTEFACT.read_bytes()[:1000])
    with pytest.raises(GazetteerMismatch, match="damaged"):
        list(read_artefact(cut))


@pytest.mark.skipif(
    "GEOMAP_SOURCES" not in os.environ, reason="GEOMAP_SOURCES does not name the folder of unpacked sources"
)
def test_same_sources_give_the_shipped_bytes(tmp_path: Path) -> None:
    """Building again gives the artefact that is shipped, byte for byte."""
    from gazetteer.builder import shapes

    shapes.build(Path(os.environ["GEOMAP_SOURCES"]), tmp_path / "shapes.bin.xz")
    assert (tmp_path / "shapes.bin.xz").read_bytes() == ARTEFACT.read_bytes()
