"""A prediction is what a geoparser said of one mention, as the scores need it.

It comes from a `GeoparsedDocument` or from a line of `geomap parse --format json`, ours or anyone's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.model import Candidate, GeoparsedDocument, Mention, Place, Resolution, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A place as an answer: what a gold place is compared with."""

    place_id: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    feature_code: str | None = None
    country_code: str | None = None
    name: str | None = None

    @classmethod
    def of(cls, place: Place) -> Answer:
        return cls(
            place_id=str(place.id),
            latitude=place.latitude,
            longitude=place.longitude,
            feature_code=place.feature_code,
            country_code=place.country_code,
            name=place.name,
        )

    @property
    def is_country(self) -> bool:
        return (self.feature_code or "").startswith("PCL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """One mention with its answer (``None``: left open), the other candidates and the confidence."""

    start: int
    end: int
    text: str = ""
    kind: str | None = None
    role: str | None = None
    answer: Answer | None = None
    confidence: float | None = None
    candidates: tuple[Answer, ...] = ()

    @classmethod
    def of(cls, resolution: Resolution | Mention) -> Prediction:
        """The prediction that a resolution makes; a bare mention has no answer."""
        if isinstance(resolution, Mention):
            mention, answer, confidence, candidates = resolution, None, None, ()
        else:
            mention, confidence = resolution.mention, resolution.confidence
            candidates = tuple(Answer.of(candidate.place) for candidate in resolution.candidates)
            answer = _answer(resolution.status, resolution.candidates, resolution.location)
        return cls(
            start=mention.start,
            end=mention.end,
            text=mention.text,
            kind=str(mention.kind),
            role=None if mention.role is None else str(mention.role),
            answer=answer,
            confidence=confidence,
            candidates=candidates,
        )

    @classmethod
    def of_record(cls, record: Mapping[str, Any]) -> Prediction:
        """The prediction in one mention of a `geomap parse` record."""
        place, location = record.get("place"), record.get("location")
        answer = _record_answer(place) if place else None
        if answer is None and location:
            answer = Answer(latitude=location.get("latitude"), longitude=location.get("longitude"))
        return cls(
            start=record["start"],
            end=record["end"],
            text=record.get("text", ""),
            kind=record.get("kind"),
            role=record.get("role"),
            answer=answer,
            confidence=record.get("confidence"),
            candidates=tuple(_record_answer(candidate) for candidate in record.get("candidates") or ()),
        )


def _answer(status: Status, candidates: Sequence[Candidate], location: Any) -> Answer | None:
    if candidates and status != Status.NOT_FOUND:
        return Answer.of(candidates[0].place)
    if location is not None:
        return Answer(latitude=location.latitude, longitude=location.longitude)
    return None


def _record_answer(record: Mapping[str, Any]) -> Answer:
    return Answer(
        place_id=record.get("id"),
        latitude=record.get("latitude"),
        longitude=record.get("longitude"),
        feature_code=record.get("feature_code"),
        country_code=record.get("country_code"),
        name=record.get("name"),
    )


def predictions_of(document: GeoparsedDocument) -> tuple[Prediction, ...]:
    """All predictions of a geoparsed document."""
    return tuple(Prediction.of(resolution) for resolution in document.resolutions)


def read_predictions(path: str | Path) -> dict[str, tuple[Prediction, ...]]:
    """Predictions by document id from a file that `geomap parse --format json` or an evaluation wrote."""
    by_document: dict[str, tuple[Prediction, ...]] = {}
    path = Path(path)
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path}: not readable as predictions ({error}): give JSON lines in UTF-8"
        ) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                record = json.loads(line)
                by_document[str(record["id"])] = tuple(map(Prediction.of_record, record["mentions"]))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(
                    f"{path}:{number}: not a line of predictions ({error!r}): it needs id and mentions"
                ) from error
    return by_document
