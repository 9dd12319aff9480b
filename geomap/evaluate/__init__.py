"""Evaluation: annotated corpora in, scores out.

`run` is the entry point of the command line; `recognition`, `resolution`, `calibration`, `coverage` and
`spans` hold the scores as pure functions.
"""

from geomap.evaluate.corpus import Corpus, GoldDocument, GoldMention, folds, read_corpus
from geomap.evaluate.prediction import Answer, Prediction, predictions_of, read_predictions
from geomap.evaluate.report import CorpusReport, Report, Table
from geomap.evaluate.runner import TASKS, run

__all__ = [
    "TASKS",
    "Answer",
    "Corpus",
    "CorpusReport",
    "GoldDocument",
    "GoldMention",
    "Prediction",
    "Report",
    "Table",
    "folds",
    "predictions_of",
    "read_corpus",
    "read_predictions",
    "run",
]
