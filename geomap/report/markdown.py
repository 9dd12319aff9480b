"""The Markdown report: for wikis, repositories, pandoc. The map is a picture beside the file."""

from __future__ import annotations

import re

from geomap.report.content import COLUMNS, Piece, ReportContent

#: What Markdown or the HTML in it would take for markup.
_MARKS = re.compile(r"([\\`*_\[\]>#])")
#: Marks that not every Markdown program lets a backslash hide; all of them read references.
_REFERENCES = str.maketrans({mark: f"&#{ord(mark)};" for mark in "<|&~$^"})
#: What begins a list or underlines a heading when it stands first.
_START = re.compile(r"\A(\d*)([-+=.)])")


def report_markdown(content: ReportContent, *, picture: str) -> str:
    """The report in CommonMark with a pipe table; ``picture`` is the path or address of the map's picture."""
    words = content.words
    lines = [f"# {plain(content.title)}", "", plain(content.subtitle), ""]
    lines += [f"![{plain(words.say('map_title', title=content.title))}](<{picture}>)", ""]
    lines += [f"## {words.say('list')}", ""]
    if content.places:
        lines.append(f"| {' | '.join(words.say(f'head_{column}') for column in COLUMNS)} |")
        lines.append("|---|---|---|--:|--:|---|")
        lines += [f"| {' | '.join(map(plain, place.cells))} |" for place in content.places]
    else:
        lines.append(words.say("none_found"))
    lines += ["", f"## {words.say('head_text')}"]
    for text in content.texts:
        if len(content.texts) > 1:
            lines += ["", f"### {plain(text.title)}", "", plain(text.about)]
        for paragraph in text.paragraphs:
            lines += ["", _START.sub(r"\1\\\2", "".join(map(_piece, paragraph)).strip())]
    if content.unplaced:
        lines += ["", f"## {words.say('head_not_placed')}", ""]
        lines += [f"- {plain(words.listed(name, number))}" for name, number in content.unplaced]
    if content.contradictions:
        lines += ["", f"## {words.say('head_contradictions')}", ""]
        lines += [f"- {plain(told)}" for told in content.contradictions]
    lines += ["", f"## {words.say('head_method')}", "", plain(content.method), "", plain(content.credit)]
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """``text`` on one line, as Markdown that shows it as it stands."""
    return _START.sub(r"\1\\\2", _escaped(" ".join(text.split())))


def _piece(piece: Piece) -> str:
    # Only the outer spaces of a whole paragraph may go: those between pieces part words.
    text = _escaped(re.sub(r"\s", " ", piece.text))
    return text if piece.anchor is None else f"**{text}**"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text).translate(_REFERENCES)
