"""A cue is the words that make a spatial phrase, as the grammar reads them: "60 km south of", "near", "between".

Here are the noun and what several readers of cues share; each reader has a module of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap.relations.anchors import Anchor, Antecedent, MaskedText, anchor_at
from geomap.relations.compass import ADJECTIVE, LETTERS, NOUN
from geomap.relations.measures import Measure

DIRECTION = rf"(?:{NOUN}|{LETTERS})"
JOIN = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*/\s*)"
ADJECTIVES = rf"(?P<adjs>{ADJECTIVE}(?:{JOIN}{ADJECTIVE})*)"
COMPASS_WORDS = ("north", "south", "east", "west")
ADJECTIVE_WORDS = (*COMPASS_WORDS, "central")
LIST_ENDS = re.compile(
    r"\s*(?:[,.;:)]|$|\s(?:on|in|at|after|before|as|where|when|who|which|and|since|during|last|this)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A phrase as the grammar reads it, before it is known what its names mean.

    ``bearings_deg`` has one entry for each direction ("northern and western"), ``None`` for the middle;
    ``share`` is the part's share of its area where the words say it; ``word`` is the cue's own word.
    """

    start: int
    end: int
    kind: str
    anchors: tuple[Anchor, ...]
    measure: Measure | None = None
    bearings_deg: tuple[float | None, ...] = ()
    share: float | None = None
    word: str = ""
    central: bool = False


def next_anchor(page: MaskedText, anchor: Anchor, antecedent: Antecedent, *, after: str) -> Anchor | None:
    """A second name joined by "and", unless it opens the next clause: "near Mosul and Erbil was quiet"."""
    link = re.compile(after).match(page.text, anchor.end)
    if link is None:
        return None
    following = anchor_at(page, link.end(), antecedent)
    if following is None or following.form != "place" or following.inner is not None:
        return None
    return following if LIST_ENDS.match(page.text, following.end) else None
