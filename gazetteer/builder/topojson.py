"""A topology is a TopoJSON file: arcs shared by neighbours, which this module joins into polygons."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy
    from shapely.geometry import MultiPolygon


@dataclass(frozen=True, slots=True, kw_only=True)
class TopologyFeature:
    """One polygon feature of a topology; ``id`` is empty where the file has none."""

    id: str
    properties: dict[str, Any]
    geometry: MultiPolygon


def read_topology(path: Path, layer: str) -> Iterator[TopologyFeature]:
    """The polygon features of one layer of a quantised TopoJSON file, without those that the grid swallowed."""
    import numpy as np
    import shapely

    topology = json.loads(path.read_bytes())
    scale = np.array(topology["transform"]["scale"])
    translate = np.array(topology["transform"]["translate"])
    arcs = [np.cumsum(np.array(arc), axis=0) for arc in topology["arcs"]]

    def rings(part: list[list[int]]) -> list[numpy.ndarray]:
        closed = []
        for indices in part:
            # The last vertex of an arc is the first of the next; ~i is arc i walked backwards.
            pieces = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
            grid = np.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
            closed.append(grid * scale + translate)
        # Rings that the quantisation made collapse have fewer than four vertices.
        return [closed[0], *(ring for ring in closed[1:] if len(ring) >= 4)] if len(closed[0]) >= 4 else []

    for feature in topology["objects"][layer]["geometries"]:
        if feature["type"] not in ("Polygon", "MultiPolygon"):
            continue
        parts = feature["arcs"] if feature["type"] == "MultiPolygon" else [feature["arcs"]]
        polygons = [
            shapely.polygons(found[0], [shapely.linearrings(inner) for inner in found[1:]] or None)
            for found in map(rings, parts)
            if found
        ]
        if not polygons:
            continue
        yield TopologyFeature(
            id=str(feature.get("id", "")),
            properties=feature.get("properties", {}),
            geometry=shapely.multipolygons(polygons),
        )
