"""Maps: `build_map` turns documents into one HTML page with a map, a list of places and the texts."""

from geomap.render.map import Map, build_map
from geomap.render.options import MapOptions

__all__ = ["Map", "MapOptions", "build_map"]
