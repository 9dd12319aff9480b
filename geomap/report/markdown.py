"""The Markdown report: for wikis, repositories, pandoc. The map is a picture beside the file."""

from __future__ import annotations

import re

from geomap.report.content import HEADINGS, Piece, ReportContent

#: What Markdown or the HTML in it would take for markup.
_MARKS = re.compile(r"([\\`*_\[\]<>|#&~$^])")
#: What begins a list or underlines a heading when it stands first.
_START = re.compile(r"\A(\d*)([-+=.)])")


def report_markdown(content: ReportContent, *, picture: str) -> str:
    """The report in CommonMark with a pipe table; ``picture`` is the path or address of the map's picture."""
    lines = [f"# {plain(content.title)}", "", plain(content.subtitle), ""]
    lines += [f"![Map: {plain(content.title)}](<{picture}>)", "", "## Places", ""]
    if content.places:
        lines.append(f"| {' | '.join(HEADINGS)} |")
        lines.append("|---|---|---|--:|--:|---|")
        lines += [f"| {' | '.join(map(plain, place.cells))} |" for place in content.places]
    else:
        lines.append("No places were found.")
    lines += ["", "## Text"]
    for text in content.texts:
        if len(content.texts) > 1:
            lines += ["", f"### {plain(text.title)}", "", plain(text.about)]
        for paragraph in text.paragraphs:
            lines += ["", _START.sub(r"\1\\\2", "".join(map(_piece, paragraph)).strip())]
    if content.unplaced:
        lines += ["", "## Not placed", ""]
        lines += [f"- {plain(name)}{f' ({number} times)' if number > 1 else ''}" for name, number in content.unplaced]
    lines += ["", "## Method and credits", "", plain(content.method), "", plain(content.credit)]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """``text`` on one line, as Markdown that shows it as it stands."""
    return _START.sub(r"\1\\\2", _MARKS.sub(r"\\\1", " ".join(text.split())))


def _piece(piece: Piece) -> str:
    # Only the outer spaces of a whole paragraph may go: those between pieces part words.
    text = _MARKS.sub(r"\\\1", re.sub(r"\s", " ", piece.text))
    return text if piece.anchor is None else f"**{text}**"
