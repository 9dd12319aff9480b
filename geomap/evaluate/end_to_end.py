"""End-to-end tables: a mention is right when its span matches strictly and its place is right.

The gold is every located mention; the predictions are those with an answer, but for the ones on gold mentions
without coordinates, which cannot be judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from geomap.evaluate.bootstrap import interval
from geomap.evaluate.corpus import GoldDocument, GoldMention
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.recognition import ROLE_OF_KIND
from geomap.evaluate.report import Table
from geomap.evaluate.resolution import is_right
from geomap.evaluate.spans import Counts, overlap, trim

Pairs = Sequence[tuple[GoldDocument, Sequence[Prediction]]]
Span = tuple[int, int]


def tables(pairs: Pairs, *, examples: int = 8) -> tuple[Table, ...]:
    """The scores, recall by kind and by role where the corpus has them, and the errors by class."""
    located = [_located(gold) for gold, _ in pairs]
    answered = [_answered(gold, predictions) for gold, predictions in pairs]
    right = [
        {span for span, gold in golds.items() if span in found and is_right(gold, found[span].answer)}
        for golds, found in zip(located, answered, strict=True)
    ]
    counts = [
        Counts(hits=len(hits), spurious=len(found) - len(hits), missed=len(golds) - len(hits))
        for golds, found, hits in zip(located, answered, right, strict=True)
    ]
    judged = [
        (mention, span in hits)
        for golds, hits in zip(located, right, strict=True)
        for span, mention in golds.items()
    ]
    result = [
        _scores(counts),
        _recall("by kind", ((mention.kind, hit) for mention, hit in judged)),
        _recall("by role", ((mention.role or ROLE_OF_KIND.get(mention.kind or ""), hit) for mention, hit in judged)),
    ]
    if examples:
        result.append(_errors(pairs, located, answered, right, examples))
    return tuple(table for table in result if table is not None)


def _located(gold: GoldDocument) -> dict[Span, GoldMention]:
    return {trim(gold.text, mention.start, mention.end): mention for mention in gold.mentions if mention.is_located}


def _answered(gold: GoldDocument, predictions: Sequence[Prediction]) -> dict[Span, Prediction]:
    unknown = {trim(gold.text, mention.start, mention.end) for mention in gold.mentions if not mention.is_located}
    spans = ((trim(gold.text, prediction.start, prediction.end), prediction) for prediction in predictions)
    return {
        span: prediction for span, prediction in spans if prediction.answer is not None and span not in unknown
    }


def _scores(counts: Sequence[Counts]) -> Table:
    total = sum(counts, Counts())
    low, high = interval(counts, lambda drawn: sum(drawn, Counts()).f1)
    row = ("located", total.hits + total.missed, total.hits + total.spurious, total.hits)
    return Table(
        title="end to end",
        columns=("mentions", "gold", "answered", "right", "precision", "recall", "f1", "f1_low", "f1_high"),
        rows=((*row, total.precision, total.recall, total.f1, low, high),),
        note="span strictly equal and place right; gold mentions without coordinates left out on both sides",
    )


def _recall(title: str, judged: Iterable[tuple[str | None, bool]]) -> Table | None:
    """Right gold mentions by group; ``None`` where the corpus has no groups."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for group, hit in judged:
        if group is not None:
            total[group] += 1
            right[group] += hit
    rows = tuple((group, count, right[group], right[group] / count) for group, count in total.most_common())
    return Table(title=title, columns=("group", "gold", "right", "recall"), rows=rows) if rows else None


def _errors(
    pairs: Pairs,
    located: Sequence[dict[Span, GoldMention]],
    answered: Sequence[dict[Span, Prediction]],
    right: Sequence[set[Span]],
    examples: int,
) -> Table:
    texts: dict[tuple[str, str], Counter[str]] = {}

    def add(side: str, cause: str, text: str) -> None:
        texts.setdefault((side, cause), Counter())[" ".join(text.split())] += 1

    for (gold, predictions), golds, found, hits in zip(pairs, located, answered, right, strict=True):
        spans = {trim(gold.text, prediction.start, prediction.end) for prediction in predictions}
        for span in golds.keys() - hits:
            text = gold.text[slice(*span)]
            if span in found:
                answer = found[span].answer
                said = f"{text} → {answer.name or 'a point'} {answer.country_code or ''}".rstrip()
                add("missed", "wrong place", said)
            elif span in spans:
                add("missed", "left open", text)
            else:
                add("missed", "boundary" if overlap(span, spans) else "not recognised", text)
        for span in found.keys() - golds.keys():
            add("spurious", "boundary" if overlap(span, set(golds)) else "no mention", gold.text[slice(*span)])
    rows = tuple(
        (
            *(side, cause, counter.total()),
            "; ".join(f"{text} ×{times}" if times > 1 else text for text, times in counter.most_common(examples)),
        )
        for (side, cause), counter in sorted(texts.items(), key=lambda pair: (pair[0][0], -pair[1].total()))
    )
    return Table(
        title="errors",
        columns=("side", "class", "mentions", "most frequent"),
        rows=rows,
        note="a wrong place is spurious too",
    )
