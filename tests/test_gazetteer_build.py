"""The shipped gazetteer: its size, what it must hold, and that it can be built again to the same bytes."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap import PlaceId
from geomap.gazetteer import Gazetteer, artefact

#: The whole of what a wheel carries, in bytes.
LIMIT = 20_000_000


def test_the_shipped_data_fits_in_a_wheel():
    """All artefacts together stay within twenty megabytes."""
    assert sum(path.stat().st_size for path in artefact.folder().iterdir()) <= LIMIT


def test_every_country_has_a_name_a_point_and_a_shape(gazetteer: Gazetteer):
    """246 countries and territories; no country without coordinates but the two that no source outlines."""
    rows = gazetteer._connection.execute("SELECT id FROM place WHERE code IN ('APCLI', 'APCLD')").fetchall()
    places = [gazetteer.place(gazetteer.place_id(number)) for (number,) in rows]
    assert len(places) >= 245
    assert all(place.name and place.country_code for place in places)
    assert sum(place.latitude is None for place in places) <= 2


def test_qayyarah_is_there_though_its_population_is_unknown(gazetteer: Gazetteer):
    """Places without a population are kept, and unknown is None, never 0."""
    place = gazetteer.place(PlaceId.parse("geonames:99003"))
    assert place.population is None
    assert place.admin == ("Nineveh", "Mosul")


def test_an_area_without_any_point_has_none(gazetteer: Gazetteer):
    """Where no source has coordinates they are null, and the area is still found by its id."""
    row = gazetteer._connection.execute(
        "SELECT id FROM place WHERE code = 'AADM2' AND latitude IS NULL ORDER BY id LIMIT 1"
    ).fetchone()
    place = gazetteer.place(gazetteer.place_id(row[0]))
    assert place.latitude is None and place.longitude is None and place.name


def test_no_row_breaks_the_rules(gazetteer: Gazetteer):
    """Coordinates in range, names not empty, keys folded, ranks dense from 0."""
    run = gazetteer._connection.execute
    bad = "latitude NOT BETWEEN -90 AND 90 OR longitude NOT BETWEEN -180 AND 180 OR name = ''"
    assert run(f"SELECT count(*) FROM place WHERE {bad}").fetchone() == (0,)
    assert run("SELECT count(*) FROM name WHERE key = '' OR key != trim(key)").fetchone() == (0,)
    assert run(
        "SELECT count(*) FROM (SELECT key FROM name GROUP BY key HAVING max(rank) != count(*) - 1 OR min(rank) != 0)"
    ).fetchone() == (0,)


def test_codes_of_airports_are_no_names_of_towns(gazetteer: Gazetteer):
    """GeoNames lists IATA codes as alternate names; "CTS" must not mean Sapporo."""
    assert gazetteer.candidates(["CTS", "RQW"]) == {"CTS": (), "RQW": ()}


@pytest.mark.skipif(
    "GEOMAP_SOURCES" not in os.environ,
    reason="building needs the unpacked sources: python gazetteer/build.py --fetch; GEOMAP_SOURCES=gazetteer/sources",
)
def test_building_again_gives_the_same_bytes(root: Path, tmp_path: Path):
    """Same sources, same bytes, whatever the hash seed."""
    shipped = artefact.folder()
    for name in ("shapes.bin.xz",):
        (tmp_path / name).write_bytes((shipped / name).read_bytes())
    subprocess.run(
        [sys.executable, str(root / "gazetteer/build.py"), "--sources", os.environ["GEOMAP_SOURCES"],
         "--out", str(tmp_path), "--only", "places"],
        check=True, env={**os.environ, "PYTHONHASHSEED": "77"},
    )  # fmt: skip
    digests = [
        hashlib.sha256((folder / "places.tsv.xz").read_bytes()).hexdigest() for folder in (tmp_path, shipped)
    ]
    assert digests[0] == digests[1]
