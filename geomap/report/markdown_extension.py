"""The extension for Python-Markdown (and so for MkDocs and Pelican) puts a map where a page has a fence.

``markdown.markdown(text, extensions=["geomap"])``; its options are ``folder``, in which files of fences lie,
``form`` (live or picture) and ``ui_language``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from geomap.report.fences import Fence, replace_fences
from geomap.report.insert import fence_map

#: Before Python-Markdown's own fences (25), after it has made all line ends alike (30).
_PRIORITY = 28


class GeomapExtension(Extension):
    """Python-Markdown's way to find the extension; see the module for the options."""

    def __init__(self, *, geoparser: Any = None, **options: Any) -> None:
        self.geoparser = geoparser
        self.config = {
            "folder": [".", "where the files lie that fences name; nothing above it is read"],
            "form": ["live", "live or picture, for fences that do not say"],
            "ui_language": ["en", "language of labels and legend"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Any) -> None:
        """Called by Python-Markdown."""
        md.preprocessors.register(_MapFences(md, self), "geomap", _PRIORITY)


class _MapFences(Preprocessor):
    def __init__(self, md: Any, extension: GeomapExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        return replace_fences("\n".join(lines), self._stashed).split("\n")

    def _stashed(self, fence: Fence) -> str:
        config = self._extension.getConfigs()
        made = fence_map(
            fence,
            folder=Path(config["folder"]),
            form=config["form"],
            ui_language=config["ui_language"],
            geoparser=self._extension.geoparser,
        )
        return f"\n{self.md.htmlStash.store(made)}\n"


def makeExtension(**options: Any) -> GeomapExtension:
    """Called by Python-Markdown when the extension is named by its module."""
    return GeomapExtension(**options)
