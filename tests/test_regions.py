"""The regions table as it is shipped: every row has ground, and the ground is where the row says."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
import shapely

from geomap.errors import GazetteerMismatch
from geomap.gazetteer import Gazetteer, codes
from geomap.gazetteer.geometry import BOX, CIRCLE, GROUP, METHODS, UNION, Extent
from geomap.gazetteer.regions import COLUMNS, Region, RegionStore, load_into, read_artefact, write_artefact
from geomap.model import Bounds, PlaceId

GAZETTEER = Path(__file__).parent.parent / "gazetteer"
ARTEFACT = GAZETTEER / "embedded" / "regions.tsv"
WORLD = shapely.box(-180, -90, 180, 90)


def read(table: str) -> list[dict[str, str]]:
    header, *lines = (GAZETTEER / "tables" / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return [dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module")
def regions() -> dict[PlaceId, Region]:
    return {region.place_id: region for region in read_artefact(ARTEFACT)}


@pytest.fixture(scope="module")
def extents(gazetteer: Gazetteer, regions: dict) -> dict[PlaceId, Extent]:
    """The ground of every row, two kilometres coarse."""
    return {place_id: gazetteer.extent(place_id, tolerance_deg=0.02) for place_id in regions}


@pytest.fixture(scope="module")
def rows() -> dict[PlaceId, dict[str, str]]:
    numbers = {each["region"]: each["geonameid"] for each in read("region_ids")}
    keys = {
        row["id"]: f"geonames:{numbers[row['id']]}" if row["id"] in numbers else f"regions:{row['id']}"
        for row in read("regions")
    }
    return {PlaceId.parse(keys[row["id"]]): row for row in read("regions")}


def test_the_artefact_is_the_table(regions: dict, rows: dict) -> None:
    """Each row is shipped once with its bounds, its radius in metres and as many members."""
    assert regions.keys() == rows.keys()
    for place_id, row in rows.items():
        region = regions[place_id]
        assert region.bounds == tuple(float(row[side]) for side in ("west", "south", "east", "north")), place_id
        assert region.radius_m == (float(row["radius_km"]) * 1000 if row["radius_km"] else None), place_id
        assert len(region.members) == len(row["members"].split("|")) * bool(row["members"]), place_id


def test_every_member_is_a_place(gazetteer: Gazetteer, regions: dict) -> None:
    """Members go by GeoNames ids that the gazetteer has, and no region is its own member."""
    members = {member for region in regions.values() for member in region.members}
    assert [str(member) for member in members if gazetteer.place(member) is None] == []
    assert [str(region.place_id) for region in regions.values() if region.place_id in region.members] == []


def test_every_region_bears_a_code_that_has_a_class(gazetteer: Gazetteer, regions: dict) -> None:
    """The feature code stands in the list of codes, so that its class is known and not guessed."""
    places = {place_id: gazetteer.place(place_id) for place_id in regions}
    assert [str(place_id) for place_id, place in places.items() if place is None] == []
    assert {place.feature_code for place in places.values()} - codes._CLASS.keys() == set()


def test_every_region_has_valid_ground(extents: dict) -> None:
    """Valid, not empty, inside the world, areal, with a known method and an uncertainty."""
    for place_id, extent in extents.items():
        assert extent is not None, place_id
        assert extent.geometry.is_valid and not extent.geometry.is_empty, place_id
        assert extent.geometry.geom_type in ("Polygon", "MultiPolygon"), place_id
        assert WORLD.contains(shapely.box(*extent.geometry.bounds)), place_id
        assert extent.method in METHODS and extent.uncertainty_m > 0, place_id
        assert extent.approximate or extent.method not in (BOX, CIRCLE, GROUP), place_id


def test_every_region_holds_its_label_point(extents: dict, rows: dict) -> None:
    """The point lies in the ground or beside it by a fiftieth of its width; among islands, between them."""
    for place_id, row in rows.items():
        extent = extents[place_id]
        ground = extent.geometry.convex_hull if extent.method == GROUP else extent.geometry
        west, south, east, north = ground.bounds
        point = shapely.Point(float(row["longitude"]), float(row["latitude"]))
        assert ground.distance(point) <= 0.02 * max(east - west, north - south) + 1e-3, place_id


def test_unions_keep_to_their_bounds(extents: dict, regions: dict) -> None:
    """Members are cut where they leave the box: a twentieth of a side is left to the table's rounding."""
    for place_id, region in regions.items():
        extent = extents[place_id]
        if extent.method != UNION or region.bounds.west > region.bounds.east:
            continue
        west, south, east, north = region.bounds
        past_x, past_y = 0.05 * (east - west), 0.05 * (north - south)
        frame = shapely.box(west - past_x, south - past_y, east + past_x, north + past_y)
        assert frame.contains(shapely.box(*extent.geometry.bounds)), place_id


def test_boxes_and_circles_are_the_tables(extents: dict, regions: dict) -> None:
    """A radius always gives a circle, a box has the bounds of its row, to the last digit."""
    for place_id, region in regions.items():
        extent = extents[place_id]
        assert (extent.method == CIRCLE) == (region.radius_m is not None), place_id
        if extent.method == BOX and region.bounds.west < region.bounds.east:
            assert extent.geometry.bounds == region.bounds, place_id


def test_maps_draw_the_ground_of_regions(gazetteer: Gazetteer) -> None:
    """Made of members, a box or a circle: the geometry is the extent's."""
    for key in ("sahel", "zagros", "adhamiyah"):
        place_id = PlaceId.parse(f"regions:{key}")
        assert gazetteer.geometry(place_id) is gazetteer.extent(place_id).geometry


def test_regions_are_written_and_read_back(tmp_path: Path) -> None:
    """The file gives back what was written, sorted by place, whatever the order was."""
    upstate = Region(
        place_id=PlaceId.parse("regions:upstate"),
        members=(PlaceId.parse("geonames:5128638"),),
        bounds=Bounds(-79.77, 41.3, -73.25, 45.02),
    )
    alamo = Region(place_id=PlaceId.parse("regions:alamo"), bounds=Bounds(-98.4882, 29.4242, -98, 30), radius_m=200)
    assert write_artefact([upstate, alamo], tmp_path / "regions.tsv") == 2
    assert list(read_artefact(tmp_path / "regions.tsv")) == [alamo, upstate]


def test_another_files_columns_are_refused(tmp_path: Path) -> None:
    """The message names the columns that are read."""
    path = tmp_path / "regions.tsv"
    path.write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(GazetteerMismatch, match="this geomap reads place members west"):
        list(read_artefact(path))
    assert COLUMNS[0] == "place"


def test_regions_are_loaded_and_found() -> None:
    """A database has the regions after loading; one without the table has none."""
    connection = sqlite3.connect(":memory:")
    sahel = PlaceId.parse("regions:sahel")
    assert RegionStore(connection).region(sahel) is None
    assert load_into(connection, ARTEFACT) == len(read("regions"))
    found = RegionStore(connection).region(sahel)
    assert found is not None and PlaceId.parse("geonames:2453866") in found.members  # Mali
    assert RegionStore(connection).region(PlaceId.parse("regions:atlantis")) is None
    connection.close()
