"""A report is what an evaluation found: tables with named columns, for the terminal or as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under named columns. ``note`` says what the numbers mean and what they leave out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""

    def records(self) -> list[dict[str, Any]]:
        """The rows as dictionaries, for JSON."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def to_text(self) -> str:
        """The table in fixed-width columns: texts to the left, numbers to the right."""
        cells = [[_cell(value) for value in row] for row in self.rows]
        widths = [
            max(len(name), *(len(row[index]) for row in cells), 0) if cells else len(name)
            for index, name in enumerate(self.columns)
        ]
        texts = [all(isinstance(row[index], str) for row in self.rows) for index in range(len(self.columns))]

        def line(values: list[str]) -> str:
            padded = (
                value.ljust(width) if text else value.rjust(width)
                for value, width, text in zip(values, widths, texts, strict=True)
            )
            return "  ".join(padded).rstrip()

        body = [self.title, line(list(self.columns)), *(line(row) for row in cells)]
        if self.note:
            body.append(f"({self.note})")
        return "\n".join(body)


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"
    return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusReport:
    """One corpus's tables."""

    corpus: str
    documents: int
    mentions: int
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All corpora's tables of one task; ``failures`` are documents that could not be parsed."""

    task: str
    corpora: tuple[CorpusReport, ...]
    provenance: dict[str, Any] = field(default_factory=dict)
    failures: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The report as one JSON object, keys in a fixed order."""
        record = {
            "task": self.task,
            "provenance": self.provenance,
            "failures": list(self.failures),
            "corpora": [
                {
                    "corpus": corpus.corpus,
                    "documents": corpus.documents,
                    "mentions": corpus.mentions,
                    "tables": {table.title: table.records() for table in corpus.tables},
                }
                for corpus in self.corpora
            ],
        }
        return json.dumps(record, ensure_ascii=False, indent=2)

    def to_text(self) -> str:
        """The report for a terminal."""
        parts = []
        for corpus in self.corpora:
            size = f"{corpus.documents:,} documents, {corpus.mentions:,} mentions"
            parts.append(f"{corpus.corpus} · {self.task} · {size}")
            parts.extend(table.to_text() for table in corpus.tables)
        parts.extend(f"failed: {failure}" for failure in self.failures)
        return "\n\n".join(parts) + "\n"
