"""A page is the shell, the payload and the package's own code, put together as HTML.

The data stands in one JSON block and is read by the page's script, which writes text only as text.
The page forbids itself everything but its own scripts and styles, each named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

from geomap.render.shell import Shell, guarded
from geomap.words import Words

#: The page's own script files, in the order in which they are joined.
SCRIPTS = (
    "dom", "words", "decode", "atlas", "filters", "basemap", "symbols", "areas", "spots", "labels", "popup",
    "list", "reports",
    "timeline", "legend", "controls", "links",
    "gestures",
    "picture", "downloads", "decisions", "corrections", "finder", "marking", "fixing", "app",
)  # fmt: skip
STYLES = ("page", "panels", "map", "fix", "narrow", "print")
_TOKEN = re.compile(r"<!--geomap:(\w+)-->")
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_SURROGATE = re.compile("[\ud800-\udfff]")


def json_block(payload: Any) -> str:
    """``payload`` as JSON in which nothing can end or open an element, the same for equal values."""
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    # A lone surrogate cannot be written as UTF-8; as an escape it can.
    return _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def page(
    shell: Shell, data: str, *, title: str, words: Words, table: str, embed_height_px: int | None = None
) -> str:
    """A whole page that needs nothing from anywhere; ``data`` is a `json_block`, ``table`` HTML.

    With ``embed_height_px`` it is an embed page: that tall where it is wide, as tall as it needs where it is
    narrow, and it tells its height to the page around it.
    """
    scripts = [*shell.scripts, f"{shell.call}\n{_app(f'geomap(document, {shell.name}, L);')}"]
    styles = [*shell.styles, own_style()]
    if embed_height_px is not None:
        scripts.append(_asset("embed.js"))
        styles.append(f".gm {{ --gm-embed-height: {embed_height_px}px; }}\n{_asset('embed.css')}")
    # The part for readers without script has styles of its own.
    policy = _policy(scripts, [*styles, *_STYLE.findall(table)])
    policy = "" if shell.links else f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _fill(
        _asset("page.html"),
        language=words.language,
        direction=words.direction,
        policy=policy,
        title=_text(title),
        links="\n".join(shell.links),
        styles="".join(f"<style>{style}</style>\n" for style in styles),
        body=_body(shell, data, words, table),
        scripts="".join(f"<script>{script}</script>\n" for script in scripts),
    )


def fragment(shell: Shell, data: str, *, key: str, title: str, words: Words, table: str) -> str:
    """A figure to paste into somebody's page: a shadow root keeps the styles of both apart."""
    libraries = "\n".join(shell.scripts[:1]) + "\nvar L = window.L.noConflict();\n" + "\n".join(shell.scripts[1:])
    # folium's call looks its container up in the document; here it stands in the shadow root.
    lookup = "L.map = function (id, options) { return new L.Map(root.getElementById(id), options); };"
    script = _fill(
        _asset("fragment.js"),
        opening="",
        key=key,
        code=f"{libraries}\n{lookup}\n{shell.call}\n{_app(f'geomap(root, {shell.name}, L);')}",
    )
    return _fill(
        _asset("fragment.html"),
        key=key,
        title=html.escape(title, quote=True),
        language=words.language,
        direction=words.direction,
        styles="".join(f"<style>{style}</style>\n" for style in [*shell.styles, own_style()]),
        body=_body(shell, data, words, table),
        script=f"<script>{script}</script>",
    )


def iframe(document: str, *, title: str, height_px: int) -> str:
    """``document`` as a frame that stands in any page."""
    return (
        f'<iframe title="{html.escape(title, quote=True)}" width="100%" height="{height_px}" loading="lazy" '
        'allowfullscreen sandbox="allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox" '
        'style="border:0;display:block;width:100%" '
        f'srcdoc="{html.escape(document, quote=True)}"></iframe>'
    )


@cache
def own_style() -> str:
    """The package's style sheets, joined."""
    return guarded("\n".join(_asset(f"{name}.css") for name in STYLES))


@cache
def _app(start: str) -> str:
    code = "\n".join(_lean(_asset(f"{name}.js")) for name in SCRIPTS)
    return guarded(f"(function () {{\n'use strict';\n{code}\n{start}\n}})();")


def _lean(code: str) -> str:
    """Code without its lines of comment and its indents: a seventh of it. No text of ours spans lines."""
    lines = (line.strip() for line in code.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@cache
def _asset(name: str) -> str:
    return files("geomap.render").joinpath("assets", name).read_text("utf-8")


def _body(shell: Shell, data: str, words: Words, table: str) -> str:
    return _fill(
        _asset("body.html"),
        container=shell.container,
        data=data,
        table=table,
        language=words.language,
        direction=words.direction,
    )


def _fill(template: str, **parts: str) -> str:
    """``template`` with each ``<!--geomap:NAME-->`` replaced, once: what is put in is not read again."""
    return _SURROGATE.sub("\ufffd", _TOKEN.sub(lambda match: parts[match[1]], template))


def _text(text: str) -> str:
    return html.escape(text, quote=False)


def _policy(scripts: list[str], styles: list[str]) -> str:
    def hashes(codes: list[str]) -> str:
        return " ".join(f"'sha256-{_sha256(code)}'" for code in dict.fromkeys(codes))

    return (
        f"default-src 'none'; script-src {hashes(scripts)}; style-src {hashes(styles)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _sha256(code: str) -> str:
    return base64.b64encode(hashlib.sha256(code.encode("utf-8")).digest()).decode("ascii")
