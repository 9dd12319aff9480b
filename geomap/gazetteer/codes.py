"""Feature codes are GeoNames' typing of places; this module gives each its class, its precision and a word."""

from __future__ import annotations

from geomap.model import Place, Precision

# Class → codes, for sources that give only the code. From GeoNames' published feature code list.
_CLASSES = {
    "A": "ADM1 ADM2 ADM3 ADM4 ADM5 ADMD PCL PCLD PCLF PCLI PCLIX PCLS PCLH PRSH TERR ZN ZNB LTER",
    "H": "SEA OCN GULF BAY BAYS BGHT STRT CHN CNL LK LKS LKO LKI RSV STM STMS FLLS SD FJD FJDS LGN WAD RPDS"
    " HBR COVE INLT ESTY RF RFC SWMP MRSH WTLD GLCR OAS SPNG STRM LKN SHOL",
    "L": "CONT RGN RGNE RGNL RGNH ECON CLDA PRK RESN RESV MILB BTL AREA AGRC COLF INDS LCTY PRT AMUS BSND GASF NVB",
    "P": "PPL PPLA PPLA2 PPLA3 PPLA4 PPLC PPLCH PPLF PPLG PPLH PPLL PPLQ PPLR PPLS PPLW PPLX STLMT",
    "R": "RD ST TNL HWY RR PRMN STSQ",
    "S": "BLDG GOVL PAL SQR AIRP AIRB INSM MNMT BDG DAM UNIV SCH HSP CH MSQE PRN STDM FT PLZA BANK THTR"
    " ANS CMPRF CMP FCL CAPG TOWR CTRM BDLD CMTY HSE HTL MALL MUS RSTN SHRN TMPL OFF"
    " BLDO CAVE CSTL CTRS EST HSTS MFG MKT MN OILR PSN PSTB RLG SCHM STNB WALL",
    "T": "MT MTS HLL HLLS RDGE RDGB PK PKS PASS VAL VALS DSRT DSRTS ISL ISLS ISLT ATOL PEN PLN PLNS PLAT"
    " UPLD DLTA CAPE BCH CST PT VLC CNYN DUNE ERG STPP HDLD ISTH GAP DPR SPIT CLF CRTR GRGE RK",
    "U": "RDGU SEAU BNKU TRNU",
    "V": "FRST TUND SCRB GRSLD FRSTF HTH",
}
_CLASS = {code: letter for letter, codes in _CLASSES.items() for code in codes.split()}

_WORDS = {
    "PPLC": "capital", "PPLA": "regional capital", "PPLX": "district of a city", "PPLA2": "town",
    "ADM1": "province or state", "ADM2": "county or district", "ADM3": "municipality", "CONT": "continent",
    "RGN": "region", "RGNE": "economic region", "ZN": "zone", "STM": "river", "SEA": "sea", "OCN": "ocean",
    "GULF": "gulf", "BAY": "bay", "STRT": "strait", "CNL": "canal", "LK": "lake", "LKS": "lakes",
    "RSV": "reservoir", "MT": "mountain", "MTS": "mountains", "DSRT": "desert", "ISL": "island",
    "ISLS": "islands", "PEN": "peninsula", "VAL": "valley", "DLTA": "delta", "PLAT": "plateau",
    "PLN": "plain", "CAPE": "cape", "FRST": "forest", "BLDG": "building", "SQR": "square", "AIRP": "airport",
    "CHN": "channel", "RF": "reef", "PRK": "park", "AREA": "area", "PPLH": "former town",
}
_CLASS_WORDS = {
    "A": "area", "H": "water", "L": "region", "P": "town", "R": "road", "S": "site", "T": "landform",
    "U": "undersea feature", "V": "vegetation",
}

#: Codes outside class R that are long and narrow: rivers, canals, wadis.
_LINES = frozenset("STM STMS STMI STMC STMM STMX CNL CNLN WAD".split())
#: Codes of class R that are a spot on a road or railway: bends, junctions, cuts, yards, street squares.
_SPOTS_ON_ROADS = frozenset("RDB RDCUT RDJCT RJCT RYD STSQ".split())


def class_of(code: str) -> str:
    """The feature class of a code, one letter; ``L`` (an area) for a code not in the list."""
    return _CLASS.get(code, "L")


def precision_of(place: Place) -> Precision:
    """How finely a place of this kind says where something is.

    Areas whose level is not known (zones, territories, parks) are regions: a reader must not take them for
    districts. Levels below the second count as the second, the finest that there is a word for.
    """
    code = place.feature_code
    if place.is_country:
        return Precision.COUNTRY
    if code.startswith("ADM"):
        return Precision.ADMIN1 if code.startswith("ADM1") else Precision.ADMIN2
    if place.feature_class == "P":
        return Precision.SETTLEMENT
    if code in _LINES or (place.feature_class == "R" and code not in _SPOTS_ON_ROADS):
        return Precision.LINE
    return Precision.REGION if place.is_area else Precision.POINT


def word_for(feature_class: str, code: str) -> str:
    """A reader's word for a feature code.

    >>> word_for("P", "PPLC"), word_for("A", "PCLI"), word_for("S", "HSP")
    ('capital', 'country', 'site')
    """
    if code.startswith("PCL"):
        return "country"
    return _WORDS.get(code) or _CLASS_WORDS.get(feature_class, "place")
