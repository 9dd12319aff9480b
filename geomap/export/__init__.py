"""An export is an atlas, or the documents of one, in somebody else's format: `export` makes any of `FORMATS`.

Values in, values out: nothing here writes a file.
"""

from geomap.export.annotators import to_brat, to_conll
from geomap.export.columnar import to_flatgeobuf, to_geoparquet
from geomap.export.csv_rows import COLUMNS, csv_lines, to_csv, to_places_csv, to_relations_csv
from geomap.export.formats import FORMATS, export, format_of
from geomap.export.frames import to_geodataframe
from geomap.export.geojson import to_geojson
from geomap.export.geopackage import read_geopackage, to_geopackage
from geomap.export.gpx import to_gpx
from geomap.export.json_lines import json_pieces, schema, to_dict, to_json_line
from geomap.export.kml import to_kml
from geomap.export.linked import to_annotations, to_linked_places
from geomap.export.read_back import read_geojson
from geomap.export.tei import to_tei
from geomap.export.timemap import to_timemap
from geomap.gazetteer.credit import ATTRIBUTION

__all__ = [
    "ATTRIBUTION",
    "COLUMNS",
    "FORMATS",
    "csv_lines",
    "export",
    "format_of",
    "json_pieces",
    "read_geojson",
    "read_geopackage",
    "schema",
    "to_annotations",
    "to_brat",
    "to_conll",
    "to_csv",
    "to_dict",
    "to_flatgeobuf",
    "to_geodataframe",
    "to_geojson",
    "to_geopackage",
    "to_geoparquet",
    "to_gpx",
    "to_json_line",
    "to_kml",
    "to_linked_places",
    "to_places_csv",
    "to_relations_csv",
    "to_tei",
    "to_timemap",
]
