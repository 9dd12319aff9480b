"""An export is an atlas, or the documents of one, in somebody else's format: JSON, GeoJSON, CSV.

Values in, values out: nothing here writes a file.
"""

from geomap.export.credit import ATTRIBUTION
from geomap.export.csv_rows import COLUMNS, csv_lines, to_csv
from geomap.export.geojson import to_geojson
from geomap.export.json_lines import json_pieces, schema, to_dict, to_json_line

__all__ = [
    "ATTRIBUTION",
    "COLUMNS",
    "csv_lines",
    "json_pieces",
    "schema",
    "to_csv",
    "to_dict",
    "to_geojson",
    "to_json_line",
]
