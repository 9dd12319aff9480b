"""Print strict F1 and words a second of our recognisers beside those of others, on annotated corpora.

Run: ``python tests/benchmarks/recognition_peers.py CORPUS.jsonl …`` with the ``bench`` extra installed. A
recogniser whose package is missing is left out. Nothing is asserted: the machine decides the speeds.

geotext tells names, not places in the text: each of its names counts wherever the text has it.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator

from geomap.evaluate import Prediction, read_corpus
from geomap.evaluate.recognition import compare_document
from geomap.evaluate.runner import lexicon_of
from geomap.evaluate.spans import Counts
from geomap.gazetteer import Gazetteer
from geomap.model import Document
from geomap.recognize import RulesRecognizer

#: It has seen the corpora: only its speed is printed, its scores come from ``geomap.recognize.train --evaluate``.
TRAINED = "geomap trained (speed only)"
Spans = Callable[[str], list[tuple[int, int]]]


def recognizers(gazetteer: Gazetteer) -> Iterator[tuple[str, Spans]]:
    """Each recogniser that is installed, as a function from text to spans."""
    yield "geomap rules", _own(RulesRecognizer(gazetteer))
    try:
        from geomap.recognize import TrainedRecognizer
    except ImportError:
        pass
    else:
        yield TRAINED, _own(TrainedRecognizer(gazetteer))
    try:
        from flashgeotext.geotext import GeoText as FlashGeoText
    except ImportError:
        print("flashgeotext is not installed", file=sys.stderr)
    else:
        flash = FlashGeoText()
        yield "flashgeotext", lambda text: _flash(flash, text)
    try:
        from geotext import GeoText
    except ImportError:
        print("geotext is not installed", file=sys.stderr)
    else:
        yield "geotext", lambda text: _located(GeoText(text), text)
    try:
        import spacy

        pipeline = spacy.load("en_core_web_sm", exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    except (ImportError, OSError):
        print("spaCy's en_core_web_sm is not installed", file=sys.stderr)
    else:
        labels = {"GPE", "LOC", "FAC", "NORP"}
        yield (
            "spaCy en_core_web_sm",
            lambda text: [(e.start_char, e.end_char) for e in pipeline(text).ents if e.label_ in labels],
        )


def _own(recognizer) -> Spans:
    return lambda text: [(m.start, m.end) for m in recognizer.recognize(Document(text=text))]


def _flash(flash, text: str) -> list[tuple[int, int]]:
    found = flash.extract(input_text=text, span_info=True)
    return [span for names in found.values() for place in names.values() for span in place["span_info"]]


def _located(found, text: str) -> list[tuple[int, int]]:
    names = {*found.cities, *found.countries, *found.nationalities}
    return [m.span() for name in names for m in re.finditer(rf"\b{re.escape(name)}\b", text)]


def main(paths: list[str]) -> None:
    gazetteer = Gazetteer.open()
    corpora = [read_corpus(path) for path in paths]
    print(
        f"{'recogniser':30} {'corpus':16} {'precision':>9} {'recall':>7} {'f1':>6} {'no demonyms':>12} {'words/s':>9}"
    )
    for label, spans in recognizers(gazetteer):
        for corpus in corpora:
            words = sum(len(document.text.split()) for document in corpus.documents)
            started = time.process_time()
            found = [spans(document.text) for document in corpus.documents]
            seconds = time.process_time() - started
            if label == TRAINED:
                print(f"{label:30} {corpus.name:16} {words / seconds:47,.0f}", flush=True)
                continue
            pairs = [
                (document, tuple(Prediction(start=start, end=end) for start, end in sorted(set(spans_found))))
                for document, spans_found in zip(corpus.documents, found, strict=True)
            ]
            lexicon = lexicon_of(pairs, gazetteer)
            compared = [compare_document(gold, predictions, lexicon) for gold, predictions in pairs]
            total = sum((comparison.counts() for comparison in compared), Counts())
            plain = sum((comparison.counts(demonyms=False) for comparison in compared), Counts())
            print(
                f"{label:30} {corpus.name:16} {total.precision:9.3f} {total.recall:7.3f} {total.f1:6.3f}"
                f" {plain.f1:12.3f} {words / seconds:9,.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
