"""Company is what the other names of a document say for a place, given a first guess at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp

from geomap.gazetteer.store import Bearer
from geomap.resolve.containment import Containment
from geomap.resolve.situation import Situation
from geomap.resolve.stated import best_fit
from geomap.resolve.wording import wording
from geomap.sphere import distance_between_km

#: Other names taken into account for nearness: the closest in the text. Keeps the work linear in long reports.
_NEIGHBOURS = 24
#: A guess below this weighs nothing and is not looked at.
_FLOOR = 0.05


class Company:
    """What the other names of the document say, given a guess: a probability for each bearer of each group."""

    def __init__(self, situation: Situation, guess: Sequence[Sequence[float]]) -> None:
        self._situation = situation
        self._guess = guess
        self._containment = Containment(situation, guess, floor=_FLOOR)
        self._countries: dict[str, float] = defaultdict(float)
        self._admin1: dict[int, float] = defaultdict(float)
        self._admin2: dict[int, float] = defaultdict(float)
        self._own: list[tuple[dict[str, float], dict[int, float], dict[int, float]]] = []
        self._named: dict[object, list[tuple[int, float]]] = defaultdict(list)
        self._likely: list[list[int]] = []
        for number, (group, chances) in enumerate(zip(situation.groups, guess, strict=True)):
            countries: dict[str, float] = defaultdict(float)
            admin1: dict[int, float] = defaultdict(float)
            admin2: dict[int, float] = defaultdict(float)
            likely = []
            for index, (bearer, chance) in enumerate(zip(group.bearers, chances, strict=True)):
                if chance < _FLOOR:
                    continue
                likely.append(index)
                weight = chance * group.weight
                if bearer.country:
                    countries[bearer.country] += weight
                if bearer.code == "AADM1":
                    admin1[bearer.number] += weight
                elif bearer.admin1 is not None:
                    admin1[bearer.admin1] += weight
                if bearer.code == "AADM2":
                    admin2[bearer.number] += weight
                    self._named[bearer.number].append((number, chance))
                elif bearer.admin2 is not None:
                    admin2[bearer.admin2] += weight
                if bearer.code[1:4] == "PCL" and bearer.country:
                    self._named[bearer.country].append((number, chance))
                elif bearer.code == "AADM1":
                    self._named[bearer.number].append((number, chance))
            for country, weight in countries.items():
                self._countries[country] += weight
            for area, weight in admin1.items():
                self._admin1[area] += weight
            for area, weight in admin2.items():
                self._admin2[area] += weight
            self._own.append((countries, admin1, admin2))
            self._likely.append(likely)
        self._total_countries = sum(self._countries.values())
        self._total_admin1 = sum(self._admin1.values())
        self._wording = wording(situation.document.text)
        self._strongest = max(self._wording.values(), default=0.0)
        self._neighbours = _neighbours(situation)
        self._dateline = self._first_place()
        self._nearness: dict[int, list[tuple[float, float]]] = {}

    def rows(self, mention_index: int) -> list[list[float]]:
        """The company features of every bearer of a mention's name."""
        situation = self._situation
        number = situation.group_of[mention_index]
        group = situation.groups[number]
        own_countries, own_admin1, own_admin2 = self._own[number]
        countries_left = max(self._total_countries - sum(own_countries.values()), 1e-9)
        admin1_left = max(self._total_admin1 - sum(own_admin1.values()), 1e-9)
        containment = self._containment
        inside_here = containment.inside(mention_index)
        inside_elsewhere = containment.inside_elsewhere(mention_index)
        owner = containment.owner(mention_index)
        holding = containment.holding(mention_index)
        sentence = containment.sentence(mention_index, self._neighbours[mention_index])
        near = self._near(number)
        window = self._window(mention_index)
        stated = self._stated(mention_index)
        rows = []
        for index, bearer in enumerate(group.bearers):
            area = bearer.number if bearer.code == "AADM1" else bearer.admin1
            country_weight = self._countries.get(bearer.country, 0.0) - own_countries.get(bearer.country, 0.0)
            admin1_weight = self._admin1.get(area, 0.0) - own_admin1.get(area, 0.0)
            second = bearer.number if bearer.code == "AADM2" else bearer.admin2
            admin2_weight = self._admin2.get(second, 0.0) - own_admin2.get(second, 0.0)
            closest, reach = near[index]
            held, failed = stated[index]
            dateline = self._dateline
            rows.append([
                inside_here[index],
                inside_elsewhere[index],
                owner[index],
                holding[index],
                sentence[index],
                country_weight / countries_left if country_weight > 1e-9 else 0.0,
                self._naming(bearer.country, number),
                admin1_weight / admin1_left if admin1_weight > 1e-9 else 0.0,
                self._naming(area, number),
                admin2_weight / admin1_left if admin2_weight > 1e-9 else 0.0,
                self._naming(second, number),
                closest,
                reach,
                window[index],
                held,
                failed,
                float(dateline is not None and dateline[0] != number and dateline[1].country == bearer.country),
                float(
                    dateline is not None
                    and dateline[0] != number
                    and dateline[1].admin1 is not None
                    and dateline[1].admin1 == area
                ),
                self._wording.get(bearer.country, 0.0),
                0.0 if bearer.country in self._wording else self._strongest,
            ])  # fmt: skip
        return rows

    def _naming(self, key: object, number: int) -> float:
        if key is None or key not in self._named:
            return 0.0
        return max((chance for group, chance in self._named[key] if group != number), default=0.0)

    def _near(self, number: int) -> list[tuple[float, float]]:
        """Nearness to the other names' likely places: within some 60 km and within some 400 km."""
        if number in self._nearness:
            return self._nearness[number]
        situation = self._situation
        group = situation.groups[number]
        others: dict[int, None] = {}
        for mention in group.mentions[:4]:
            for other in self._neighbours[mention]:
                others[situation.group_of[other]] = None
        others.pop(number, None)
        values = []
        for bearer, vector in zip(group.bearers, group.vectors, strict=True):
            if vector is None or bearer.code[1:4] == "PCL":
                values.append((0.0, 0.0))
                continue
            far = close = 1.0
            for other in others:
                other_group = situation.groups[other]
                for index in self._likely[other]:
                    there = other_group.vectors[index]
                    place = other_group.bearers[index]
                    if there is None or place.code[1:4] == "PCL" or place.number == bearer.number:
                        continue
                    km = distance_between_km(vector, there)
                    if km < 1500:
                        chance = self._guess[other][index]
                        close *= 1 - 0.9 * chance * exp(-km / 60)
                        far *= 1 - 0.7 * chance * exp(-km / 400)
            values.append((1 - close, 1 - far))
        self._nearness[number] = values
        return values

    def _window(self, mention_index: int) -> list[float]:
        """The country of the names right before and after."""
        situation = self._situation
        number = situation.group_of[mention_index]
        values = [0.0] * len(situation.groups[number].bearers)
        for other in self._neighbours[mention_index][:4]:
            other_number = situation.group_of[other]
            if other_number == number:
                continue
            countries = self._own[other_number][0]
            weight = situation.groups[other_number].weight
            for index, bearer in enumerate(situation.groups[number].bearers):
                if bearer.country:
                    values[index] = max(values[index], countries.get(bearer.country, 0.0) / weight)
        return values

    def _stated(self, mention_index: int) -> list[tuple[float, float]]:
        """How well a stated distance and direction ("60 km south of Mosul") hold for each bearer: (holds, fails)."""
        setting = self._situation.settings[mention_index]
        vectors = self._situation.groups[self._situation.group_of[mention_index]].vectors
        if setting.distance_to is None:
            return [(0.0, 0.0)] * len(vectors)
        other = self._situation.group_of[setting.distance_to]
        there, chances = self._situation.groups[other].vectors, self._guess[other]
        anchors = [(there[index], chances[index]) for index in self._likely[other]]
        fits = [None if here is None else best_fit(setting, here, anchors) for here in vectors]
        return [(0.0, 0.0) if fit is None else (fit, 1 - fit) for fit in fits]

    def _first_place(self) -> tuple[int, Bearer] | None:
        """The likeliest place of the document's first name, when the name opens the text: a dateline."""
        situation = self._situation
        if not situation.mentions:
            return None
        first = min(range(len(situation.mentions)), key=lambda index: situation.mentions[index].start)
        if situation.mentions[first].start > 200:
            return None
        number = situation.group_of[first]
        chances = self._guess[number]
        if not chances:
            return None
        index = max(range(len(chances)), key=chances.__getitem__)
        return (number, situation.groups[number].bearers[index]) if chances[index] > 0.3 else None


def _neighbours(situation: Situation) -> list[list[int]]:
    """For each mention, the mentions closest to it in the text, closest first."""
    mentions = situation.mentions
    order = sorted(range(len(mentions)), key=lambda index: mentions[index].start)
    found: list[list[int]] = [[] for _ in mentions]
    for at, index in enumerate(order):
        around = order[max(0, at - _NEIGHBOURS) : at] + order[at + 1 : at + 1 + _NEIGHBOURS]
        here = mentions[index].start
        found[index] = sorted(around, key=lambda other: (abs(mentions[other].start - here), other))[:_NEIGHBOURS]
    return found
