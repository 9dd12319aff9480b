"""The sentence of a piece of evidence: what a reader is told about why a place was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.gazetteer.codes import word_for
from geomap.resolve.situation import Situation

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer


def sentence(
    name: str, value: float, gain: float, seen: Situation, index: int, order: list[int], gazetteer: Gazetteer
) -> str:
    """A sentence for the feature ``name`` of the best place, or "" where there is nothing to tell a reader.

    ``gain`` is its weighed lead over the second-best place: negative where it spoke against.
    """
    group = seen.groups[seen.group_of[index]]
    place = group.bearers[order[0]]
    setting = seen.settings[index]
    text = seen.mentions[index].text
    kind = word_for(place.code[0], place.code[1:])
    country = place.country and _country(place.country, gazetteer)
    area = gazetteer.area_name(place.admin1) if place.admin1 is not None else None
    against = "" if gain > 0 else "although "
    match name:
        case "population":
            if gain <= 0:
                return f"although it is smaller than another {text}"
            return f"it has {place.population:,} inhabitants" if place.population else ""
        case "first" | "known world-wide" | "lead" | "rank":
            return f"it is the best-known place of that name ({kind})" if gain > 0 and value else ""
        case "only one":
            return "the gazetteer knows only one place of that name" if value else ""
        case "country" | "admin-1" | "admin-2" | "capital" | "seat" | "region" | "river" | "sea":
            return f"{against}it is a {kind}" if value and gain > 0 else ""
        case "main name":
            return f"“{place.label}” is its main name" if value and gain > 0 else ""
        case "country's other name":
            return f"{against}“{text}” is only another name of it" if value and gain < 0 else ""
        case "namesake of a water":
            return "the text has “the” before it, as before a river or a sea" if not value and gain > 0 else ""
        case "alternate of a small place":
            return f"{against}“{text}” is only another name of a small place" if value and gain < 0 else ""
        case "demonym" | "demonym agrees":
            return f"“{text}” is what belongs to {place.label}" if value and gain > 0 else ""
        case "abbreviation":
            return f"“{text}” is short for {place.label}" if value and gain > 0 else ""
        case "words agree" | "water word agrees":
            if not value or gain <= 0:
                return ""
            return f"the text says “{setting.generic}” beside it" if setting.generic else f"the text calls it a {kind}"
        case "words disagree":
            if not setting.generic or not value or gain >= 0:
                return ""
            return f"although the text says “{setting.generic}” beside it"
        case "inside the next name":
            other = seen.mentions[setting.container].text if setting.container is not None else ""
            return f"the text goes on “{other}”, which contains it" if value and gain > 0 else ""
        case "inside the next name elsewhere":
            return "elsewhere the text names the area that contains it" if value and gain > 0 else ""
        case "inside the owner":
            other = seen.mentions[setting.owner].text if setting.owner is not None else ""
            return f"the text calls it {other}'s" if value and gain > 0 else ""
        case "holds the name before":
            other = seen.mentions[setting.contains[0]].text if setting.contains else ""
            return f"it contains {other}, named right before" if value and gain > 0 else ""
        case "inside a name of the sentence":
            return "the same sentence names an area that contains it" if value and gain > 0 else ""
        case "country share" | "near in the text":
            if not country or gain <= 0 or not value:
                return ""
            return f"other places of the text lie in {country}"
        case "country named":
            return f"the text names {country}" if country and value and gain > 0 else ""
        case "admin-1 share":
            return f"other places of the text lie in {area}" if area and value and gain > 0 else ""
        case "admin-1 named":
            return f"the text names {area}" if area and value and gain > 0 else ""
        case "admin-2 share" | "admin-2 named":
            county = gazetteer.area_name(place.admin2) if place.admin2 is not None else None
            return f"other names of the text belong to {county}" if county and value and gain > 0 else ""
        case "near others" | "in reach of others":
            return "it lies near other places of the text" if value and gain > 0 else ""
        case "distance holds":
            if setting.distance_to is None or gain <= 0:
                return ""
            other = seen.mentions[setting.distance_to].text
            return f"the stated distance of {setting.distance_km:.0f} km to {other} holds"
        case "dateline country" | "dateline admin-1":
            return "the report's first place lies in the same area" if value and gain > 0 else ""
        case "wording":
            return f"the text is worded as in {country}" if country and value and gain > 0 else ""
        case "home country" | "home area" | "near home":
            return "it lies where the source is at home" if value and gain > 0 else ""
    return ""


def _country(code: str, gazetteer: Gazetteer) -> str:
    return gazetteer.country_name(code)
