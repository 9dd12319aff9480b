"""Recognition scores of documents: strict spans, by kind and role, and the errors by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geomap.evaluate.bootstrap import interval
from geomap.evaluate.corpus import GoldDocument, GoldMention
from geomap.evaluate.prediction import Prediction
from geomap.evaluate.report import Table
from geomap.evaluate.spans import Counts, compare, overlap, trim, trimmed

Span = tuple[int, int]

#: The roles of a corpus that types its mentions by the taxonomy of Gritta et al. (2019). A "Homonym" is
#: a person's name and a language's name plays no role here: both stay out of the role accuracy.
ROLE_OF_KIND = {
    "Literal": "literal",
    "Mixed": "literal",
    "Coercion": "literal",
    "Literal_Modifier": "modifier",
    "Non_Literal_Modifier": "modifier",
    "Embedded_Literal": "embedded",
    "Embedded_Non_Lit": "embedded",
    "Metonymic": "metonymic",
    "Demonym": "metonymic",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """What a gazetteer says of names: which are demonyms, which are known at all."""

    is_demonym: Callable[[str], bool]
    is_known: Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One document's trimmed spans on both sides, with what each side says of them."""

    document: GoldDocument
    gold: dict[Span, GoldMention]
    predicted: dict[Span, Prediction]
    demonyms: frozenset[Span]

    def counts(self, *, demonyms: bool = True) -> Counts:
        gold, predicted = set(self.gold), set(self.predicted)
        if not demonyms:
            gold, predicted = gold - self.demonyms, predicted - self.demonyms
        return compare(predicted, gold)


def compare_document(gold: GoldDocument, predictions: Sequence[Prediction], lexicon: Lexicon) -> Comparison:
    """The comparison of one document. A span is a demonym when its form or either side says so."""
    text = gold.text
    golds = _by_span(text, gold.mentions)
    predicted = _by_span(text, predictions)
    demonyms = {
        span for span in trimmed(text, [*golds, *predicted]) if lexicon.is_demonym(text[slice(*span)])
    }
    demonyms |= {span for span, mention in golds.items() if (mention.kind or "").lower() == "demonym"}
    demonyms |= {span for span, prediction in predicted.items() if prediction.kind == "demonym"}
    return Comparison(document=gold, gold=golds, predicted=predicted, demonyms=frozenset(demonyms))


def _by_span(text: str, mentions: Sequence) -> dict:
    spans = ((trim(text, mention.start, mention.end), mention) for mention in mentions)
    return {span: mention for span, mention in spans if span[0] < span[1]}


def span_table(comparisons: Sequence[Comparison]) -> Table:
    """Precision, recall and F1 with demonyms and without, with the 95 % interval of F1."""
    rows = []
    for label, demonyms in (("all mentions", True), ("without demonyms", False)):
        counts = [comparison.counts(demonyms=demonyms) for comparison in comparisons]
        total = sum(counts, Counts())
        low, high = interval(counts, lambda drawn: sum(drawn, Counts()).f1)
        rows.append(
            (
                *(label, total.hits + total.missed, total.hits + total.spurious, total.hits),
                *(total.precision, total.recall, total.f1, low, high),
            )
        )
    return Table(
        title="spans",
        columns=("mentions", "gold", "predicted", "hits", "precision", "recall", "f1", "f1_low", "f1_high"),
        rows=tuple(rows),
        note="strict after trimming; f1_low and f1_high: 95 % bootstrap interval over documents",
    )


def kind_table(comparisons: Sequence[Comparison]) -> Table:
    """Recall by the gold's kind (where the corpus has none: toponym or demonym by form)."""
    found: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for comparison in comparisons:
        for span, gold in comparison.gold.items():
            kind = gold.kind or ("demonym" if span in comparison.demonyms else "toponym")
            total[kind] += 1
            found[kind] += span in comparison.predicted
    rows = tuple((kind, count, found[kind], found[kind] / count) for kind, count in total.most_common())
    return Table(title="recall by kind", columns=("kind", "gold", "found", "recall"), rows=rows)


def role_table(comparisons: Sequence[Comparison]) -> Table | None:
    """Role accuracy over the mentions found, by gold role; ``None`` where the corpus has no roles."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for comparison in comparisons:
        for span, gold in comparison.gold.items():
            prediction = comparison.predicted.get(span)
            role = gold.role or ROLE_OF_KIND.get(gold.kind or "")
            if prediction is None or prediction.role is None or role is None:
                continue
            total[role] += 1
            # A dateline stands for the place itself in a taxonomy without datelines.
            said = prediction.role if gold.role or prediction.role != "dateline" else "literal"
            right[role] += said == role
    if not total:
        return None
    rows = [(role, count, right[role], right[role] / count) for role, count in total.most_common()]
    rows.append(("all", total.total(), right.total(), right.total() / total.total()))
    return Table(
        title="role accuracy",
        columns=("role", "found", "right", "accuracy"),
        rows=tuple(rows),
        note="over the gold mentions that were found",
    )


def error_table(comparisons: Sequence[Comparison], lexicon: Lexicon, *, examples: int = 8) -> Table:
    """Missed and spurious mentions by class, each with its most frequent texts."""
    texts: dict[tuple[str, str], Counter[str]] = {}
    for comparison in comparisons:
        gold, predicted = set(comparison.gold), set(comparison.predicted)
        for side, spans, others in (
            ("missed", gold - predicted, predicted),
            ("spurious", predicted - gold, gold),
        ):
            for span in spans:
                text = comparison.document.text[slice(*span)]
                cause = _cause(span, others, text, comparison, lexicon)
                if cause.startswith("boundary"):
                    other = overlap(span, others)
                    text = f"{text} / {comparison.document.text[slice(*other)]}" if other else text
                texts.setdefault((side, cause), Counter())[" ".join(text.split())] += 1
    rows = [
        (side, cause, counter.total(), _examples(counter, examples))
        for (side, cause), counter in sorted(texts.items(), key=lambda pair: (pair[0][0], -pair[1].total()))
    ]
    return Table(
        title="errors",
        columns=("side", "class", "mentions", "most frequent"),
        rows=tuple(rows),
        note="boundary errors as theirs / the other side's",
    )


def _cause(span: Span, others: set[Span], text: str, comparison: Comparison, lexicon: Lexicon) -> str:
    other = overlap(span, others)
    if other is not None:
        return "boundary, longer" if span[1] - span[0] > other[1] - other[0] else "boundary, shorter"
    if span in comparison.demonyms:
        return "demonym"
    return "known name" if lexicon.is_known(text) else "unknown name"


def _examples(counter: Counter[str], count: int) -> str:
    return "; ".join(f"{text} ×{times}" if times > 1 else text for text, times in counter.most_common(count))


def tables(
    pairs: Sequence[tuple[GoldDocument, Sequence[Prediction]]], lexicon: Lexicon, *, examples: int = 8
) -> tuple[Table, ...]:
    """All recognition tables of (gold document, predictions) pairs."""
    comparisons = [compare_document(gold, predictions, lexicon) for gold, predictions in pairs]
    result = [span_table(comparisons), kind_table(comparisons), role_table(comparisons)]
    if examples:
        result.append(error_table(comparisons, lexicon, examples=examples))
    return tuple(table for table in result if table is not None)
