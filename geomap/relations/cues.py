"""`cues` reads a masked text and gives every phrase that its grammar knows, overlapping ones too.

Which of them stand is for `geomap.relations.phrases` to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from geomap.relations.anchors import Antecedent, MaskedText
from geomap.relations.cue import Cue
from geomap.relations.distance_cues import distances, times
from geomap.relations.line_cues import lines, waters
from geomap.relations.near_cues import betweens, nears
from geomap.relations.part_cues import directions, parts, rings

_READERS = (distances, times, directions, parts, rings, nears, betweens, waters, lines)


def cues(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    """Every phrase of the page, by kind, in no order; spans overlap."""
    for reader in _READERS:
        yield from reader(page, antecedent)
