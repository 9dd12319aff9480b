"""Annotators' forms: BRAT's pairs of files and CoNLL's columns, to correct by hand or to train with."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable

from geomap.export.linked import uri_of
from geomap.export.rows import mention_rows
from geomap.gazetteer.credit import credit_of
from geomap.model import GeoparsedDocument

#: A fixed moment for files inside an archive, so that equal documents give equal bytes.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_CONLL_COLUMNS = "token start end tag status place_id latitude longitude precision confidence".split()


def to_brat(documents: Iterable[GeoparsedDocument]) -> bytes:
    """A ZIP archive with a ``.txt`` and a ``.ann`` for each document, and the configuration for both.

    A mention is a ``Place`` with a normalisation to its gazetteer and a note with confidence, precision,
    sentence, source and date. Offsets are code points; a name that a line break parts has two fragments.
    """
    documents, buffer = tuple(documents), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        used: set[str] = set()
        for parsed in documents:
            name = _file_name(parsed.document.id, used)
            _add(archive, f"{name}.txt", parsed.document.text)
            _add(archive, f"{name}.ann", _annotations(parsed))
        _add(archive, "annotation.conf", "[entities]\nPlace\n[relations]\n[events]\n[attributes]\n")
        _add(archive, "CREDIT.md", credit_of(documents) + "\n")
    return buffer.getvalue()


def to_conll(documents: Iterable[GeoparsedDocument]) -> str:
    """Tab-separated columns, a token a line, sentences parted by empty lines; tags are B-LOC, I-LOC and O.

    A mention's first token carries its status, place id, point, precision and confidence; ``-`` is none.
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
        at, end, inside = 0, -1, False
        for index, (token, start, stop) in enumerate(zip(tokens.texts, tokens.starts, tokens.ends, strict=True)):
            if opens[index]:
                lines.append("")
            while at < len(rows) and rows[at]["end"] <= start:
                at += 1
            if start >= end:
                inside = False
            cells = [token, str(start), str(stop), "O", "-", "-", "-", "-", "-", "-"]
            if not inside and at < len(rows) and rows[at]["start"] < stop:
                row, inside = rows[at], True
                end = row["end"]
                cells[3:] = ["B-LOC", row["status"], *(_cell(row[name]) for name in _CONLL_COLUMNS[5:])]
                at += 1
            elif inside:
                cells[3] = "I-LOC"
            lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"


def _annotations(parsed: GeoparsedDocument) -> str:
    lines = []
    for number, (resolution, row) in enumerate(zip(parsed.resolutions, mention_rows([parsed]), strict=True), start=1):
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
    return "".join(f"{line}\n" for line in lines)


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
