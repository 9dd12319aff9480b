"""The runner takes corpora and a task, asks the geoparser, and hands back a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GeomapError, InputError
from geomap.evaluate import coverage, end_to_end, recognition, resolving
from geomap.evaluate.corpus import Corpus, GoldDocument, GoldMention, read_corpus
from geomap.evaluate.prediction import Prediction, read_predictions
from geomap.evaluate.report import CorpusReport, Report, Table
from geomap.gazetteer.features import NameFlag
from geomap.model import Document, GeoparsedDocument, Mention, PlaceId, Resolution, Status
from geomap.names import fold
from geomap.resolve.homes import LEARNING_ROUNDS

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.pipeline import Geoparser

TASKS = ("coverage", "recognition", "resolution", "end-to-end")


def run(
    corpora: Sequence[str | Path],
    task: str,
    *,
    geoparser: Geoparser,
    predictions: str | Path | None = None,
    write_predictions: str | Path | None = None,
    learn_homes: bool = False,
    examples: int = 8,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """The scores of ``geoparser`` on every corpus file.

    Args:
        corpora: Files of annotated documents, one JSON object a line.
        task: One of `TASKS`.
        geoparser: Its ``gazetteer``, ``recognizer``, ``parse`` and ``resolve`` are used, as the task needs.
        predictions: Score this file of predictions (format of ``geomap parse``) instead of parsing.
        write_predictions: Write what was predicted to this file, in the same format.
        learn_homes: Score a second time with the homes that each source's other documents tell; the predictions
            written are then the second ones.
        examples: How many examples an error class lists; 0 leaves the listing out.
        progress: Called with (documents done, documents in all).

    A document that fails is scored as left open and named in ``failures``; InputError for an unknown task
    or a file that does not fit.
    """
    if task not in TASKS:
        raise InputError(f"{task!r} is not a task: choose one of {', '.join(TASKS)}")
    if task == "coverage" and (predictions or write_predictions):
        raise InputError("coverage asks the gazetteer alone: leave the predictions file out")
    read = [with_countries(read_corpus(path), geoparser.gazetteer) for path in corpora]
    given = None if predictions is None else read_predictions(predictions)
    total = sum(len(corpus.documents) for corpus in read)
    done = 0
    failures: list[str] = []
    geoparsed: list[GeoparsedDocument] = []
    reports = []
    for corpus in read:
        if task == "coverage":
            tables = coverage.tables(corpus.documents, geoparser.gazetteer, missing=8 * examples)
            done += len(corpus.documents)
        else:
            pairs = []
            parsed: list[GeoparsedDocument] = []
            for gold in corpus.documents:
                if given is None:
                    parsed.append(_geoparse(gold, task, geoparser, failures))
                pairs.append((gold, given.get(gold.id, ()) if given is not None else _predictions(parsed[-1])))
                done += 1
                if progress is not None:
                    progress(done, total)
            if given is not None and not any(gold.id in given for gold in corpus.documents):
                raise InputError(f"{predictions}: holds no document of {corpus.name}: the ids do not meet")
            tables = _tables(task, pairs, geoparser.gazetteer, examples)
            if learn_homes and parsed and task in ("resolution", "end-to-end"):
                for _ in range(LEARNING_ROUNDS):
                    knowing = geoparser.knowing_homes(parsed)
                    parsed = [knowing.again(document) for document in parsed]
                pairs = [(gold, _predictions(each)) for gold, each in zip(corpus.documents, parsed, strict=True)]
                main, *_ = _tables(task, pairs, geoparser.gazetteer, examples)
                tables = (tables[0], replace(main, title=f"{main.title}, homes learned"), *tables[1:])
            geoparsed += parsed
        if progress is not None:
            progress(done, total)
        reports.append(
            CorpusReport(
                corpus=corpus.name,
                documents=len(corpus.documents),
                mentions=corpus.mention_count,
                tables=tables,
            )
        )
    if write_predictions is not None:
        _write(geoparsed, Path(write_predictions))
    return Report(task=task, corpora=tuple(reports), failures=tuple(failures))


def _geoparse(gold: GoldDocument, task: str, geoparser: Geoparser, failures: list[str]) -> GeoparsedDocument:
    document = gold.document
    try:
        if task == "recognition":
            return unresolved(document, geoparser.recognizer.recognize(document))
        if task == "resolution":
            return geoparser.resolve(document, [(mention.start, mention.end) for mention in gold.mentions])
        return geoparser.parse(document)
    except GeomapError as error:
        failures.append(f"{gold.id}: {error}")
        return GeoparsedDocument(document=document)


def _predictions(parsed: GeoparsedDocument) -> tuple[Prediction, ...]:
    return tuple(map(Prediction.of, parsed.resolutions))


def unresolved(document: Document, mentions: Iterable[Mention]) -> GeoparsedDocument:
    """A document whose mentions nobody has looked up."""
    return GeoparsedDocument(
        document=document,
        resolutions=tuple(Resolution(mention=mention, status=Status.NOT_FOUND) for mention in mentions),
    )


def _tables(
    task: str,
    pairs: Sequence[tuple[GoldDocument, Sequence[Prediction]]],
    gazetteer: Gazetteer,
    examples: int,
) -> tuple[Table, ...]:
    if task == "resolution":
        return resolving.tables(pairs, examples=examples)
    lexicon = lexicon_of(pairs, gazetteer)
    if task == "recognition":
        return recognition.tables(pairs, lexicon, examples=examples)
    scores, *others = end_to_end.tables(pairs, examples=examples)
    return (scores, recognition.tables(pairs, lexicon, examples=0)[0], *others)


def lexicon_of(
    pairs: Sequence[tuple[GoldDocument, Sequence[Prediction]]], gazetteer: Gazetteer
) -> recognition.Lexicon:
    """What the gazetteer knows of the names on both sides, looked up in one go."""
    keys = {
        fold(gold.text[mention.start : mention.end])
        for gold, predictions in pairs
        for mention in (*gold.mentions, *predictions)
    }
    keys |= {key.removeprefix("the ").removesuffix(" s").strip() or key for key in keys}
    features = gazetteer.features(keys)
    demonyms = {
        key
        for key, known in features.items()
        if known.flags & NameFlag.DEMONYM and not known.flags & NameFlag.COUNTRY
    }
    return recognition.Lexicon(
        is_demonym=lambda name: fold(name) in demonyms,
        is_known=lambda name: fold(name) in features,
    )


def with_countries(corpus: Corpus, gazetteer: Gazetteer) -> Corpus:
    """The corpus with each gold mention's country code, by its id or its country's name.

    A mention whose id is a country's gets that country's feature code where the corpus has none.
    """
    names = {
        mention.country for document in corpus.documents for mention in document.mentions if mention.country
    }
    codes: dict[str, str] = {}
    for name, candidates in gazetteer.candidates(names).items():
        code = next((c.place.country_code for c in candidates if c.place.is_country), None)
        if code:
            codes[name] = code
    places: dict[int, tuple[str | None, str | None]] = {}

    def with_country(gold: GoldMention) -> GoldMention:
        feature_code, country_code = gold.feature_code, gold.country_code or codes.get(gold.country or "")
        if gold.geonames_id is not None:
            if gold.geonames_id not in places:
                place = gazetteer.place(PlaceId(source="geonames", key=str(gold.geonames_id)))
                is_country = place is not None and place.is_country
                places[gold.geonames_id] = (
                    place.country_code if place else None,
                    place.feature_code if is_country else None,
                )
            known_country, country_feature = places[gold.geonames_id]
            country_code = country_code or known_country
            feature_code = feature_code or country_feature
        return replace(gold, feature_code=feature_code, country_code=country_code)

    return replace(
        corpus,
        documents=tuple(
            replace(document, mentions=tuple(map(with_country, document.mentions)))
            for document in corpus.documents
        ),
    )


def _write(geoparsed: Sequence[GeoparsedDocument], path: Path) -> None:
    from geomap.export.json_lines import to_json_line
    from geomap.writing import open_atomically

    with open_atomically(path) as stream:
        for document in geoparsed:
            stream.write((to_json_line(document) + "\n").encode())
