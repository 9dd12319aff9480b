"""A report is the map with everything that belongs beside it: table, marked text, method, credits; one file.

`embedding` has what to paste into other people's pages, `insert` the map for their templates, `fences` for
their Markdown.
"""

from geomap.report.content import ReportContent, gather
from geomap.report.embedding import FRAMES, email_message, frame
from geomap.report.fences import Fence, replace_fences
from geomap.report.html import report_html
from geomap.report.insert import add_to_jinja, fence_map, insert_map
from geomap.report.markdown import report_markdown
from geomap.report.office import report_docx, report_pdf

__all__ = [
    "FRAMES",
    "Fence",
    "ReportContent",
    "add_to_jinja",
    "email_message",
    "fence_map",
    "frame",
    "gather",
    "insert_map",
    "replace_fences",
    "report_docx",
    "report_html",
    "report_markdown",
    "report_pdf",
]
