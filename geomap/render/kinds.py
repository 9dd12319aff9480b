"""A kind is the plain word for what a place is: "city", "province", "river".

Feature classes and codes are GeoNames'; the words are for readers of a map.
"""

from __future__ import annotations

from geomap.model import Place

_BY_CODE = {
    "PPLC": "capital", "PPLX": "part of a town", "PPLQ": "abandoned place", "PPLH": "former place",
    "ADM1": "province", "ADM2": "district", "ADM3": "subdistrict", "ADM4": "municipality", "ADMD": "district",
    "ZN": "zone", "TERR": "territory", "CONT": "continent", "RGN": "region", "STM": "river", "STMI": "river",
    "CNL": "canal", "LK": "lake", "LKS": "lakes", "RSV": "reservoir", "SEA": "sea", "GULF": "gulf", "BAY": "bay",
    "STRT": "strait", "OCN": "ocean", "CHN": "channel", "MT": "mountain", "MTS": "mountains", "PK": "peak",
    "VLC": "volcano", "PASS": "pass", "DSRT": "desert", "ISL": "island", "ISLS": "islands", "ISLT": "islet",
    "PEN": "peninsula", "CAPE": "cape", "VAL": "valley", "DLTA": "delta", "PLN": "plain", "PLAT": "plateau",
    "OAS": "oasis", "AIRP": "airport", "AIRB": "air base", "BDG": "bridge", "DAM": "dam", "HSP": "hospital",
    "MIL": "military base", "INSM": "military installation", "PRT": "port", "HBR": "harbour", "MNMT": "monument",
    "CMP": "camp", "CMPRF": "refugee camp", "OILF": "oil field", "MSQE": "mosque", "CH": "church", "UNIV": "university",
    "SCH": "school", "PRK": "park", "RESN": "nature reserve", "RD": "road", "RR": "railway", "BLDG": "building",
    "GOVL": "seat of government",
}  # fmt: skip
_BY_CLASS = {
    "A": "administrative area", "H": "water", "L": "area", "P": "town", "R": "road", "S": "site",
    "T": "landform", "U": "undersea feature", "V": "forest",
}  # fmt: skip
#: From this many people on a settlement is called a city; below the second figure a village.
_CITY, _VILLAGE = 100_000, 2_000


def kind_word(place: Place) -> str:
    """The word for what ``place`` is, in lower-case English.

    >>> from geomap.model import PlaceId
    >>> kind_word(Place(id=PlaceId.parse("geonames:99072"), name="Mosul", population=1_739_800))
    'city'
    """
    if place.is_country:
        return "country"
    if place.feature_code in _BY_CODE:
        return _BY_CODE[place.feature_code]
    if place.feature_class == "P" and place.population:
        return "city" if place.population >= _CITY else "village" if place.population < _VILLAGE else "town"
    return _BY_CLASS.get(place.feature_class, "place")
