"""Resolution scores: is the place right, how far off is the point, is the confidence honest.

A mention is right when the answer (1) has the gold's id, (2) is the gold country, or (3) lies within
161 km of the gold point. Rule 3 alone is the plain-distance score, the one comparable with published
tables. A mention without an answer is wrong, and 20,039 km off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import fmean, median

from geomap.evaluate.corpus import GoldMention
from geomap.evaluate.distance import FARTHEST_KM, distance_km
from geomap.evaluate.prediction import Answer, Prediction

#: A hundred miles, the field's customary tolerance.
NEAR_KM = 161.0
#: The share of the mentions over whose surest answers the mean error is told, beside that over all answers.
TOLD_COVERAGE = 0.93
#: The stricter distance printed beside it.
CLOSE_KM = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One gold mention and what was answered; ``error_km`` is ``None`` where an answer has no point."""

    gold: GoldMention
    answer: Answer | None
    confidence: float | None
    error_km: float | None
    has_id: bool
    right: bool
    near: bool
    right_country: bool | None
    possible: bool

    @property
    def answered(self) -> bool:
        return self.answer is not None


def error_km(gold: GoldMention, answer: Answer | None) -> float | None:
    """The distance between the two points, or ``None`` where one is missing."""
    if answer is None or answer.latitude is None or answer.longitude is None or not gold.is_located:
        return None
    return distance_km(gold.latitude, gold.longitude, answer.latitude, answer.longitude)


def is_gold_id(gold: GoldMention, answer: Answer) -> bool:
    """Rule 1. A GeoNames id counts however the answer's source spells the id."""
    return gold.gold_id is not None and answer.place_id == gold.gold_id


def is_right(gold: GoldMention, answer: Answer | None, *, near_km: float = NEAR_KM) -> bool:
    """Rules 1 to 3."""
    if answer is None:
        return False
    if is_gold_id(gold, answer) or _is_gold_country(gold, answer):
        return True
    error = error_km(gold, answer)
    return error is not None and error <= near_km


def _is_gold_country(gold: GoldMention, answer: Answer) -> bool:
    return (
        (gold.feature_code or "").startswith("PCL")
        and answer.is_country
        and gold.country_code is not None
        and gold.country_code == answer.country_code
    )


def judge(gold: GoldMention, prediction: Prediction | None) -> Judgement:
    """The judgement of one gold mention; ``None`` for a mention that was not answered at all."""
    answer = None if prediction is None else prediction.answer
    error = error_km(gold, answer)
    candidates = () if prediction is None else prediction.candidates
    known_country = answer is not None and gold.country_code is not None
    return Judgement(
        gold=gold,
        answer=answer,
        confidence=None if prediction is None else prediction.confidence,
        error_km=error,
        has_id=answer is not None and is_gold_id(gold, answer),
        right=is_right(gold, answer),
        near=error is not None and error <= NEAR_KM,
        right_country=answer.country_code == gold.country_code if known_country else None,
        possible=is_right(gold, answer) or any(is_right(gold, candidate) for candidate in candidates),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionScores:
    """Shares of all located gold mentions unless the name says otherwise; distances in km.

    ``country`` is the share with the right country among the mentions whose gold country is known.
    ``right_of_possible`` is ``right / ceiling``. ``mean_km_surest_93`` is the mean over the surest answers, as many
    as make up 93 % of the mentions. ``log_error_area`` is the area under the curve of log
    error, 0 (all exact) to 1 (all at the far side of the Earth).
    """

    mentions: int
    right: float
    plain_distance: float
    within_20_km: float
    exact_id: float | None
    exact_id_of: int
    country: float | None
    country_of: int
    coverage: float
    ceiling: float
    right_of_possible: float
    mean_km_answered: float | None
    mean_km_surest_93: float | None
    median_km_answered: float | None
    mean_km_all: float
    log_error_area: float


def score(judgements: Sequence[Judgement]) -> ResolutionScores:
    """The scores of these judgements; zeros for none."""
    count = len(judgements)
    answered = [judgement.error_km for judgement in judgements if judgement.error_km is not None]
    everything = [
        FARTHEST_KM if judgement.error_km is None else judgement.error_km for judgement in judgements
    ]
    with_id = [judgement for judgement in judgements if judgement.gold.gold_id is not None]
    with_country = [judgement for judgement in judgements if judgement.gold.country_code is not None]
    right = _share(judgement.right for judgement in judgements)
    ceiling = _share(judgement.possible for judgement in judgements)
    return ResolutionScores(
        mentions=count,
        right=right,
        plain_distance=_share(judgement.near for judgement in judgements),
        within_20_km=_share(error <= CLOSE_KM for error in everything),
        exact_id=_share(judgement.has_id for judgement in with_id) if with_id else None,
        exact_id_of=len(with_id),
        country=_share(bool(judgement.right_country) for judgement in with_country) if with_country else None,
        country_of=len(with_country),
        coverage=_share(judgement.answered for judgement in judgements),
        ceiling=ceiling,
        right_of_possible=right / ceiling if ceiling else 0.0,
        mean_km_answered=fmean(answered) if answered else None,
        mean_km_surest_93=_mean_of_surest(judgements, TOLD_COVERAGE),
        median_km_answered=median(answered) if answered else None,
        mean_km_all=fmean(everything) if everything else 0.0,
        log_error_area=log_error_area(everything),
    )


def _mean_of_surest(judgements: Sequence[Judgement], coverage: float) -> float | None:
    """The mean error of the surest answers that make up ``coverage`` of the mentions, in km."""
    surest = sorted(
        (judgement for judgement in judgements if judgement.error_km is not None),
        key=lambda judgement: -(judgement.confidence or 0.0),
    )[: int(coverage * len(judgements))]
    return fmean(judgement.error_km for judgement in surest) if surest else None


def _share(flags: Iterable[bool]) -> float:
    flags = list(flags)
    return sum(flags) / len(flags) if flags else 0.0


def log_error_area(errors_km: Sequence[float]) -> float:
    """Area under the sorted ``ln(error + 1)``, by trapezoids, as a share of the largest possible.

    The measure of Jurgens et al. (2015) and Gritta et al. (2018): lower is better.
    """
    if not errors_km:
        return 0.0
    logs = sorted(log(min(error, FARTHEST_KM) + 1) for error in errors_km)
    if len(logs) == 1:
        return logs[0] / log(FARTHEST_KM + 1)
    area = sum((left + right) / 2 for left, right in pairwise(logs))
    return area / (log(FARTHEST_KM + 1) * (len(logs) - 1))
