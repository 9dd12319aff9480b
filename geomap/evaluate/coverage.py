"""Coverage: for how many gold mentions does the gazetteer have a candidate, and the right one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.evaluate.corpus import GoldDocument, GoldMention
from geomap.evaluate.prediction import Answer
from geomap.evaluate.report import Table
from geomap.evaluate.resolution import is_right
from geomap.evaluate.spans import trim

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: Enough for every "San José": the ceiling of the gazetteer, not of a resolver that reads fewer.
CANDIDATE_LIMIT = 200


def names_of(documents: Sequence[GoldDocument]) -> dict[GoldMention, str]:
    """Each located gold mention with its name as it would be looked up (trimmed, on one line)."""
    names: dict[GoldMention, str] = {}
    for document in documents:
        for mention in document.mentions:
            if mention.is_located:
                start, end = trim(document.text, mention.start, mention.end)
                names[mention] = " ".join(document.text[start:end].split())
    return names


def tables(
    documents: Sequence[GoldDocument],
    gazetteer: Gazetteer,
    *,
    missing: int = 60,
    limit: int = CANDIDATE_LIMIT,
) -> tuple[Table, ...]:
    """The shares, and the names that lack a candidate or the right one, most frequent first."""
    named = [pair for document in documents for pair in names_of([document]).items()]
    found = gazetteer.candidates({name for _, name in named}, limit=limit)
    rows = []
    without: dict[str, Counter[str]] = {"no candidate": Counter(), "no right candidate": Counter()}
    for label, wanted in (
        ("all located", named),
        ("with a GeoNames id", [pair for pair in named if pair[0].gold_id is not None]),
    ):
        any_candidate = right_candidate = 0
        for gold, name in wanted:
            answers = [Answer.of(candidate.place) for candidate in found.get(name, ())]
            any_candidate += bool(answers)
            right = any(is_right(gold, answer) for answer in answers)
            right_candidate += right
            if label == "all located" and not right:
                cause = "no right candidate" if answers else "no candidate"
                without[cause][
                    f"{name} [{gold.feature_code or '?'} {gold.gold_id or ''}]".replace(" ]", "]")
                ] += 1
        count = len(wanted)
        if count:
            rows.append(
                (label, count, any_candidate, any_candidate / count, right_candidate, right_candidate / count)
            )
    shares = Table(
        title="coverage",
        columns=("mentions", "gold", "with_candidate", "share", "with_right_candidate", "right_share"),
        rows=tuple(rows),
        note=f"up to {limit} candidates a name; right by id, country or within 161 km",
    )
    missing_rows = [
        (cause, name, times) for cause, names in without.items() for name, times in names.most_common(missing)
    ]
    return shares, Table(
        title="missing",
        columns=("cause", "name", "mentions"),
        rows=tuple(missing_rows),
        note="; ".join(f"{cause}: {names.total()} mentions" for cause, names in without.items()),
    )
