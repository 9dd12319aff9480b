"""The report for offices: a Word file by python-docx, a PDF by WeasyPrint; both come with the extra ``reports``."""

from __future__ import annotations

import io
import re

from geomap.errors import RenderError
from geomap.report.content import COLUMNS, ReportContent
from geomap.report.html import report_html

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def report_pdf(content: ReportContent, svg: str) -> bytes:
    """The report as PDF, the map in vectors. Raises RenderError without WeasyPrint or its libraries."""
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise _missing("a PDF report", "WeasyPrint and Pango", error) from error
    return weasyprint.HTML(string=report_html(content, svg), url_fetcher=_no_files).write_pdf()


def report_docx(content: ReportContent, png: bytes) -> bytes:
    """The report as a Word file with the map as ``png``. Raises RenderError without python-docx."""
    try:
        import docx
        from docx.shared import Cm, RGBColor
    except ImportError as error:
        raise _missing("a Word file", "python-docx", error) from error
    words = content.words
    file = docx.Document()
    file.core_properties.title = clean(content.title)[:255]
    file.core_properties.author = "geomap"
    file.add_heading(clean(content.title), level=0)
    file.add_paragraph(clean(content.subtitle))
    section = file.sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    picture = file.add_picture(io.BytesIO(png), width=room)
    # A reader that speaks needs the words.
    picture._inline.docPr.set("descr", clean(words.say("map_title", title=content.title)))
    file.add_heading(words.say("list"), level=1)
    if content.places:
        table = file.add_table(rows=1, cols=len(COLUMNS), style="Light Grid Accent 1")
        for cell, column in zip(table.rows[0].cells, COLUMNS, strict=True):
            cell.text = words.say(f"head_{column}")
        for place in content.places:
            for cell, text in zip(table.add_row().cells, place.cells, strict=True):
                cell.text = clean(text)
        widths = (Cm(2.6), Cm(2.3), Cm(2.0), Cm(1.7), Cm(2.0), Cm(6.0))
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width
    else:
        file.add_paragraph(words.say("none_found"))
    file.add_heading(words.say("head_text"), level=1)
    for text in content.texts:
        if len(content.texts) > 1:
            file.add_heading(clean(text.title), level=2)
        for pieces in text.paragraphs:
            paragraph = file.add_paragraph()
            for piece in pieces:
                run = paragraph.add_run(clean(piece.text))
                if piece.anchor is not None:
                    run.bold, run.italic = True, piece.is_unsure
                    run.font.color.rgb = RGBColor(0xB0, 0x50, 0x8C) if piece.is_unsure else RGBColor(0, 0x72, 0xB2)
    if content.unplaced:
        file.add_heading(words.say("head_not_placed"), level=1)
        for name, number in content.unplaced:
            file.add_paragraph(clean(words.listed(name, number)), style="List Bullet")
    if content.contradictions:
        file.add_heading(words.say("head_contradictions"), level=1)
        for told in content.contradictions:
            file.add_paragraph(clean(told), style="List Bullet")
    file.add_heading(words.say("head_method"), level=1)
    file.add_paragraph(clean(content.method))
    file.add_paragraph(content.credit)
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def clean(text: str) -> str:
    """``text`` without the letters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _no_files(url: str, *_: object, **__: object):
    raise ValueError(f"a report loads nothing, not even {url[:60]}")


def _missing(what: str, package: str, error: Exception) -> RenderError:
    return RenderError(
        f"{what} needs {package}, which cannot be loaded ({error}): pip install '.[reports]', or write .html or .md, "
        "which need nothing"
    )
