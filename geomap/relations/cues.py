"""A cue is the words that make a spatial phrase: "60 km south of", "near", "between", "the northern parts of".

`cues` reads a masked text and gives every phrase that its grammar knows, overlapping ones too; which of
them stand is for `geomap.relations.phrases` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from geomap.relations.anchors import (
    EITHER,
    NAME,
    Anchor,
    Antecedent,
    MaskedText,
    anchor_at,
    border_at,
    coast_at,
)
from geomap.relations.compass import ADJECTIVE, LETTERS, NOUN, bearing_deg, is_central
from geomap.relations.measures import DISTANCE, Measure, measure

#: Last words of streets' names: "off Mill Road" is not at sea.
STREETS = frozenset(
    "road street avenue drive lane highway boulevard freeway parkway bypass route rd st ave blvd".split()
)

_DIRECTION = rf"(?:{NOUN}|{LETTERS})"
_JOIN = r"(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|\s+or\s+|\s*/\s*)"
_ADJECTIVES = rf"(?P<adjs>{ADJECTIVE}(?:{_JOIN}{ADJECTIVE})*)"
_DEGREE = r"(?:(?P<degree>(?i:far|extreme|extremely|remote|most\s+of))\s+)?"
#: Words for a part of an area, by the share of its extent that they take.
SHARES = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "tip": 0.12, "corner": 0.2, "edge": 0.15, "end": 0.2, "fringe": 0.15,
    "fringes": 0.15, "flank": 0.3, "reaches": 0.3, "rim": 0.15,
}  # fmt: skip
_PART = (
    r"(?P<noun>(?i:parts?|areas?|regions?|sections?|districts?|provinces?|counties|states|neighbou?rhoods?|quarters?|"
    r"sectors?|portions?|halves|half|thirds?|tip|corner|edge|end|fringes?|flank|side|reaches|rim|zones?|stretches|"
    r"towns|cities|villages|lands|territory|territories)\b)"
)
_RING = r"(?:(?i:outskirts|suburbs?|outer\s+suburbs|periphery|environs|hinterland|exurbs|fringes?|edges?)\b)"
# Small letters: the Center of something is an organisation.
_MIDDLE = r"(?:(?:(?:city|town|very|dead)\s+)?(?:cent(?:re|er)|heart|middle|downtown|core)\b)"
_ROAD = (
    r"(?:(?i:roads?|highways?|motorways?|expressways?|freeways?|railways?|railroads?|rail\s+(?:line|link)|route|"
    r"supply\s+(?:route|line)|corridor|pipeline|canal|track|ferry\s+route)\b)"
)
_WALKS = (
    r"(?:(?i:drives?|walks?|hikes?|rides?|flights?|journeys?|trips?|sails?|treks?|travel|"
    r"by\s+(?:car|road|train|bus|boat|foot|air|plane|helicopter|ferry))\b)"
)
_DISTANCE_TAIL = re.compile(
    rf"{DISTANCE}(?:\s+or\s+so)?(?:,?\s+(?:as\s+the\s+crow\s+flies|by\s+road|away|inland|downriver|downstream|upriver|"
    r"upstream|offshore|further|farther)\b,?)?"
    rf"(?:(?:\s+(?:to|towards?)\s+the|\s+due|,)?\s+(?P<direction>{_DIRECTION})(?:\s+(?:of|from)\s+)"
    r"|(?P<radius>[\s-](?:exclusion\s+zone|radius|circle|perimeter))?\s+(?P<link>(?:outside|out|away|inland|off|upriver"
    r"|downriver|upstream|downstream|short|offshore)(?:\s+(?:of|from))?|from|of|around)\s+)",
)
_ONWARD = re.compile(rf"\s+to\s+(?:the\s+)?(?:[A-Z]|{NAME})")
_RADIUS = re.compile(rf"(?:radius|circle|perimeter)\s+of\s+{DISTANCE}\s+(?:around|from|of|round)\s+")
_TIME = re.compile(
    r"(?P<time>(?:(?i:about|around|some|roughly|nearly|almost|less\s+than|more\s+than|within|just)\s+)*"
    r"(?i:(?:\d+(?:\.\d+)?|half\s+an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|"
    r"thirty|forty|several|a\s+few)(?:[\s-](?:and[\s-]a[\s-]half|to[\s-]\w+))?[\s-](?:minutes?|hours?|days?)"
    r"[’']?s?(?:\s+and\s+a\s+half)?))"
    rf"(?P<walk>[’']?\s*(?:\w+\s+)?{_WALKS})?(?P<away>\s+away)?"
    rf"\s+(?:(?:to\s+the\s+)?(?P<direction>{NOUN})\s+(?:of|from)|(?P<link>from|outside(?:\s+of)?))\s+"
)
_DIRECTION_OF = re.compile(
    rf"(?P<lead>(?i:(?:in|at|into|across|throughout|from|of|and|to)\s+the|the|its|their)\s+)?"
    rf"(?P<degree>(?i:just|far|due|immediately|directly|further|farther|slightly|well|extreme)\s+)*"
    rf"(?P<direction>{NOUN})(?:{_JOIN}(?P<second>{NOUN}))?\s+of\s+"
)
# "the arid northeast of X" is a part of X.
_DESCRIBED = re.compile(
    r"\b(?:the|its)\s+(?:tropical|rural|remote|arid|mountainous|restive|volatile|poor|coastal|troubled|desert|oil-rich|"
    r"war-torn|fertile|hilly|forested|dry|wet|industrial|populous)\s+\Z"
)
_PART_OF = re.compile(rf"(?:the\s+)?{_DEGREE}{_ADJECTIVES}(?:-most)?\s+{_PART}\s+(?:of|in)\s+")
_PART_NAME = re.compile(rf"{_DEGREE}(?<![\w-]){_ADJECTIVES}\s+(?={NAME}(?![-\w]))")
_PART_NAME_END = re.compile(
    rf"{NAME}(?:\s+(?i:province|state|region|county|district|governorate|department|city|desert|island|valley)\b"
    r"(?!\s+of\b))?"
)
_INSTITUTION = re.compile(r"(?:University|College|Bank|Institute|Museum|Diocese)\s+(?:of|for)\s+(?:the\s+)?\Z")
_POSSESSED_PART = re.compile(
    rf"(?:the\s+)?(?:(?P<name>{NAME})|(?P<kind>city|town|village|province|state|region|country|district|county|"
    rf"island|nation))[’']s?\s+{_DEGREE}(?:{_ADJECTIVES}\s+(?P<noun>(?i:parts?|areas?|regions?|sections?|districts?|"
    r"provinces?|neighbou?rhoods?|halves|half|third|tip|corner|edge|end|fringes?|side|suburbs?|outskirts|interior|"
    rf"highlands|lowlands|mountains|deserts?|plains|states|cities|towns)\b)|(?P<direction>{NOUN})(?![\s-]*\w*[’'])"
    r"(?!\s+(?:(?i:coasts?|shores?|banks?|borders?|ends?|sides?|wings?|gates?|stands?|face|winds?|pole|wall|tower)\b|[A-Z]"
    rf"|{EITHER}|{ADJECTIVE}))|(?P<ring>{_RING})|(?P<middle>{_MIDDLE}))"
)
_RING_OF = re.compile(
    rf"(?:the\s+|a\s+)?(?:{_ADJECTIVES}\s+)?(?P<ring>{_RING})\s+of\s+"
    rf"|(?:the\s+)?(?P<middle>{_MIDDLE})\s+of\s+"
    rf"|(?P<down>(?i:downtown|midtown|inner(?:[\s-]city)?))\s+(?={NAME})|(?P<sub>(?i:suburban|outer))\s+(?={NAME})"
)
_NEAR = re.compile(
    r"(?<![\w-])(?P<word>(?i:in\s+the\s+(?:vicinity|neighbou?rhood|surroundings)\s+of|not\s+far\s+from|adjacent\s+to|next\s+to|"
    r"close\s+to|near(?:\s+to)?|(?:in\s+and\s+)?around|surrounding|encircling|(?:just\s+|right\s+)?outside(?:\s+of)?))\s+"
)
_BETWEEN = re.compile(
    r"(?<![\w-])(?P<before>(?:[\w’'-]+\s+){0,3})"
    r"(?P<between>(?i:(?:mid-?way|half-?way)\s+between|in\s+between|between))\s+"
)
_ROAD_BETWEEN = re.compile(
    rf"(?:the\s+)?(?:[a-z-]+\s+)?{_ROAD}(?:\s+(?:that|which))?(?:\s+(?:runs?|running|leads?|leading|goes|going))?\s+"
    r"(?P<link>from|between|linking|connecting|links|connects|joining)\s+"
)
_ROAD_NAMED = re.compile(rf"(?:the\s+)?(?P<a>{NAME})\s?(?:[-–—/]|to|\s+to\s+)\s?(?P<b>{NAME})\s+(?:[a-z]+\s+)?{_ROAD}")
_BANK = re.compile(
    rf"(?:(?:on|along|at|from|to)\s+)?(?:the\s+)?(?:(?P<adj>{ADJECTIVE}|left|right|opposite|far|both|near)(?:\s+hand)?\s+)?"
    r"(?P<noun>(?:river\s?|lake)?banks?|(?:lake)?shores?|side|shorelines?)\s+of\s+"
)
_BANK_NAMED = re.compile(
    rf"(?:the\s+)?(?P<name>{NAME})(?:\s+(?i:River))?(?:[’']s)?\s+(?P<adj>{ADJECTIVE}|left|right)\s+(?:bank|shore)s?\b"
)
_ALONG = re.compile(
    r"(?<![\w-])(?P<word>(?i:along(?:side)?(?:\s+the\s+length\s+of)?|on|beside))\s+"
    r"(?=(?:the\s+)?(?:[a-z]+\s+)?[\ue000\ue002]|the\s+(?:river|lake|canal)\b)"
)
_OFF = re.compile(r"(?<![\w-])(?P<word>(?i:off(?:shore\s+(?:from|of))?))\s+")
_LINE_WORD = re.compile(
    r"\b(?i:borders?|borderlands?|frontiers?|boundary|state\s+lines?|coasts?|coastlines?|seaboard)\b"
)
_WORD_START = re.compile(r"(?<![\w’'\ue001-])(?=[\w\ue000\ue002])")
_AND = re.compile(r"(?:\s*,)?\s+(?:and|or|to|with|&)\s+")
_LINK_WORDS = re.compile(
    r"(?i:near|along|close\s+to|on|at|across|over|towards?|around|not\s+far\s+from|in\s+the\s+vicinity\s+of)\s+(?:both\s+sides\s+of\s+)?\Z"
)
_LIST_ENDS = re.compile(
    r"\s*(?:[,.;:)]|$|\s(?:on|in|at|after|before|as|where|when|who|which|and|since|during|last|this)\b)"
)
# "outside the Oakland police station": the building, not the town.
_BUILDING = re.compile(
    r"\s+(?i:police|headquarters|stations?|courts?|courthouse|offices?|embassy|hotel|airport|club|school|hospital|mosque|"
    r"church|stadium|jail|prison|building|consulate|parliament|home|arena|mall|theat(?:re|er))\b"
)
# Words that every match of a pattern holds: see `MaskedText.matches`.
_UNIT_WORDS = (
    "mile", "km", "kilomet", "metre", "meter", "yard", "feet", "foot", *(f"{digit}m " for digit in range(10)),
    "0 m ", "5 m ", " mi ", " mi. ", "0mi ", " nm ", " nmi ", " ft ", " yds ",
)  # fmt: skip
_RADIUS_WORDS = ("radius of", "circle of", "perimeter of")
_COMPASS_WORDS = ("north", "south", "east", "west")
_ADJECTIVE_WORDS = (*_COMPASS_WORDS, "central")
_RING_WORDS = (
    "outskirt", "suburb", "peripher", "environ", "hinterland", "exurb", "fringe", "edge", "center", "centre",
    "heart of", "middle of", "downtown", "midtown", "core of", "inner", "outer",
)  # fmt: skip
_NEAR_WORDS = (
    "near", "close to", "around", "outside", "adjacent to", "next to", "vicinity", "surrounding", "encircling",
    "neighbo", "not far",
)  # fmt: skip
_ROAD_WORDS = (
    "road", "highway", "motorway", "expressway", "freeway", "railway", "rail li", "route", "supply line", "corridor",
    "pipeline", "canal", "track",
)  # fmt: skip
_LINE_WORDS = ("border", "frontier", "boundary", "state line", "coast", "seaboard")
# What stands between people, not between places.
_NOT_SPACE = re.compile(
    r"(?i:talks?|wars?|match|game|games|relations?|relationship|ties|deal|deals|agreement|treaty|conflict|fighting|clash|"
    r"clashes|tensions?|trade|dispute|cooperation|meeting|difference|differences|differ|choose|alliance|summit|"
    r"negotiations|rivalry|links?|friendship|partnership|dialogue|pact|contest|final|semi-final|peace|accord|hostilities|"
    r"ceasefire|truce|communication|exchange|exchanges|battle|split|divided|gap|competition|series|standoff|feud|row|"
    r"diplomacy|contacts?|confrontation|co-operation|comparison|collaboration|similarities|mediate|mediating|mediator)\b"
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


def cues(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    """Every phrase of the page, by kind, in no order; spans overlap."""
    for reader in (_distances, _times, _directions, _parts, _rings, _nears, _betweens, _waters, _lines):
        yield from reader(page, antecedent)


def _distances(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_DISTANCE_TAIL, _UNIT_WORDS, back=50, ahead=90):
        stated = measure(match)
        if stated is None:
            continue
        link = (match["link"] or "").lower()
        within = stated.hedge == "below" or bool(match["radius"])
        if link in ("of", "around") and not within:
            continue
        yield from _measured(page, antecedent, match, stated, link, within)
    for match in page.matches(_RADIUS, _RADIUS_WORDS, back=2, ahead=60):
        stated = measure(match)
        if stated is not None:
            yield from _measured(page, antecedent, match, stated, "of", True)


def _measured(
    page: MaskedText, antecedent: Antecedent, match: re.Match[str], stated: Measure, link: str, within: bool
) -> Iterator[Cue]:
    anchor = anchor_at(page, match.end(), antecedent)
    if anchor is None:
        return
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    direction = match.groupdict().get("direction")
    if direction:
        yield Cue(
            start=start, end=anchor.end, kind="offset", anchors=(anchor,), measure=stated,
            bearings_deg=(bearing_deg(direction),),
        )  # fmt: skip
        return
    kind = "offshore" if link.startswith("off") else "within" if within else "distance"
    # "60 km from Mosul to Erbil" is a road's length, not a place.
    if link == "from" and _ONWARD.match(page.text, anchor.end):
        return
    yield Cue(start=start, end=anchor.end, kind=kind, anchors=(anchor,), measure=stated, word=link)


def _times(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_TIME, ("minute", "hour", "day"), back=50, ahead=70):
        days = "day" in match["time"]
        if not (match["walk"] or match["direction"] or match["away"] or not days):
            continue
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None:
            bearing = bearing_deg(match["direction"]) if match["direction"] else None
            yield Cue(
                start=match.start(), end=anchor.end, kind="travel time", anchors=(anchor,),
                bearings_deg=(bearing,) if bearing is not None else (), word=match["time"],
            )  # fmt: skip


def _directions(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_DIRECTION_OF, _COMPASS_WORDS, back=40, ahead=50):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None:
            continue
        lead = (match["lead"] or "").lower().split()
        degree = (match["degree"] or "").strip().lower()
        words = [word for word in (match["direction"], match["second"]) if word]
        bearings = tuple(bearing_deg(word) for word in words)
        if None in bearings:
            continue
        of_country = re.search(r"\b(?:country|nation|kingdom|republic)\Z", page.text[: anchor.end])
        described = _DESCRIBED.search(page.text, max(0, match.start() - 30), match.start())
        is_part = (bool(lead) and lead[0] != "to") or bool(described) or (of_country and anchor.form == "place")
        start = match.start()
        if lead and not (lead[0] == "to" and not is_part):
            # "in the north of Iraq": the phrase begins at "the".
            start += match["lead"].lower().rindex(lead[-1])
        yield Cue(
            start=start, end=anchor.end, kind="part" if is_part else "direction", anchors=(anchor,),
            bearings_deg=bearings, word=degree, share=0.2 if is_part and degree in ("far", "extreme") else None,
        )  # fmt: skip


def _parts(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_PART_OF, _ADJECTIVE_WORDS, back=30, ahead=70):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            found = [anchor]
            while following := _next_anchor(page, found[-1], antecedent, after=r"\s+and\s+(?:the\s+)?"):
                found.append(following)
            for each in found:
                yield _part(match, match.start(), found[-1].end, each, match["noun"])
    for match in page.matches(_PART_NAME, _ADJECTIVE_WORDS, back=30, ahead=70):
        if _INSTITUTION.search(page.text, max(0, match.start() - 30), match.start()):
            continue
        start = match.end()
        end = _PART_NAME_END.match(page.text, start).end()
        anchor = Anchor(start=start, end=end, names=(page.by_start[start],))
        # "northern Iraq's border" is a border.
        if border_at(page, start) is None and coast_at(page, start) is None:
            yield _part(match, match.start(), end, anchor, "")
    for match in page.matches(_POSSESSED_PART, ("’s", "'s", "s’ ", "s' "), back=50, ahead=70):
        anchor = _owner(page, match, antecedent)
        if anchor is None:
            continue
        if match["ring"] or (match["noun"] or "").lower().startswith(("suburb", "outskirt")):
            yield _ring(match, match.end(), anchor, "outskirts")
        elif match["middle"]:
            yield Cue(start=match.start(), end=match.end(), kind="center", anchors=(anchor,))
        elif match["direction"]:
            yield Cue(
                start=match.start(), end=match.end(), kind="part", anchors=(anchor,),
                bearings_deg=(bearing_deg(match["direction"]),), share=0.2 if match["degree"] else None,
            )  # fmt: skip
        else:
            yield _part(match, match.start(), match.end(), anchor, match["noun"])


def _part(match: re.Match[str], start: int, end: int, anchor: Anchor, noun: str) -> Cue:
    words = re.findall(ADJECTIVE, match["adjs"])
    share = SHARES.get(noun.lower().rstrip("s") if noun.lower() != "fringes" else "fringe")
    if share is None:
        share = SHARES.get(noun.lower())
    if share is None and (match["degree"] or "").lower() in ("far", "extreme", "extremely", "remote"):
        share = 0.2
    return Cue(
        start=start, end=end, kind="part", anchors=(anchor,), share=share, word=noun.lower(),
        bearings_deg=tuple(bearing_deg(word) for word in words), central=any(map(is_central, words)),
    )  # fmt: skip


def _owner(page: MaskedText, match: re.Match[str], antecedent: Antecedent) -> Anchor | None:
    if match["name"]:
        names = (page.by_start[match.start("name")],)
        return Anchor(start=match.start("name"), end=match.end("name"), names=names)
    mention = antecedent(match["kind"].lower(), match.start())
    return Anchor(start=match.start(), end=match.end("kind"), names=(mention,)) if mention is not None else None


def _rings(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_RING_OF, _RING_WORDS, back=40, ahead=90):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None or anchor.form != "place":
            continue
        # "the suburb of X" is X itself; "a suburb of X" is not.
        if (match["ring"] or "").lower() == "suburb" and not match[0].lower().startswith("a "):
            continue
        if match["ring"] or match["sub"]:
            yield _ring(match, anchor.end, anchor, "outskirts")
        else:
            yield Cue(start=match.start(), end=anchor.end, kind="center", anchors=(anchor,))


def _ring(match: re.Match[str], end: int, anchor: Anchor, kind: str) -> Cue:
    words = re.findall(ADJECTIVE, match.groupdict().get("adjs") or "")
    return Cue(
        start=match.start(), end=end, kind=kind, anchors=(anchor,), bearings_deg=tuple(map(bearing_deg, words)),
    )  # fmt: skip


def _nears(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_NEAR, _NEAR_WORDS, back=30, ahead=40):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is None or anchor.form != "place":
            continue
        word = " ".join(match["word"].lower().split())
        if match["word"][0].isupper() and page.text[: match.start()].rstrip()[-1:].isalnum():
            continue  # "the Near North Side" is a name
        if "outside" in word:
            kind = "outside"
            if _BUILDING.match(page.text, anchor.end):
                continue
        else:
            kind = "around" if word.endswith(("around", "surrounding", "encircling")) else "near"
        found = [anchor]
        while following := _next_anchor(page, found[-1], antecedent, after=r"\s+and\s+(?:the\s+)?"):
            found.append(following)
        for each in found:
            yield Cue(start=match.start(), end=found[-1].end, kind=kind, anchors=(each,), word=word)


def _next_anchor(page: MaskedText, anchor: Anchor, antecedent: Antecedent, *, after: str) -> Anchor | None:
    """A second name joined by "and", unless it opens the next clause: "near Mosul and Erbil was quiet"."""
    link = re.compile(after).match(page.text, anchor.end)
    if link is None:
        return None
    following = anchor_at(page, link.end(), antecedent)
    if following is None or following.form != "place" or following.inner is not None:
        return None
    return following if _LIST_ENDS.match(page.text, following.end) else None


def _betweens(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_BETWEEN, ("between",), back=50, ahead=12):
        pair = _pair(page, match.end(), antecedent)
        if pair is not None and not _NOT_SPACE.search(match["before"]):
            yield Cue(
                start=match.start("between"), end=pair[1].end, kind="between", anchors=pair,
                word=match["between"].lower(),
            )  # fmt: skip
    for match in page.matches(_ROAD_BETWEEN, _ROAD_WORDS, back=25, ahead=60):
        pair = _pair(page, match.end(), antecedent)
        if pair is not None:
            yield Cue(start=match.start(), end=pair[1].end, kind="road", anchors=pair)
    for match in page.matches(_ROAD_NAMED, _ROAD_WORDS, back=90, ahead=25):
        pair = tuple(
            Anchor(start=match.start(name), end=match.end(name), names=(page.by_start[match.start(name)],))
            for name in ("a", "b")
        )
        yield Cue(start=match.start(), end=match.end(), kind="road", anchors=pair)


def _pair(page: MaskedText, start: int, antecedent: Antecedent) -> tuple[Anchor, Anchor] | None:
    first = anchor_at(page, start, antecedent)
    link = _AND.match(page.text, first.end) if first is not None else None
    second = anchor_at(page, link.end(), antecedent) if link is not None else None
    return (first, second) if first is not None and second is not None else None


def _waters(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    for match in page.matches(_BANK, ("bank", "shore", "side of"), back=40, ahead=30):
        side = (match["adj"] or "").lower()
        noun = match["noun"].lower()
        if noun == "side" and not side:
            continue
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            yield _bank(match.start(), anchor.end, anchor, side, noun)
    for match in page.matches(_BANK_NAMED, ("bank", "shore"), back=70, ahead=10):
        names = (page.by_start[match.start("name")],)
        anchor = Anchor(start=match.start("name"), end=match.end("name"), names=names)
        yield _bank(match.start(), match.end(), anchor, match["adj"].lower(), "bank")
    for match in _ALONG.finditer(page.text):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form == "place":
            word = "on" if match["word"].lower() == "on" else "along"
            yield Cue(start=match.start(), end=anchor.end, kind="along", anchors=(anchor,), word=word)
    for match in page.matches(_OFF, ("off",), back=1, ahead=20):
        anchor = anchor_at(page, match.end(), antecedent)
        if anchor is not None and anchor.form != "border" and not _is_street(anchor):
            yield Cue(
                start=match.start(), end=anchor.end, kind="offshore", anchors=(anchor,), word="off",
                bearings_deg=(anchor.bearing_deg,) if anchor.bearing_deg is not None else (),
            )  # fmt: skip


def _is_street(anchor: Anchor) -> bool:
    return any(name.text.rsplit(" ", 1)[-1].lower() in STREETS for name in anchor.names)


def _bank(start: int, end: int, anchor: Anchor, side: str, noun: str) -> Cue:
    bearing = bearing_deg(side) if side else None
    return Cue(
        start=start, end=end, kind="bank", anchors=(anchor,), word=f"{side} {noun}".strip(),
        bearings_deg=(bearing,) if bearing is not None else (),
    )  # fmt: skip


def _lines(page: MaskedText, antecedent: Antecedent) -> Iterator[Cue]:
    """Borders and coasts by themselves, with the preposition before them."""
    for match in page.matches(_LINE_WORD, _LINE_WORDS, back=8, ahead=20):
        earliest = max(0, match.start() - 90)
        for at in _WORD_START.finditer(page.text, earliest, match.end()):
            anchor = border_at(page, at.start()) or coast_at(page, at.start())
            if anchor is None or not anchor.start <= match.start() < anchor.end:
                continue
            before = _LINK_WORDS.search(page.text, max(0, at.start() - 30), at.start())
            yield Cue(
                start=before.start() if before else anchor.start, end=anchor.end, kind=anchor.form,
                anchors=(anchor,), word=before[0].strip().lower() if before else "",
                bearings_deg=(anchor.bearing_deg,) if anchor.bearing_deg is not None else (),
            )  # fmt: skip
            break


__all__ = ["EITHER", "Cue", "cues"]
