"""Evidence is what speaks for a place: one number for each feature, of the place alone or of its company.

Values lie between -1 and 1, mostly between 0 and 1, so that a weight says how much a feature can do.
`STATIC` features need only the name and the place; `COMPANY` features need a first guess at the other
names of the document, and are worked out again when the guess is better.
"""

from __future__ import annotations

from math import log, log10

from geomap.gazetteer.features import NameFlag
from geomap.gazetteer.schema import OTHER_SOURCES
from geomap.gazetteer.store import Bearer
from geomap.model import MatchKind, MentionKind
from geomap.resolve.home import Home
from geomap.resolve.situation import Situation

STATIC = (
    "population", "population unknown", "country", "admin-1", "admin-2", "capital", "seat", "region", "river", "sea",
    "other source", "main name", "same spelling", "demonym", "abbreviation", "variant", "first", "rank", "lead",
    "only one", "alternate of a small place", "words agree", "words disagree", "water word agrees",
    "demonym agrees", "demonym disagrees",
    "city of its own area", "known world-wide", "area of its own city",
    "country's other name", "namesake of a water", "home country", "home area", "home county",
    "near home",
)  # fmt: skip
COMPANY = (
    "inside the next name", "inside the next name elsewhere", "inside the owner", "holds the name before",
    "inside a name of the sentence", "country share", "country named", "admin-1 share", "admin-1 named",
    "admin-2 share", "admin-2 named", "near others", "in reach of others", "near in the text", "distance holds",
    "distance fails", "dateline country", "dateline admin-1", "wording", "other wording",
)  # fmt: skip
NAMES = STATIC + COMPANY
#: Those that are zero unless a home is known.
HOME = frozenset({"home country", "home area", "home county", "near home"})

#: A settlement this prominent (some 5,000 people) is meant by its bare name rather than the area named after it, …
_TOWN = 35
#: … but where the first-level areas are states that people speak of by name ("New York", "Quebec").
_STATES = frozenset({"US", "CA"})
_NO_HOME = (0.0, 0.0, 0.0, 0.0)
_WELL_NAMED = NameFlag.PRIMARY | NameFlag.DEMONYM | NameFlag.ABBREVIATION


def static_rows(seen: Situation, mention_index: int, home: Home | None = None) -> list[list[float]]:
    """The static features of every bearer of a mention's name; ``home`` is where the source is at home."""
    mention, setting = seen.mentions[mention_index], seen.settings[mention_index]
    group = seen.groups[seen.group_of[mention_index]]
    bearers = group.bearers
    if not bearers:
        return []
    prominences = sorted((bearer.prominence for bearer in bearers), reverse=True)
    best_other = prominences[1] if len(prominences) > 1 else 0
    areas = {bearer.number for bearer in bearers if bearer.code.startswith("AADM")}
    towns = [bearer for bearer in bearers if bearer.code[0] == "P" and bearer.prominence >= _TOWN]
    seats = {area for town in towns for area in (town.admin1, town.admin2)}
    water = setting.article and any(bearer.code[0] == "H" for bearer in bearers)
    named = any(town.flags & NameFlag.PRIMARY for town in towns)
    wanted = setting.codes or group.codes
    # Said of another mention of the name ("the town of Ménaka … Ménaka fell"), it counts for half.
    strength = 1.0 if setting.codes else 0.5
    # Places have their main names in Latin letters; in another script the best known bearer has its own name.
    foreign = not group.key.isascii() and not any(bearer.flags & NameFlag.PRIMARY for bearer in bearers)
    rows = []
    for rank, bearer in enumerate(bearers):
        code = bearer.code
        population = bearer.population or 0
        is_demonym = bool(bearer.flags & NameFlag.DEMONYM)
        other = best_other if bearer.prominence == prominences[0] else prominences[0]
        lead = (bearer.prominence - other) / 60
        agrees = bool(wanted) and code[1:].startswith(wanted)
        rows.append([
            log10(population + 1) / 8,
            float(not population),
            float(code[1:4] == "PCL"),
            float(code == "AADM1"),
            float(code == "AADM2"),
            float(code == "PPPLC"),
            float(code == "PPPLA"),
            float(code[0] in "LT"),
            float(code == "HSTM"),
            float(code[0] == "H" and code != "HSTM"),
            float(bearer.number >= OTHER_SOURCES),
            float(bool(bearer.flags & NameFlag.PRIMARY) or (foreign and rank == 0)),
            float(bearer.label == mention.text),
            float(is_demonym),
            float(bool(bearer.flags & NameFlag.ABBREVIATION)),
            float(bearer.match == MatchKind.ALTERNATE and bearer.key != group.key),
            float(rank == 0),
            log(1 + rank) / 3,
            max(-1.0, min(1.0, lead)),
            float(len(bearers) == 1),
            float(not bearer.flags & _WELL_NAMED and population < 20_000),
            strength * agrees,
            strength * (bool(wanted) and not agrees),
            float(agrees and code[0] == "H"),
            float(is_demonym and mention.kind == MentionKind.DEMONYM),
            float(not is_demonym and mention.kind == MentionKind.DEMONYM),
            float(code[0] == "P" and (bearer.admin1 in areas or bearer.admin2 in areas)),
            float(bearer.prominence >= 80),
            float(code.startswith("AADM") and not agrees and bearer.number in seats and bearer.country not in _STATES),
            float(named and code[1:4] == "PCL" and not bearer.flags & _WELL_NAMED),
            float(water and code[0] in "AP" and code[1:4] != "PCL"),
            *(home.values(bearer, group.vectors[rank]) if home else _NO_HOME),
        ])  # fmt: skip
    return rows


def holds(area: Bearer, place: Bearer) -> bool:
    """True when the area, a country or admin area, contains the place, by the gazetteer's links."""
    if area.code[0] != "A" or area.number == place.number:
        return False
    if area.code[1:4] == "PCL":
        return area.country is not None and area.country == place.country
    return area.number in (place.admin1, place.admin2)
