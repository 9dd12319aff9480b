"""Atlases as GeoDataFrames: what geopandas people filter, join and plot."""

from __future__ import annotations

import sys

import handmade
import pytest
import shapely

from geomap.collect import collect
from geomap.errors import InputError, RenderError
from geomap.gazetteer.credit import ATTRIBUTION
from geomap.model import Atlas, Document, Footprint, GeoparsedDocument, Precision, SpatialRelation

NEEDED = "geopandas is missing: pip install geopandas"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The hand-made report with a phrase and its footprint."""
    from dataclasses import replace

    footprint = Footprint(
        geometry=shapely.Point(43, 36).buffer(0.2), precision=Precision.DERIVED, uncertainty_m=9000.0, method="offset"
    )
    relation = SpatialRelation(start=0, end=5, text="Mosul", kind="near", anchors=(handmade.mention_of("Mosul"),))
    return collect([replace(handmade.report(), relations=(relation,), footprints=(footprint,))])


def test_places_are_rows_with_types_that_can_be_empty(atlas: Atlas, gazetteer):
    """Points lie where they are, longitude first; areas have their outline; unknown numbers are no zeros."""
    pytest.importorskip("geopandas", reason=NEEDED)
    frame = atlas.to_geodataframe(gazetteer=gazetteer)
    assert frame.crs.to_epsg() == 4326
    assert frame["place_id"].tolist() == ["geonames:99072", "geonames:99237", "geonames:92877", "geonames:2210247"]
    assert (frame.geometry[0].x, frame.geometry[0].y) == (43.11889, 36.335)
    assert frame["population"][0] == 1_739_800 and frame["population"].isna().tolist() == [False, True, True, True]
    assert str(frame["population"].dtype) == "Int64"
    assert frame.geometry[1].area > 30
    within = frame[frame.within(frame.geometry[1])]["name"].tolist()
    assert within[0] == "Mosul" and "Tripoli" not in within
    assert frame.attrs["attribution"] == ATTRIBUTION
    assert frame.to_crs("EPSG:3857").geometry[0].x == pytest.approx(4_799_973, abs=10)


def test_mentions_and_footprints_are_layers_too(atlas: Atlas):
    """Every mention, also those without a place; every footprint with its doubt."""
    pytest.importorskip("geopandas", reason=NEEDED)
    mentions = atlas.to_geodataframe("mentions")
    assert mentions["text"].tolist() == ["Mosul", "Iraqi", "Mosul", "Tripoli", "Qwrtz", "Nineveh"]
    assert mentions[mentions["status"] == "not_found"].geometry.isna().all()
    assert mentions["start"].tolist()[:3] == [0, 15, 52]
    footprints = atlas.to_geodataframe("footprints")
    assert footprints["uncertainty_m"].tolist() == [9000.0]
    assert footprints.geometry[0].contains(shapely.Point(43, 36))


def test_an_atlas_without_places_is_an_empty_frame():
    """Its columns are there."""
    pytest.importorskip("geopandas", reason=NEEDED)
    empty = collect([GeoparsedDocument(document=Document(text="Nothing."))])
    for layer in ("places", "mentions", "footprints"):
        frame = empty.to_geodataframe(layer)
        assert len(frame) == 0 and "attribution" in frame and frame.crs.to_epsg() == 4326


def test_what_is_missing_or_wrong_is_told(atlas: Atlas, monkeypatch: pytest.MonkeyPatch):
    """Another layer lists those that there are; without geopandas the extra is named."""
    with pytest.raises(InputError, match="there is no layer 'towns': take one of places, mentions, footprints"):
        atlas.to_geodataframe("towns")
    monkeypatch.setitem(sys.modules, "geopandas", None)
    with pytest.raises(RenderError, match=r"pip install '\.\[geopandas\]'"):
        atlas.to_geodataframe()
