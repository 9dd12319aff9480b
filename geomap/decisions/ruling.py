"""A ruling is a mention's resolution as a decision makes it: its place, its point, and who said so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.decisions.model import Act, Decision, Point
from geomap.errors import InputError
from geomap.gazetteer.points import POINT_SOURCE, country_at, point_place, spot_key
from geomap.model import (
    Candidate,
    Evidence,
    Location,
    MatchKind,
    Mention,
    MentionKind,
    Place,
    PlaceId,
    Precision,
    Resolution,
    Status,
)
from geomap.names import fold

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Names of the evidence that a decision leaves: of a person on this very mention, or carried over from another.
DECIDED, FOLLOWED, NOTED = "decided by a person", "follows a decision", "decision not taken"
#: A decision carried over to another report is right nine times in ten at best: the name may mean something else.
_FOLLOWED_CONFIDENCE = 0.9
#: A point set by hand on a map of a region is meant to about this many metres.
_POINT_UNCERTAINTY_M = 500.0
_SAID = {
    Act.ACCEPT: "a person confirmed it",
    Act.CHOOSE: "a person chose this place",
    Act.MOVE: "a person put it at this point",
    Act.ADD: "a person marked this name",
}


def is_ruled(resolution: Resolution) -> bool:
    """Whether a person decided on this very mention."""
    return any(reason.name == DECIDED for reason in resolution.evidence)


class Rulings:
    """Makes resolutions from decisions; places come from the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def ruled(self, resolution: Resolution, decision: Decision, *, own: bool) -> Resolution:
        """The resolution as the decision says. ``own``: the decision was made on this very text.

        Raises InputError when the gazetteer does not have the place.
        """
        place = self._place(resolution, decision)
        because = _SAID[decision.act]
        if not own:
            because += f" for this name in {decision.document or 'other reports'}"
        reason = Evidence(name=DECIDED if own else FOLLOWED, value=1.0, weight=1.0, because=because)
        made = replace(
            resolution,
            status=Status.RESOLVED,
            candidates=_first(resolution, place),
            confidence=1.0 if own else _FOLLOWED_CONFIDENCE,
            evidence=(reason,),
            location=None,
        )
        if place.id.source == POINT_SOURCE:
            return replace(
                made,
                location=Location(
                    latitude=place.latitude,
                    longitude=place.longitude,
                    precision=Precision.POINT,
                    uncertainty_m=_POINT_UNCERTAINTY_M,
                    method="set by a person",
                ),
            )
        from geomap.resolve.locating import located

        return located([made], self._gazetteer)[0] if made.mention.kind != MentionKind.COORDINATE else made

    def noted(self, resolution: Resolution, note: str) -> Resolution:
        """The resolution with ``note`` among its reasons, once."""
        reason = Evidence(name=NOTED, value=0.0, weight=0.0, because=note)
        others = tuple(each for each in resolution.evidence if each.name != NOTED)
        return replace(resolution, evidence=(*others, reason))

    def _place(self, resolution: Resolution, decision: Decision) -> Place:
        if decision.point is not None:
            return self._at_point(resolution, decision.point)
        if decision.place is not None:
            for candidate in resolution.candidates:
                if candidate.place.id == decision.place:
                    return candidate.place
            place = self._gazetteer.place(decision.place)
            if place is None:
                raise InputError(
                    f"the gazetteer has no place {decision.place}: the decision was skipped; "
                    "choose the gazetteer that it was made with, or mend the id"
                )
            return place
        return self._looked_up(decision.lookup or "")

    def _looked_up(self, words: str) -> Place:
        """The most prominent place of that name, inside the areas that follow it after commas."""
        name, *within = (part.strip() for part in words.split(","))
        wanted = {fold(part) for part in within if part}
        for candidate in self._gazetteer.candidates([name] if name else ()).get(name, ()):
            place = candidate.place
            country = self._gazetteer.country_name(place.country_code) if place.country_code else ""
            if wanted <= {fold(area) for area in (*place.admin, country, place.country_code or "") if area}:
                return place
        raise InputError(
            f"the gazetteer has no place called {words!r}: the decision was skipped; give its id or its point"
        )

    def _at_point(self, resolution: Resolution, point: Point) -> Place:
        """The place that the mention had, moved to the point; or a new one there."""
        base, latitude, longitude = resolution.place, point.latitude, point.longitude
        if base is not None and not base.is_area:
            country = country_at(latitude, longitude, self._gazetteer)
            # Moved across a border it is not that place, but another of the name.
            if not (base.country_code and country and base.country_code != country):
                is_point = base.id.source == POINT_SOURCE
                key = base.id.key.rpartition("@")[0] if is_point else f"{base.id.source}-{base.id.key}"
                moved = PlaceId(source=POINT_SOURCE, key=key + spot_key(latitude, longitude))
                return replace(base, id=moved, latitude=latitude, longitude=longitude, bounds=None)
        text = resolution.mention.text
        return point_place(
            "-".join(fold(text).split()),
            " ".join(text.split()),
            latitude=latitude,
            longitude=longitude,
            gazetteer=self._gazetteer,
        )


def _first(resolution: Resolution, place: Place) -> tuple[Candidate, ...]:
    """``place`` as the certain candidate, the others behind it, each once, without a chance."""
    known = next((each for each in resolution.candidates if each.place.id == place.id), None)
    mention: Mention = resolution.mention
    first = known or Candidate(
        place=place,
        matched_name=mention.text,
        match=MatchKind.EXACT,
        demonym=mention.kind == MentionKind.DEMONYM,
    )
    others = (replace(each, probability=0.0) for each in resolution.candidates if each.place.id != place.id)
    return (replace(first, place=place, probability=1.0), *others)
