"""Write tests/cases/relations.jsonl: sentences of our own from geography, with the relations that they state.

`python tests/benchmarks/relations_cases.py` fills hand-written templates with places of the gazetteer. Part of
the sentences tell where a real village lies, by its distance and direction from a town, as a writer would
round them; the village's position is the truth that the footprint must hold. The same gazetteer gives the same
file.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from pathlib import Path

from geomap.gazetteer import Gazetteer

OUT = Path(__file__).resolve().parent.parent / "cases" / "relations.jsonl"
EIGHT = "north northeast east southeast south southwest west northwest".split()
SIXTEEN = "north NNE northeast ENE east ESE southeast SSE south SSW southwest WSW west WNW northwest NNW".split()

#: Names to fill in, a continent a row: country, demonym, two towns and the capital, a neighbour, its demonym, a
#: river of the country, a country with a coast and a port there, a first-level area with its word.
WORLD = (
    dict(continent="Africa", country="Mali", demonym="Malian", town="Mopti", other="Sikasso", capital="Bamako",
         neighbour="Niger", neighbouring="Nigerien", river="Niger River", shore="Libya", shoring="Libyan",
         port="Benghazi", area="Kidal region"),
    dict(continent="Africa", country="Kenya", demonym="Kenyan", town="Garissa", other="Nakuru", capital="Nairobi",
         neighbour="Somalia", neighbouring="Somali", river="Tana River", shore="Tanzania", shoring="Tanzanian",
         port="Mombasa", area="Turkana county"),
    dict(continent="Asia", country="Iraq", demonym="Iraqi", town="Kirkuk", other="Tikrit", capital="Baghdad",
         neighbour="Syria", neighbouring="Syrian", river="Tigris", shore="Yemen", shoring="Yemeni", port="Aden",
         area="Nineveh province"),
    dict(continent="Asia", country="Myanmar", demonym="Burmese", town="Mandalay", other="Taunggyi", capital="Naypyidaw",
         neighbour="Thailand", neighbouring="Thai", river="Irrawaddy", shore="Vietnam", shoring="Vietnamese",
         port="Da Nang", area="Chin state"),
    dict(continent="Europe", country="Romania", demonym="Romanian", town="Brasov", other="Cluj-Napoca",
         capital="Bucharest", neighbour="Ukraine", neighbouring="Ukrainian", river="Danube", shore="Norway",
         shoring="Norwegian", port="Bergen", area="Timis county"),
    dict(continent="Europe", country="Poland", demonym="Polish", town="Lublin", other="Bialystok", capital="Warsaw",
         neighbour="Belarus", neighbouring="Belarusian", river="Vistula", shore="Portugal", shoring="Portuguese",
         port="Porto", area="Silesia province"),
    dict(continent="North America", country="Mexico", demonym="Mexican", town="Chihuahua", other="Monterrey",
         capital="Mexico City", neighbour="Guatemala", neighbouring="Guatemalan", river="Rio Grande", shore="Honduras",
         shoring="Honduran", port="Veracruz", area="Sonora state"),
    dict(continent="North America", country="Canada", demonym="Canadian", town="Winnipeg", other="Regina",
         capital="Ottawa", neighbour="United States", neighbouring="American", river="Saskatchewan", shore="Cuba",
         shoring="Cuban", port="Halifax", area="Manitoba province"),
    dict(continent="South America", country="Colombia", demonym="Colombian", town="Neiva", other="Villavicencio",
         capital="Bogota", neighbour="Venezuela", neighbouring="Venezuelan", river="Magdalena", shore="Chile",
         shoring="Chilean", port="Cartagena", area="Arauca department"),
    dict(continent="South America", country="Bolivia", demonym="Bolivian", town="Cochabamba", other="Potosi",
         capital="La Paz", neighbour="Paraguay", neighbouring="Paraguayan", river="Paraguay River", shore="Peru",
         shoring="Peruvian", port="Callao", area="Beni department"),
    dict(continent="Oceania", country="Papua New Guinea", demonym="Papuan", town="Mount Hagen", other="Goroka",
         capital="Port Moresby", neighbour="Indonesia", neighbouring="Indonesian", river="Fly River",
         shore="New Zealand", shoring="New Zealand", port="Lae", area="Enga province"),
    dict(continent="Oceania", country="Australia", demonym="Australian", town="Dubbo", other="Bendigo",
         capital="Canberra", neighbour="Papua New Guinea", neighbouring="Papuan", river="Darling", shore="Fiji",
         shoring="Fijian", port="Darwin", area="Queensland state"),
)  # fmt: skip

# [kind; anchors; figures | phrase]: figures are km, and degrees after @; two directions are two relations.
TEMPLATES = """
Engineers camped [offset; {town}; 45 @180|some 45 kilometers (28 miles) south of {town}], in {country}.
A landslide blocked a track [offset; {town}; 19.312 @22.5|about 12 miles NNE of {town}] on Monday.
The {demonym} survey marked a spring [offset; {other}; 25 @270|20 to 30 km west of {other}].
They walked until dusk and slept [offset; {town}; 8.047 @135|five miles south-east of {town}].
The plane went down [offset; {capital}; 160.934 @0|more than 100 miles north of {capital}], officials said.
Witnesses near a bridge [offset; {town}; 3.219 @90|two miles east of the town of {town}] heard the river rise.
The mine lies [offset; {other}; 70 @45|nearly 70km north-east of {other}] in {country}.
A quarry [offset; {town}; 1.5 @315|1.5 km northwest of {town}] was closed.
Two wells [offset; {capital}; 30 @225|between 25 and 35 kilometres southwest of the capital, {capital}], ran dry.
The relief camp stands [offset; {other}; 12 @247.5|just over 12 km WSW of {other}].
A fire burned [direction; {town}; @180|south of {town}] for three days.
Convoys gathered [direction; {other}; @45|northeast of the city of {other}] before dawn.
The old railway runs [direction; {capital}; @270|to the west of {capital}].
Rain reached [part; {country}; @0|northern {country}] on Friday.
Schools closed in [part; {country}; @135|southeastern {country}] and in {capital}.
Farmers in [part; {country}; |central {country}] sowed early.
Power failed in [part; {country}; @0 @270|the northern and western parts of {country}].
The drought is worst in [part; {country}; @180|the south of {country}], a study says.
Measles spread in [part; {area}; @90|eastern {area}], doctors said.
Volunteers reached [part; {town}; @90|eastern {town}] with water.
{town} flooded on Tuesday. Families left [part; {town}; @180|the southern parts of the city].
{country} counted its herds. [part; {country}; @0|The country's north] lost most.
Crews worked in [part; {other}; @315|the northwestern districts of {other}].
In [part; {country}; @225|the far southwest of {country}] the roads are mud.
Tents went up on [outskirts; {town}; |the outskirts of {town}].
Buses stopped in [outskirts; {capital}; @0|the northern suburbs of {capital}].
A market burned in [center; {town}; |downtown {town}] overnight.
Pipes burst in [center; {other}; |the centre of {other}].
A plane made an emergency landing [near; {town}; |near {town}], police said.
Cattle died [around; {other}; |around {other}] in the cold.
The depot stands [outside; {town}; |just outside {town}].
The clinic is [near; {other}; |not far from the town of {other}].
Hail fell [between; {town} {other}; |between {town} and {other}].
The stage ends [between; {town} {capital}; |halfway between {town} and {capital}].
Trucks queued on [road; {town} {other}; |the road from {town} to {other}].
Snow closed [road; {capital} {town}; |the highway between {capital} and {town}].
Workers widened [road; {town} {other}; |the {town}-{other} highway].
Nomads live [along; {river}; |along the {river}] in {country}.
Herons nest [bank; {river}; @270|on the western bank of the {river}] in {country}.
Boats were moored [bank; {river}; |on the banks of the {river}] in {country}.
Traders met [border; {country} {neighbour}; |near the border between {country} and {neighbour}].
Customs opened a post [border; {neighbour}; |along the border with {neighbour}], the {demonym} press said.
Two men were held [border; {neighbouring}; |near the {neighbouring} border] in {country}.
A ridge follows [border; {country} {neighbour}; |the {country}-{neighbour} border].
The wells are [distance; {neighbouring}; 10|10 km from the {neighbouring} border] in {country}.
A tanker drifted [offshore; {shore}; |off the coast of {shore}].
Divers searched [offshore; {shoring}; |off the {shoring} coast] at noon.
The ferry waited [offshore; {port}; 22.224|12 nautical miles off {port}].
Sand covers [coast; {shore}; @0|the northern coast of {shore}].
Flights [within; {town}; 50|within 50 km of {town}] were banned.
Homes [within; {other}; 8.047|within a five-mile radius of {other}] lost power.
The shelter is [distance; {town}; 40|40 kilometres from {town}], by a dirt track.
The lake is [travel time; {capital}; |a two-hour drive from {capital}].
The pass lies [travel time; {town}; @0|three hours north of {town}] in dry weather.
The northern city of {town} was calm.
The western {demonym} town of {other} has a new school.
Talks between {country} and {neighbour} ended without a result.
{demonym} border guards found nothing in {town}.
A border town in {country} holds a fair.
The team from {town} beat {other} by two goals.
Bread costs more in {capital} than in {town}.
The minister flew from {capital} to {town} on Sunday.
""".strip().splitlines()
_MARK = re.compile(r"\[(?P<kind>[a-z ]+); (?P<anchors>[^;]+);(?P<figures>[^|]*)\|(?P<phrase>[^\]]+)\]")

#: Where a village lies: {d} the distance with its unit, {w} the direction, {a} the town, {c} its country.
PLACED = (
    "{v}, a village {d} {w} of {a} in {c}, has a new well.",
    "The clinic of {v}, {d} {w} of {a}, {c}, opened on Monday.",
    "The village lies about {d} {w} of {a}, in {c}.",
    "Flood water stood in a hamlet some {d} {w} of the {c} town of {a}.",
    "Rescuers found the bus roughly {d} {w} of {a}, {c}.",
    "A farm fire was seen {d} {w} of {a}, {c}, on Tuesday.",
    "A school {d} to the {w} of {a} in {c} lost its roof.",
    "In {c}, herders met nearly {d} {w} of {a}.",
)
#: Countries whose villages are told of, a continent a line.
COUNTRIES = {
    "Africa": "ML NG KE ET ZA MA TZ SN CD MG EG AO",
    "Asia": "IQ IN PK CN VN TR IR UZ MM PH ID JP",
    "Europe": "FR DE PL ES IT RO UA SE GB GR FI RS",
    "North America": "US MX CA GT HN CU DO NI",
    "South America": "BR AR CO PE CL BO EC VE",
    "Oceania": "AU NZ PG FJ",
}
COUNTRY_NAMES: dict[str, str] = {}


def filled() -> Iterator[dict]:
    """Each template with the names of three parts of the world, in turn."""
    for number, template in enumerate(TEMPLATES):
        for step in range(3):
            names = WORLD[(number + 4 * step) % len(WORLD)]
            yield from _case(f"{number}-{step}", template, names)


def _case(name: str, template: str, names: dict[str, str]) -> Iterator[dict]:
    text, relations, position = "", [], 0
    marked = template
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()].format(**names)
        phrase = match["phrase"].format(**names)
        anchors = [re.sub(r" (?:province|state|county|region|department)$", "", anchor.format(**names))
                   for anchor in match["anchors"].split()]  # fmt: skip
        distances = re.findall(r"(?<![@\d.])\d+(?:\.\d+)?", match["figures"])
        for bearing in re.findall(r"@([\d.]+)", match["figures"]) or [None]:
            relations.append({
                "start": len(text), "end": len(text) + len(phrase), "kind": match["kind"], "anchors": anchors,
                "distance_m": float(distances[0]) * 1000 if distances else None,
                "bearing_deg": float(bearing) if bearing is not None else None,
            })  # fmt: skip
        text += phrase
        position = match.end()
    text += marked[position:].format(**names)
    yield {"id": name, "continent": names["continent"], "text": text, "relations": relations}


def placed(gazetteer: Gazetteer) -> Iterator[dict]:
    """Villages by distance and direction from a town, rounded as writers do; every fourth by the road."""
    database = sqlite3.connect(f"file:{gazetteer.path}?mode=ro", uri=True)
    number = 0
    for continent, codes in COUNTRIES.items():
        countries = codes.split()
        rounds = max(2, round(30 / len(countries)))
        for code in countries:
            for village, town in _pairs(database, code, rounds):
                yield _placed(number, continent, code, village, town, gazetteer)
                number += 1


def _pairs(database: sqlite3.Connection, code: str, count: int) -> list[tuple[tuple, tuple]]:
    """Pairs (village, town) of a country: the village 9 to 95 km from a town of some size."""
    towns = database.execute(
        "SELECT name, latitude, longitude, id, population FROM place WHERE country = ? AND code GLOB 'P*'"
        " AND population BETWEEN 30000 AND 900000 ORDER BY population DESC, id LIMIT 60", (code,)
    ).fetchall()
    found, used = [], set()
    for index, town in enumerate(towns[3::4]):
        if not re.fullmatch(r"[A-Z][a-zA-Z ]+", town[0]):
            continue
        near = database.execute(
            "SELECT name, latitude, longitude, id FROM place WHERE country = ? AND code GLOB 'PPPL*'"
            " AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND population < 20000 ORDER BY id",
            (code, town[1] - 0.9, town[1] + 0.9, town[2] - 0.9, town[2] + 0.9),
        ).fetchall()
        fit = [each for each in near if 9 <= _away(town, each)[0] <= 95 and each[3] not in used]
        fit = [each for each in fit if re.fullmatch(r"[A-Z][a-zA-Z ]+", each[0])]
        if fit:
            village = fit[(7 * index + 3) % len(fit)]
            used.add(village[3])
            found.append((village, town))
        if len(found) == count:
            break
    return found


def _placed(number: int, continent: str, code: str, village: tuple, town: tuple, gazetteer: Gazetteer) -> dict:
    away, bearing = _away(town, village)
    if number % 4 == 3:
        away *= 1.2  # by the road
    if number % 3 == 2:
        point = round(bearing / 22.5) % 16
        word, told = SIXTEEN[point], point * 22.5
    else:
        point = round(bearing / 45) % 8
        word, told = EIGHT[point], point * 45.0
    miles = number % 2 == 1
    size = away / 1.609344 if miles else away
    rounded = max(1, round(size)) if size < 15 else 5 * round(size / 5)
    unit = ("mile" if rounded == 1 else "miles") if miles else "km"
    template = PLACED[number % len(PLACED)]
    if " to the " in template and word.isupper():
        template = PLACED[2]
    phrase_end = f" {word} of "
    name = COUNTRY_NAMES.setdefault(code, _country(gazetteer, code))
    text = template.format(v=village[0], d=f"{rounded} {unit}", w=word, a=town[0], c=name)
    start = text.index(f"{rounded} {unit}")
    end = text.index(town[0], text.index(phrase_end.strip(), start)) + len(town[0])
    relation = {
        "start": start, "end": end, "kind": "offset", "anchors": [town[0]],
        "distance_m": round(rounded * (1609.344 if miles else 1000.0), 1), "bearing_deg": told,
    }  # fmt: skip
    return {
        "id": f"village-{number}", "continent": continent, "text": text, "relations": [relation],
        "place_id": f"geonames:{village[3]}", "latitude": village[1], "longitude": village[2],
        "anchor_id": f"geonames:{town[3]}",
    }  # fmt: skip


def _country(gazetteer: Gazetteer, code: str) -> str:
    database = sqlite3.connect(f"file:{gazetteer.path}?mode=ro", uri=True)
    query = "SELECT name FROM place WHERE country = ? AND code GLOB 'APCL*' ORDER BY prominence DESC LIMIT 1"
    return database.execute(query, (code,)).fetchone()[0]


def _away(here: tuple, there: tuple) -> tuple[float, float]:
    """Kilometres and bearing on the sphere, reckoned here anew: the truth must not be geomap's own."""
    latitude, longitude, other, other_longitude = map(radians, (here[1], here[2], there[1], there[2]))
    turn = other_longitude - longitude
    half = sin((other - latitude) / 2) ** 2 + cos(latitude) * cos(other) * sin(turn / 2) ** 2
    bearing = atan2(sin(turn) * cos(other), cos(latitude) * sin(other) - sin(latitude) * cos(other) * cos(turn))
    return 2 * 6371 * asin(sqrt(half)), degrees(bearing) % 360


def main() -> None:
    with Gazetteer.open() as gazetteer:
        cases = [*filled(), *placed(gazetteer)]
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    OUT.write_text(lines, encoding="utf-8")
    print(f"{len(cases)} sentences, {sum('place_id' in case for case in cases)} with a true place, in {OUT.name}")


if __name__ == "__main__":
    main()
