"""Resolution tables of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import fields

from geomap.evaluate.bootstrap import interval
from geomap.evaluate.calibration import Calibration, calibrate
from geomap.evaluate.corpus import GoldDocument, GoldMention
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.recognition import ROLE_OF_KIND
from geomap.evaluate.report import Table
from geomap.evaluate.resolution import Judgement, ResolutionScores, judge, score
from geomap.evaluate.spans import trim

Pairs = Sequence[tuple[GoldDocument, Sequence[Prediction]]]


def judgements(gold: GoldDocument, predictions: Sequence[Prediction]) -> list[Judgement]:
    """A judgement for every located gold mention of one document."""
    by_span = {trim(gold.text, prediction.start, prediction.end): prediction for prediction in predictions}
    return [
        judge(mention, by_span.get(trim(gold.text, mention.start, mention.end)))
        for mention in gold.mentions
        if mention.is_located
    ]


def tables(pairs: Pairs, *, examples: int = 8) -> tuple[Table, ...]:
    """All resolution tables of (gold document, predictions for its gold spans) pairs."""
    per_document = [judgements(gold, predictions) for gold, predictions in pairs]
    everything = [judgement for document in per_document for judgement in document]
    with_id = [judgement for judgement in everything if judgement.gold.gold_id is not None]
    groups = [("all located", everything)]
    if with_id and len(with_id) < len(everything):
        groups.append(("with a GeoNames id", with_id))
    answered = [
        (judgement.confidence, judgement.right)
        for judgement in everything
        if judgement.answered and judgement.confidence is not None
    ]
    result = [
        _score_table(groups),
        _interval_table(per_document),
        _breakdown("by feature", everything, lambda judgement: _feature(judgement.gold)),
        _breakdown("by role", everything, lambda judgement: _role(judgement.gold)),
    ]
    if answered:
        result.extend(calibration_tables(calibrate(answered)))
    if examples:
        result.append(_error_table(everything, examples))
    return tuple(table for table in result if table is not None)


def _score_table(groups: Sequence[tuple[str, list[Judgement]]]) -> Table:
    scores = [score(judged) for _, judged in groups]
    rows = tuple(
        (field.name, *(getattr(column, field.name) for column in scores))
        for field in fields(ResolutionScores)
    )
    return Table(
        title="resolution",
        columns=("score", *(label for label, _ in groups)),
        rows=rows,
        note="unresolved is wrong; right: by id, country or within 161 km; plain_distance: the last alone",
    )


def _interval_table(per_document: Sequence[list[Judgement]]) -> Table:
    def share(flag: Callable[[Judgement], bool]) -> tuple[float, float]:
        counts = [(sum(map(flag, judged)), len(judged)) for judged in per_document]
        return interval(counts, lambda drawn: sum(c[0] for c in drawn) / max(1, sum(c[1] for c in drawn)))

    rows = (
        ("right", *share(lambda judgement: judgement.right)),
        ("plain_distance", *share(lambda judgement: judgement.near)),
    )
    return Table(
        title="95 % intervals", columns=("score", "low", "high"), rows=rows, note="bootstrap over documents"
    )


def _breakdown(
    title: str, judged: Sequence[Judgement], group: Callable[[Judgement], str | None]
) -> Table | None:
    groups: dict[str, list[Judgement]] = {}
    for judgement in judged:
        label = group(judgement)
        if label is not None:
            groups.setdefault(label, []).append(judgement)
    if len(groups) < 2:
        return None
    rows = []
    for label, members in sorted(groups.items(), key=lambda pair: -len(pair[1])):
        scores = score(members)
        rows.append(
            (label, scores.mentions, scores.right, scores.plain_distance, scores.coverage, scores.ceiling)
        )
    return Table(
        title=title, columns=("group", "mentions", "right", "plain", "coverage", "ceiling"), rows=tuple(rows)
    )


def _feature(gold: GoldMention) -> str | None:
    if gold.feature_code is None:
        return None
    for prefix, label in (("PCL", "country"), ("ADM", gold.feature_code), ("PPL", "settlement")):
        if gold.feature_code.startswith(prefix):
            return label
    return "other feature"


def _role(gold: GoldMention) -> str | None:
    return gold.role or ROLE_OF_KIND.get(gold.kind or "") or gold.kind


def calibration_tables(calibration: Calibration) -> tuple[Table, Table]:
    """The calibration by bins, and accuracy against coverage."""
    at_95 = calibration.confidence_at_95
    bins = Table(
        title="calibration",
        columns=("from", "to", "answers", "mean_confidence", "accuracy"),
        rows=tuple((b.low, b.high, b.answers, b.mean_confidence, b.accuracy) for b in calibration.bins),
        note=f"expected error {calibration.expected_error:.4f} over {calibration.answers} answers",
    )
    curve = Table(
        title="accuracy against coverage",
        columns=("confidence", "share_kept", "accuracy"),
        rows=calibration.curve,
        note=f"95 % right keeps {calibration.kept_at_95:.3f} of the answers"
        + ("" if at_95 is None else f", at confidence {at_95:.3f}"),
    )
    return bins, curve


def _error_table(judged: Sequence[Judgement], examples: int) -> Table:
    texts: dict[str, Counter[str]] = {}
    for judgement in judged:
        if not judgement.right:
            answer = judgement.answer
            said = (
                ""
                if answer is None
                else f" → {answer.name or 'a point'} {answer.country_code or ''}".rstrip()
            )
            texts.setdefault(_cause(judgement), Counter())[f"{judgement.gold.text}{said}"] += 1
    rows = tuple(
        (
            cause,
            counter.total(),
            "; ".join(
                f"{text} ×{times}" if times > 1 else text for text, times in counter.most_common(examples)
            ),
        )
        for cause, counter in sorted(texts.items(), key=lambda pair: -pair[1].total())
    )
    return Table(title="errors", columns=("class", "mentions", "most frequent"), rows=rows)


def _cause(judgement: Judgement) -> str:
    if not judgement.answered:
        return "left open, right one at hand" if judgement.possible else "not in the gazetteer"
    chance = "right one at hand" if judgement.possible else "right one not at hand"
    if judgement.right_country is None:
        return f"wrong place, {chance}"
    return f"wrong {'place in the right country' if judgement.right_country else 'country'}, {chance}"
