"""What the gazetteer knows of a name, in one flag set: the recogniser's view of it."""

from __future__ import annotations

from enum import IntFlag
from typing import NamedTuple


class NameFlag(IntFlag):
    """Which sorts of place bear a name; the flags of all its bearers are joined."""

    COUNTRY = 1
    ADMIN1 = 2
    ADMIN2 = 4
    CITY = 8
    RIVER = 16
    SEA = 32
    REGION = 64
    CONTINENT = 128
    DEMONYM = 256
    ABBREVIATION = 512
    #: the name is some place's main name, not only an alternate one
    PRIMARY = 1024
    #: some bearer is a capital or seat of its admin-1 area
    SEAT = 2048
    #: an abbreviation that is only valid in its own letter case ("US", not "us")
    EXACT_CASE = 4096


class NameFeatures(NamedTuple):
    """The flags of a key and the largest population among its bearers as log10 (0 when unknown)."""

    flags: NameFlag
    population_log10: float
    best_code: str
