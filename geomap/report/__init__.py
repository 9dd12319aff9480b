"""A report is the map with everything that belongs beside it: table, marked text, method, credits; one file.

`embedding` has what to paste into other people's pages.
"""

from geomap.report.content import ReportContent, gather
from geomap.report.embedding import FRAMES, email_message, frame
from geomap.report.html import report_html
from geomap.report.markdown import report_markdown
from geomap.report.office import report_docx, report_pdf

__all__ = [
    "FRAMES",
    "ReportContent",
    "email_message",
    "frame",
    "gather",
    "report_docx",
    "report_html",
    "report_markdown",
    "report_pdf",
]
