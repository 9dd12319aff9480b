"""Door: places by name, by id and by box, from one read-only SQLite file."""

from geomap.gazetteer.features import NameFeatures, NameFlag
from geomap.gazetteer.store import Bearer, Gazetteer, GazetteerInfo

__all__ = ["Bearer", "Gazetteer", "GazetteerInfo", "NameFeatures", "NameFlag"]
