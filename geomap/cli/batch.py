"""A batch is the reports of one command, parsed one after the other.

What cannot be read or parsed is told at the end; the others go on. The exit code remembers.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import TYPE_CHECKING, Any

from geomap.cli.options import ExitCode
from geomap.cli.talk import Talk
from geomap.errors import GeomapError, InputError

if TYPE_CHECKING:
    from geomap.decisions import Decider, Decisions
    from geomap.gazetteer import Gazetteer
    from geomap.model import Atlas, Document, GeoparsedDocument
    from geomap.pipeline import Geoparser


class Batch:
    """The inputs that ``args`` name, and what became of them."""

    def __init__(self, args: argparse.Namespace, talk: Talk) -> None:
        self._args = args
        self._talk = talk
        self._failures: list[str] = []
        self._defects = 0
        self._documents: Iterator[Document] = iter(())
        self.decisions = read_decisions_of(args)

    def begin(self) -> bool:
        """Read the first document, before a gazetteer is opened for it; false when no input can be read.

        Raises InputError when the inputs can be read but hold no document.
        """
        documents = self._read()
        first = next(documents, None)
        if first is not None:
            self._documents = chain([first], documents)
        elif not self._failures:
            raise InputError(f"{', '.join(self._args.inputs)}: no document inside; give a report's text")
        return first is not None

    def _read(self) -> Iterator[Document]:
        from geomap.reading import read_all

        args = self._args
        kind = getattr(args, "input_format", None)
        return read_all(
            args.inputs,
            title=args.title,
            source=args.source,
            published=args.date,
            language=args.language,
            encoding=args.encoding,
            lines=None if kind is None else kind == "jsonl",
            notify=self._talk.note,
            on_error=lambda error: self._failures.append(str(error)),
        )

    def atlas(self, geoparser: Geoparser) -> Atlas | None:
        """The places of all documents together; ``None`` when none of them could be parsed."""
        from geomap.collect import collect

        documents = tuple(self.parsed(geoparser))
        return collect(documents) if documents else None

    def parsed(self, geoparser: Geoparser) -> Iterator[GeoparsedDocument]:
        """The documents geoparsed, in the order of the inputs."""
        decider = self._decider(geoparser)
        with self._talk.progress("reading reports") as show:
            found = self._each(self._documents, geoparser.parse, show)
            if getattr(self._args, "learn_homes", False):
                from geomap.resolve.homes import LEARNING_ROUNDS

                for _ in range(LEARNING_ROUNDS):
                    before = list(found)
                    found = self._each(before, geoparser.knowing_homes(before).again, show)
            yield from found if decider is None else self._each(found, decider.apply, show)
        if decider is not None and decider.idle:
            idle = ", ".join(dict.fromkeys(each.name for each in decider.idle[:5]))
            self._talk.note(
                f"{len(decider.idle)} of {len(self.decisions.decisions)} decisions found no name to rule here: {idle}"
            )

    def _each(
        self,
        documents: Iterable[Any],
        step: Callable[[Any], GeoparsedDocument],
        show: Callable[[int, int | None], None],
    ) -> Iterator[GeoparsedDocument]:
        """What ``step`` makes of each document; one that fails is remembered, and the others go on."""
        total = len(self._args.inputs) if len(self._args.inputs) > 1 else None
        for count, document in enumerate(documents, 1):
            name = getattr(document, "document", document).id
            try:
                result = step(document)
            except GeomapError as error:
                self._failures.append(f"{name}: {error}")
                continue
            except Exception as error:
                if os.environ.get("GEOMAP_DEBUG"):
                    raise
                self._defects += 1
                self._failures.append(f"{name}: unexpected {type(error).__name__}: {error}")
                continue
            show(count, total)
            yield result

    def _decider(self, geoparser: Geoparser) -> Decider | None:
        if self.decisions is None:
            return None
        from geomap.decisions import Decider

        return Decider(self.decisions, geoparser.gazetteer, notify=self._talk.warn)

    def finish(self) -> ExitCode:
        """Tell what failed, and the exit code that follows from it."""
        for failure in self._failures:
            self._talk.error(failure)
        if len(self._args.inputs) > 1 and self._failures:
            self._talk.error(f"{len(self._failures)} of the inputs could not be used, the others were")
        if self._defects:
            return ExitCode.UNEXPECTED
        return ExitCode.BAD_INPUT if self._failures else ExitCode.FINE


def read_decisions_of(args: argparse.Namespace) -> Decisions | None:
    """What all files of ``--decisions`` hold, ``None`` without any; raises InputError."""
    if not args.decisions:
        return None
    from geomap.decisions import Decisions, read_decisions

    together = Decisions()
    for path in args.decisions:
        together |= read_decisions(path)
    return together


@contextmanager
def open_gazetteer(args: argparse.Namespace, talk: Talk) -> Iterator[Gazetteer]:
    """The gazetteers that ``args`` choose as one, unpacked first when the embedded one was not yet."""
    from geomap.gazetteer.opening import open_stack

    with talk.progress("unpacking the gazetteer, on the first run only") as show:
        gazetteer = open_stack(
            args.gazetteer, cache_dir=args.cache_dir, progress=lambda _, done, total: show(done, total)
        )
    with gazetteer:
        yield gazetteer


@contextmanager
def open_geoparser(args: argparse.Namespace, talk: Talk) -> Iterator[Geoparser]:
    """A geoparser on the gazetteer, with the recogniser that ``args`` choose."""
    from geomap.pipeline import Geoparser

    with open_gazetteer(args, talk) as gazetteer:
        yield Geoparser(gazetteer=gazetteer, recognizer=args.recognizer, near=args.near, country=args.country)
