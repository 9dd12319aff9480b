"""Notebooks: a map that is the last value of a cell shows itself in Jupyter's exports."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

CODE = """\
from geomap import build_map, geoparse
parsed = geoparse("Rain flooded Qayyarah, south of Mosul in Iraq.", title="Floods")
build_map([parsed])
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """A notebook of one cell, executed by a kernel of this Python."""
    nbformat = pytest.importorskip("nbformat", reason="nbconvert is missing: pip install nbconvert ipykernel")
    nbconvert = pytest.importorskip("nbconvert", reason="nbconvert is missing: pip install nbconvert ipykernel")
    pytest.importorskip("ipykernel", reason="ipykernel is missing: pip install ipykernel")
    from jupyter_client.kernelspec import KernelSpecManager

    if "python3" not in KernelSpecManager().find_kernel_specs():
        pytest.skip("Jupyter finds no Python kernel: pip install ipykernel in the same environment")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE)])
    runner = nbconvert.preprocessors.ExecutePreprocessor(timeout=120, kernel_name="python3")
    runner.preprocess(notebook, {"metadata": {"path": str(Path(__file__).resolve().parent.parent)}})
    return notebook, nbconvert


class Frames(HTMLParser):
    """The frames of a page and what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.frames: list[dict[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.frames.append(dict(attrs))


def test_a_cell_gives_the_live_map_a_picture_and_words(executed):
    """The three forms that VS Code, Jupyter and GitHub choose from."""
    notebook, _ = executed
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "execute_result"
    assert set(output.data) == {"text/html", "image/svg+xml", "text/plain"}
    assert output.data["text/plain"].startswith("<Map 'Floods'")


def test_the_html_of_a_notebook_has_the_live_map(executed):
    """nbconvert takes the richest form: a frame with the whole page."""
    notebook, nbconvert = executed
    page, _ = nbconvert.HTMLExporter().from_notebook_node(notebook)
    (frame,) = Frames(page).frames
    assert frame["title"] == "Floods" and "geonames:99072" in (frame["srcdoc"] or "")
    assert frame["loading"] == "lazy" and "allow-same-origin" not in (frame["sandbox"] or "")


def test_the_markdown_of_a_notebook_has_a_form_of_the_map(executed):
    """Markdown keeps the frame, or the picture as a file beside it where HTML is left out."""
    notebook, nbconvert = executed
    text, _ = nbconvert.MarkdownExporter().from_notebook_node(notebook)
    assert len(Frames(text).frames) == 1
    plain = notebook.copy()
    for cell in plain.cells:
        for output in cell.outputs:
            output.data.pop("text/html", None)
    text, resources = nbconvert.MarkdownExporter().from_notebook_node(plain)
    (name,) = resources["outputs"]
    assert name.endswith(".svg") and resources["outputs"][name].startswith(b"<svg") and f"]({name})" in text
