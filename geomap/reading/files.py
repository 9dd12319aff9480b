"""An input is a text file, a file of JSON lines, or ``-`` for standard input; `read` makes Documents of it.

A text file is one document. In a file of JSON lines (``.jsonl``, ``.ndjson``) each line is one:
``{"text", "id", "title", "source", "published", "language"}``, all but the text optional.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from geomap.errors import InputError
from geomap.model import Document
from geomap.reading.dates import iso_date
from geomap.reading.encodings import decode

#: A report is kilobytes and a book a megabyte; what is larger than this is no single document.
MAX_BYTES = 256 * 1024 * 1024
_LINE_SUFFIXES = (".jsonl", ".ndjson")
_OPTIONAL = ("title", "source", "published", "language")

Notify = Callable[[str], None]
OnError = Callable[[InputError], None]


def read_all(
    inputs: Iterable[str],
    *,
    title: str | None = None,
    source: str | None = None,
    published: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    lines: bool | None = None,
    notify: Notify | None = None,
    on_error: OnError | None = None,
) -> Iterator[Document]:
    """The documents of all ``inputs``, in order, each with an id of its own.

    A file named twice is read once. A second document with an id that was seen gets "-2" behind it.
    With ``on_error`` an input or line that cannot be read is handed to it and the others go on;
    without, InputError is raised. The other options are those of `read`.
    """
    seen_files: set[str] = set()
    counts: dict[str, int] = {}
    for name in inputs:
        identity = name if name == "-" else os.path.realpath(name)
        if identity in seen_files:
            if notify:
                notify(f"{_name(name)} is named twice and read once")
            continue
        seen_files.add(identity)
        try:
            for document in read(
                name,
                title=title,
                source=source,
                published=published,
                language=language,
                encoding=encoding,
                lines=lines,
                notify=notify,
                on_error=on_error,
            ):
                counts[document.id] = count = counts.get(document.id, 0) + 1
                yield document if count == 1 else replace(document, id=f"{document.id}-{count}")
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)


def read(
    name: str,
    *,
    title: str | None = None,
    source: str | None = None,
    published: str | None = None,
    language: str | None = None,
    encoding: str | None = None,
    lines: bool | None = None,
    notify: Notify | None = None,
    on_error: OnError | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Document]:
    """The documents of the input called ``name``; ``-`` is standard input.

    ``title``, ``source``, ``published`` and ``language`` say what the input itself does not. ``lines`` says whether
    it holds JSON lines; ``None`` goes by the name. ``notify`` is told what was found or assumed.
    Raises InputError, which names the input and says what to do.
    """
    label = _name(name)
    given = {"title": title, "source": source, "published": published, "language": language}
    if lines if lines is not None else name.lower().endswith(_LINE_SUFFIXES):
        with _opened(name, stdin) as file:
            yield from _documents_of_lines(file, label, given, notify, on_error)
        return
    with _opened(name, stdin) as file:
        content = _content(file, label)
    try:
        decoded = decode(content, encoding=encoding)
    except InputError as error:
        raise InputError(f"{label} {error}") from error
    if notify and decoded.remark:
        notify(f"{label} {decoded.remark}")
    if notify and decoded.text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        notify(f"{label} looks like HTML; its markup is read as text")
    yield Document(text=decoded.text, id="stdin" if name == "-" else _plain(Path(name).name), **given)


def _name(name: str) -> str:
    return "standard input" if name == "-" else name


def _opened(name: str, stdin: BinaryIO | None) -> AbstractContextManager[BinaryIO]:
    """The input's bytes; raises InputError with the next step when there are none."""
    if name == "-":
        return nullcontext(stdin or sys.stdin.buffer)
    try:
        return open(name, "rb")
    except FileNotFoundError:
        raise InputError(f"{name} does not exist: check the path, or give - to read standard input") from None
    except IsADirectoryError:
        raise InputError(
            f"{name} is a folder: name the files in it, for example {name.rstrip('/')}/*.txt"
        ) from None
    except PermissionError as error:
        if os.path.isdir(name):  # what Windows says of a folder
            raise InputError(f"{name} is a folder: name the files in it") from None
        raise InputError(f"{name} may not be read: change its permissions, or copy it") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{name!r} cannot be opened ({error}): check the path") from error


def _content(file: BinaryIO, label: str) -> bytes:
    try:
        content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{label} cannot be read ({error.strerror}): copy it and try again") from error
    if len(content) > MAX_BYTES:
        raise InputError(
            f"{label} is larger than {MAX_BYTES // 1024**2} MB, the most that one document may have: "
            "split it, or give JSON lines with a document each"
        )
    return content


def _documents_of_lines(
    file: BinaryIO,
    label: str,
    given: dict[str, str | None],
    notify: Notify | None,
    on_error: OnError | None,
) -> Iterator[Document]:
    found = False
    for number, line in enumerate(iter(lambda: file.readline(MAX_BYTES), b""), start=1):
        line = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not line.strip():
            continue
        found = True
        try:
            document = _document_of_line(line, given, default_id=f"{_plain(Path(label).stem)}-{number}")
            if notify and document.published and iso_date(document.published) is None:
                notify(
                    f"{label}, line {number}: published is {document.published[:40]!r}, not a date like 2026-09-14: "
                    "it is kept as it is, and the report stands outside the days of the others"
                )
            yield document
        except InputError as error:
            named = InputError(f"{label}, line {number}: {error}")
            if on_error is None:
                raise named from error
            on_error(named)
    if not found and notify:
        notify(f"{label} is empty: it holds no document")


def _document_of_line(line: bytes, given: dict[str, str | None], *, default_id: str) -> Document:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not a JSON object in UTF-8 ({error}): mend or remove the line") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError('has no "text": each line is an object such as {"id": "a", "text": "…"}')
    values = {key: record.get(key) for key in _OPTIONAL}
    for key, value in values.items():
        if value is not None and not isinstance(value, str):
            raise InputError(f'"{key}" is {json.dumps(value)[:40]}, but must be a string or null')
    identity = record.get("id", default_id)
    if not isinstance(identity, str | int):
        raise InputError(f'"id" is {json.dumps(identity)[:40]}, but must be a string')
    if "\0" in record["text"]:
        raise InputError('"text" holds NUL characters: take them out')
    said = {key: given.get(key) if value is None else _plain(value) for key, value in values.items()}
    if said["published"]:
        said["published"] = iso_date(said["published"]) or said["published"]
    return Document(text=_plain(record["text"]), id=_plain(str(identity)), **said)


def _plain(text: str) -> str:
    """``text`` with a question mark for each half of a surrogate pair, which no output could hold.

    JSON can spell such halves, and Python has them in names of files that are not UTF-8.
    """
    return text.encode("utf-8", "replace").decode("utf-8")
