"""A situation is a document's mentions as the evidence sees them: grouped by name, with bearers and neighbours.

Mentions of one name form a group and share a sense unless the text beside one of them says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geomap.gazetteer.store import Bearer
from geomap.gazetteer.variants import generic_codes, generic_codes_before
from geomap.model import Document, Mention, MentionKind
from geomap.names import fold
from geomap.relations.compass import LETTERS, NOUN
from geomap.relations.compass import bearing_deg as word_bearing_deg
from geomap.relations.measures import KM, SHORT_DISTANCE
from geomap.sentences import sentences_of
from geomap.sphere import Vector, unit_vector

# "Mosul, Iraq" · "Mosul (Iraq" · "Mosul in Iraq" · "Mosul, in northern Iraq".
_INSIDE = re.compile(
    r"\s*(?:,|\(|\[)\s*(?:in\s+)?(?:the\s+)?(?:[a-z]+ern\s+|central\s+)?(?:province|state|county|region|city)?(?:\s*of\s+)?\Z"
    r"|,?\s+(?:in|of)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}(?:(?:province|state|county|region|governorate)\s+of\s+)?\Z",
    re.IGNORECASE,
)
# "Iraq's second city, Mosul" · "the Iraqi city of Mosul" · "Nineveh province's Qayyarah".
_OWNER = re.compile(
    r"(?:['’]s?)?\s+(?:[a-z-]+\s+){0,4}(?:(?:city|town|village|capital|province|state|region|district|port|island)\s+"
    r"(?:of\s+)?)?(?:the\s+)?\Z",
)
_DISTANCE = re.compile(
    SHORT_DISTANCE + r"\.?[^.;]{0,40}?\b(?:of|from)\s+(?:the\s+)?(?:[a-z-]+\s+){0,4}\Z",
)
_BEARING = re.compile(rf"{NOUN}|{LETTERS}")
_ON_BANK = re.compile(r"\b(?:banks?|shores?)\s+of\s+(?:the\s+)?\Z")
# "the Red Sea" · what may follow a name that is no adjective of the next word.
_THE = re.compile(r"\b[Tt]he\s+\Z")
_ALONE = re.compile(
    r"\s*(?:[.,;:!?)—–]|\Z)|\s+(?:a[nst]|and|or|near|i[ns]|was|were|are|at|on|to|from|into|for|that|which|as|with|by|off"
    r"|after|before|between|toward|towards|through|across|burst|rose|flooded)\b"
)
_WORD_AFTER = re.compile(r"[\s-]+([A-Za-z]+)")
_WORDS_BEFORE = re.compile(r"([A-Za-z]+)?\s*([A-Za-z]+)\s+\Z")


@dataclass(slots=True)
class Group:
    """All mentions of one name: their indices, the places that bear it and a unit vector for each place.

    ``codes`` is what the first generic word beside any of them points to.
    """

    key: str
    mentions: list[int]
    bearers: tuple[Bearer, ...]
    vectors: list[Vector | None]
    weight: float = 1.0
    codes: tuple[str, ...] = ()


@dataclass(slots=True)
class Setting:
    """What stands around one mention: indices of other mentions, and what the words beside it point to.

    ``article`` is true of a name that stands alone with "the" before it: "in the Red Sea,", "crossed the White Nile".

    ``distance_km`` is stated between it and ``distance_to``; ``bearing_deg`` goes from there to here.
    """

    container: int | None = None
    owner: int | None = None
    contains: list[int] = field(default_factory=list)
    codes: tuple[str, ...] = ()
    generic: str = ""
    article: bool = False
    distance_km: float | None = None
    distance_to: int | None = None
    bearing_deg: float | None = None
    sentence: int = 0


@dataclass(slots=True)
class Situation:
    """The mentions, their groups and their settings."""

    document: Document
    mentions: Sequence[Mention]
    groups: list[Group]
    group_of: list[int]
    settings: list[Setting]


def look_up_name(mention: Mention) -> str:
    """The name to look up for a mention: its base form, or its text on one line."""
    return mention.name or " ".join(mention.text.split())


def _vector(bearer: Bearer) -> Vector | None:
    if bearer.latitude is None or bearer.longitude is None:
        return None
    return unit_vector(bearer.latitude, bearer.longitude)


def situation(document: Document, mentions: Sequence[Mention], bearers: dict[str, tuple[Bearer, ...]]) -> Situation:
    """Group the mentions and read the words around each."""
    groups: list[Group] = []
    by_key: dict[tuple[str, bool], int] = {}
    group_of = []
    for index, mention in enumerate(mentions):
        name = look_up_name(mention)
        key = (fold(name), mention.kind == MentionKind.DEMONYM)
        if key not in by_key:
            by_key[key] = len(groups)
            found = bearers.get(name, ())
            groups.append(Group(key[0], [], found, [_vector(bearer) for bearer in found]))
        group_of.append(by_key[key])
        groups[by_key[key]].mentions.append(index)
    for group in groups:
        group.weight = len(group.mentions) ** 0.5
    settings = _settings(document.text, mentions)
    for setting, number in zip(settings, group_of, strict=True):
        groups[number].codes = groups[number].codes or setting.codes
    return Situation(document, mentions, groups, group_of, settings)


def _settings(text: str, mentions: Sequence[Mention]) -> list[Setting]:
    settings = [Setting() for _ in mentions]
    order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    sentences = sentences_of(text)
    for at, index in enumerate(order):
        mention, setting = mentions[index], settings[index]
        setting.sentence = sentences.number(mention.start)
        _read_words(text, mention, setting)
        if at + 1 == len(order):
            continue
        follower = order[at + 1]
        between = text[mention.end : mentions[follower].start]
        if len(between) > 60 or "\n\n" in between:
            continue
        if _INSIDE.match(between):
            setting.container = follower
            settings[follower].contains.append(index)
        elif _OWNER.match(between) and (
            mention.kind == MentionKind.DEMONYM or between.startswith(("'", "’", " province", " state", " city"))
        ):
            settings[follower].owner = index
        stated = _DISTANCE.search(between)
        if stated:
            distance_km = float(stated[1].replace(",", "").rstrip(".") or 0) * KM[stated[2]]
            bearing = _BEARING.search(stated[0])
            bearing_deg = word_bearing_deg(bearing[0]) if bearing else None
            placed = index
            if at and _ON_BANK.search(text, max(0, mention.start - 40), mention.start):
                # "Qayyarah, on the bank of the Tigris, 60 km south of Mosul": the town is placed, not the river.
                placed = order[at - 1] if settings[order[at - 1]].sentence == setting.sentence else index
            here, there = settings[placed], settings[follower]
            here.distance_km, here.distance_to, here.bearing_deg = distance_km, follower, bearing_deg
            there.distance_km, there.distance_to = distance_km, placed
            there.bearing_deg = None if bearing_deg is None else (bearing_deg + 180) % 360
    return settings


def _read_words(text: str, mention: Mention, setting: Setting) -> None:
    """Generic words beside the name: "Nineveh province", "province of Nineveh", "the city of Mosul"."""
    setting.article = bool(_THE.search(text, max(0, mention.start - 6), mention.start)) and bool(
        _ALONE.match(text, mention.end)
    )
    after = _WORD_AFTER.match(text, mention.end)
    if after:
        setting.codes = generic_codes(after[1].lower())
        setting.generic = after[1].lower() if setting.codes else ""
    if not setting.codes:
        before = _WORDS_BEFORE.search(text[max(0, mention.start - 40) : mention.start])
        if before:
            for words in (f"{before[1] or ''} {before[2]}".strip().lower(), before[2].lower()):
                setting.codes = generic_codes_before(words)
                if setting.codes:
                    setting.generic = words
                    break
