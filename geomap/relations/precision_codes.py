"""A precision code is a class of doubt as the conflict databases write it: UCDP's and ACLED's.

UCDP (Georeferenced Event Dataset codebook, ``where_prec``): 1 exact place, 2 within about 25 km of a known
point, 3 second-level area, 4 first-level area, 5 a line or a vaguer part of a country, 6 country, 7 sea or air.
ACLED (codebook, ``geo_precision``): 1 a town, 2 near a town or part of a region, 3 a larger region.
"""

from __future__ import annotations

from geomap.model import Footprint, Location, Precision

#: "Within about 25 km": UCDP's limit for a place that is known by another.
_NEAR_M = 25_000.0
_UCDP = {
    Precision.POINT: 1, Precision.SETTLEMENT: 1, Precision.ADMIN2: 3, Precision.ADMIN1: 4, Precision.COUNTRY: 6,
    Precision.LINE: 5, Precision.REGION: 5,
}  # fmt: skip
_ACLED = {
    Precision.POINT: 1, Precision.SETTLEMENT: 1, Precision.ADMIN2: 2, Precision.ADMIN1: 3, Precision.COUNTRY: 3,
    Precision.LINE: 3, Precision.REGION: 3,
}  # fmt: skip


def ucdp_where_prec(located: Footprint | Location) -> int:
    """UCDP's ``where_prec`` for a footprint or location, 1 to 7.

    A location derived from a phrase counts by its uncertainty: within 25 km it is 2, else 5. The sea is 7.
    """
    if located.method.startswith("sea "):
        return 7
    if located.precision == Precision.DERIVED:
        return 2 if located.uncertainty_m is not None and located.uncertainty_m <= _NEAR_M else 5
    return _UCDP[located.precision]


def acled_geo_precision(located: Footprint | Location) -> int:
    """ACLED's ``geo_precision`` for a footprint or location, 1 to 3."""
    if located.precision == Precision.DERIVED:
        return 2 if located.uncertainty_m is not None and located.uncertainty_m <= _NEAR_M else 3
    return _ACLED[located.precision]
