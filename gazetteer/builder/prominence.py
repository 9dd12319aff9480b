"""Prominence orders the places that share a name: the higher, the likelier is it meant in news.

It is 10 × log10 of the population, raised for countries, first-level areas, capitals and the rows of
our own table. The steps were set by hand so that country > its capital > big city > admin-1 area >
small city; the resolver learns its own weights and only takes the order from here.
"""

from __future__ import annotations

import math

#: Added to 10 × log10(population + 1).
_BONUS = {"ACPLI": 60, "APCLI": 60, "APCL": 40, "APCLD": 30, "APCLS": 40, "APCLF": 50, "APCLIX": 30, "APCLH": 0,
          "LCONT": 100, "AADM1": 5, "AADM2": -15, "PPPLC": 20, "PPPLA": 6, "PPPL": 0}
#: Prominence of a table row by its hand-given rank 1 (known world-wide) to 5.
_TABLE = {1: 95, 2: 80, 3: 65, 4: 50, 5: 35}


def of_place(code: str, population: int | None) -> int:
    """Prominence of a place with this class + code and population (``None``: unknown)."""
    return max(0, round(10 * math.log10((population or 0) + 1)) + _BONUS.get(code, 0))


def of_table_row(rank: int) -> int:
    """Prominence of a row of the regions table."""
    return _TABLE[rank]


def of_water(rank: int) -> int:
    """Prominence of a river or sea from Natural Earth's scale rank (0 largest … 12)."""
    return max(20, 80 - 6 * rank)
