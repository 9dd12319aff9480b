"""Annotators' forms: BRAT's pairs of files and CoNLL's columns, to correct by hand or to train with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from geomap.export.linked import uri_of
from geomap.export.relation_rows import relation_rows
from geomap.export.rows import mention_rows
from geomap.gazetteer.credit import credit_of
from geomap.model import GeoparsedDocument

#: A fixed moment for files inside an archive, so that equal documents give equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CONLL_COLUMNS = (
    "token start end tag status place_id latitude longitude precision confidence phrase distance_m bearing_deg".split()
)
_CONFIGURATION = (
    "[entities]\nPlace\nSpatialPhrase\n[relations]\nAnchor\tArg1:SpatialPhrase, Arg2:Place\n"
    "Places\tArg1:SpatialPhrase, Arg2:Place\n<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>\n"
    "[events]\n[attributes]\n"
)


def to_brat(documents: Iterable[GeoparsedDocument]) -> bytes:
    """A ZIP archive with a ``.txt`` and a ``.ann`` for each document, and the configuration for both.

    A mention is a ``Place`` with a normalisation to its gazetteer and a note with confidence, precision,
    sentence, source and date. A spatial phrase is a ``SpatialPhrase`` with relations ``Anchor`` to what it
    measures from and ``Places`` to what it places, and a note with kind, metres, degrees and method. Offsets are
    code points; what a line break parts has two fragments.
    """
    documents, buffer = tuple(documents), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        used: set[str] = set()
        for parsed in documents:
            name = _file_name(parsed.document.id, used)
            _add(archive, f"{name}.txt", parsed.document.text)
            _add(archive, f"{name}.ann", _annotations(parsed))
        _add(archive, "annotation.conf", _CONFIGURATION)
        _add(archive, "CREDIT.md", credit_of(documents) + "\n")
    return buffer.getvalue()


def to_conll(documents: Iterable[GeoparsedDocument]) -> str:
    """Tab-separated columns, a token a line, sentences parted by empty lines; tags are B-LOC, I-LOC and O.

    A mention's first token carries its status, place id, point, precision and confidence; ``-`` is none. The
    column ``phrase`` tags spatial phrases by kind (B-offset, I-offset), the first of those that overlap; its first
    token carries metres and degrees.
    """
    from geomap.recognize.tokens import tokenize

    documents = tuple(documents)
    lines = [f"# columns: {' '.join(_CONLL_COLUMNS)}", f"# {_cell(credit_of(documents))}"]
    for parsed in documents:
        document = parsed.document
        lines.append("")
        for label, value in (("document", document.id), ("source", document.source), ("date", document.published)):
            if value:
                lines.append(f"# {label}: {' '.join(value.split())}")
        tokens = tokenize(document.text)
        rows = sorted(mention_rows([parsed]), key=lambda row: (row["start"], -row["end"]))
        opens = [False] * len(tokens)
        for first, _ in tokens.sentences:
            opens[first] = True
        phrases = _phrase_tags(parsed, tokens.starts, tokens.ends)
        at, end, inside = 0, -1, False
        for index, (token, start, stop) in enumerate(zip(tokens.texts, tokens.starts, tokens.ends, strict=True)):
            if opens[index]:
                lines.append("")
            while at < len(rows) and rows[at]["end"] <= start:
                at += 1
            if start >= end:
                inside = False
            cells = [token, str(start), str(stop), "O", "-", "-", "-", "-", "-", "-", *phrases[index]]
            if not inside and at < len(rows) and rows[at]["start"] < stop:
                row, inside = rows[at], True
                end = row["end"]
                cells[3:10] = ["B-LOC", row["status"], *(_cell(row[name]) for name in _CONLL_COLUMNS[5:10])]
                at += 1
            elif inside:
                cells[3] = "I-LOC"
            lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _phrase_tags(parsed: GeoparsedDocument, starts: list[int], ends: list[int]) -> list[tuple[str, str, str]]:
    """For each token its phrase's tag, metres and degrees."""
    tags = [("O", "-", "-")] * len(starts)
    for relation in sorted(parsed.relations, key=lambda each: (each.start, -each.end)):
        inside = [at for at in range(len(starts)) if starts[at] < relation.end and ends[at] > relation.start]
        if not inside or any(tags[at][0] != "O" for at in inside):
            continue
        kind = "-".join(relation.kind.split())
        tags[inside[0]] = (f"B-{kind}", _cell(relation.distance_m), _cell(relation.bearing_deg))
        for at in inside[1:]:
            tags[at] = (f"I-{kind}", "-", "-")
    return tags


def _annotations(parsed: GeoparsedDocument) -> str:
    lines = []
    numbers = {}
    for number, (resolution, row) in enumerate(zip(parsed.resolutions, mention_rows([parsed]), strict=True), start=1):
        numbers[row["start"], row["end"]] = number
        spans = _fragments(row["text"], row["start"])
        words = " ".join(row["text"].split("\n"))
        lines.append(f"T{number}\tPlace {';'.join(f'{start} {end}' for start, end in spans)}\t{words}")
        if resolution.place is not None:
            place_id = resolution.place.id
            name = " ".join(resolution.place.name.split())
            lines.append(f"N{number}\tReference T{number} {place_id.source}:{place_id.key}\t{name}")
        said = [f"{key}={_cell(row[key])}" for key in ("status", "confidence", "precision", "published", "source")]
        link = uri_of(resolution.place.id) if resolution.place is not None else ""
        note = " ".join(f"{' '.join(said)} {link} sentence={row['sentence']}".split())
        lines.append(f"#{number}\tAnnotatorNotes T{number}\t{note}")
    lines += _phrase_lines(parsed, numbers)
    return "".join(f"{line}\n" for line in lines)


def _phrase_lines(parsed: GeoparsedDocument, numbers: dict[tuple[int, int], int]) -> Iterator[str]:
    """The spatial phrases, each once however many directions it names, with what they relate."""
    known = ("kind", "distance_m", "bearing_deg", "uncertainty_m", "method")
    at, relations, seen = len(parsed.resolutions), 0, {}
    pairs = zip(parsed.relations, relation_rows([parsed]), strict=True)
    for note, (relation, (row, _)) in enumerate(pairs, start=len(parsed.resolutions) + 1):
        spot = (relation.start, relation.end, relation.kind)
        said = " ".join(f"{name}={_cell(row[name])}" for name in known)
        if spot not in seen:
            at += 1
            seen[spot] = at
            spans = _fragments(relation.text, relation.start)
            words = " ".join(relation.text.split("\n"))
            yield f"T{at}\tSpatialPhrase {';'.join(f'{start} {end}' for start, end in spans)}\t{words}"
            for role, mentions in (("Anchor", relation.anchors), ("Places", (relation.subject,))):
                for mention in mentions:
                    number = None if mention is None else numbers.get((mention.start, mention.end))
                    if number is not None:
                        relations += 1
                        yield f"R{relations}\t{role} Arg1:T{at} Arg2:T{number}"
        yield f"#{note}\tAnnotatorNotes T{seen[spot]}\t{said}"


def _fragments(text: str, start: int) -> list[tuple[int, int]]:
    """The parts of a mention between line breaks, which BRAT allows in no fragment."""
    return [(start + each.start(), start + each.end()) for each in re.finditer(r"[^\n]+", text)]


def _cell(value: object) -> str:
    return "-" if value is None else " ".join(str(value).split())


def _file_name(document_id: str, used: set[str]) -> str:
    """A name without folders that no other document of the archive has."""
    stem = re.sub(r"[^\w.-]+", "_", document_id).strip("._")[:80] or "document"
    name, number = stem, 2
    while name in used:
        name, number = f"{stem}-{number}", number + 1
    used.add(name)
    return name


def _add(archive: zipfile.ZipFile, name: str, text: str) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text.encode("utf-8", "replace"))
