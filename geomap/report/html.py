"""The HTML report: one page that needs nothing from anywhere. The map in it may be live or a picture."""

from __future__ import annotations

import re
from html import escape

from geomap.report.content import COLUMNS, Piece, ReportContent

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_STYLE = """
:root{color-scheme:light}
body{max-width:1000px;margin:0 auto;padding:24px 20px 48px;color:#1c1f23;background:#fff;
font:400 16px/1.55 "Noto Sans","Segoe UI",system-ui,"Helvetica Neue",Arial,sans-serif}
h1{font-size:28px;line-height:1.2;margin:0 0 4px}h2{font-size:19px;margin:36px 0 8px}h3{font-size:16px;margin:20px 0 0}
.sub,.about,footer{color:#5b626b;font-size:14px}.map{margin:18px 0}.map>svg{max-width:100%;height:auto;display:block}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:start;vertical-align:top;padding:6px 9px;
border-bottom:1px solid #dfe2e6}th{font-weight:600}thead th{border-bottom:2px solid #b3aa98}
td.n{text-align:end}
tr:target{background:#fff3c9}.text p{overflow-wrap:anywhere}a.place{color:inherit;text-decoration:none;
background:#ffe48a;border-radius:3px;padding:0 2px}a.unsure{background:none;border-bottom:2px dashed #b0508c}
@media print{body{padding:0;font-size:13px}table{font-size:11px}th,td{padding:4px 7px}
.sub,.about,footer{font-size:11px}
a.place{background:none;border-bottom:1px solid #0072b2}tr{break-inside:avoid}h2{break-after:avoid}}
@page{size:A4;margin:16mm 15mm}
"""


def report_html(content: ReportContent, map_html: str) -> str:
    """The whole page. ``map_html`` stands in it as it is: a map's fragment, its iframe, or a picture's SVG.

    Everything else is text of the reports and is escaped.
    """
    words = content.words
    parts = [
        f"<h1>{escape(content.title)}</h1>",
        f'<p class="sub">{escape(content.subtitle)}</p>',
        f'<div class="map">{map_html}</div>',
        f"<h2>{words.say('list')}</h2>",
        _table(content),
        f"<h2>{words.say('head_text')}</h2>",
    ]
    for text in content.texts:
        if len(content.texts) > 1:
            parts.append(f'<h3>{escape(text.title)}</h3><p class="about">{escape(text.about)}</p>')
        paragraphs = "".join(f'<p dir="auto">{"".join(map(_piece, each))}</p>' for each in text.paragraphs)
        parts.append(f'<div class="text">{paragraphs}</div>')
    if content.unplaced:
        names = "".join(
            f"<li>{escape(words.listed(name, number))}</li>" for name, number in content.unplaced
        )
        parts.append(f"<h2>{words.say('head_not_placed')}</h2><ul>{names}</ul>")
    if content.contradictions:
        told = "".join(f'<li lang="en">{escape(each)}</li>' for each in content.contradictions)
        parts.append(f"<h2>{words.say('head_contradictions')}</h2><ul>{told}</ul>")
    parts.append(
        f"<footer><h2>{words.say('head_method')}</h2><p>{escape(content.method)}</p>"
        f'<p lang="en">{escape(content.credit)}</p></footer>'
    )
    page = (
        f'<!DOCTYPE html>\n<html lang="{words.language}" dir="{words.direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(content.title)}</title><style>{_STYLE}</style></head><body>\n"
    )
    return _FORBIDDEN.sub("\ufffd", page + "\n".join(parts) + "\n</body></html>\n")


def _table(content: ReportContent) -> str:
    if not content.places:
        return f"<p>{content.words.say('none_found')}</p>"
    head = "".join(f'<th scope="col">{content.words.say(f"head_{column}")}</th>' for column in COLUMNS)
    rows = []
    for place in content.places:
        name, *rest = place.cells
        cells = [f'<th scope="row">{escape(name)}</th>']
        for column, cell in zip(COLUMNS[1:], rest, strict=True):
            kind = ' class="n"' if column in ("mentions", "confidence") else ""
            cells.append(f"<td{kind}>{escape(cell)}</td>")
        rows.append(f'<tr id="{place.anchor}">{"".join(cells)}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _piece(piece: Piece) -> str:
    if piece.anchor is None:
        return escape(piece.text)
    kind = "place unsure" if piece.is_unsure else "place"
    return f'<a class="{kind}" href="#{piece.anchor}">{escape(piece.text)}</a>'
