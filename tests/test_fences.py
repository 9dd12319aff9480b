"""Maps in other people's Markdown and templates: fences are replaced, texts stay texts, paths stay inside."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from geomap.cli import main
from geomap.errors import InputError
from geomap.report import Fence, add_to_jinja, fence_map, insert_map, replace_fences

PAGE = """\
# A page

```geomap title="Floods <b>" height=400
Rain fell on Mosul and Erbil.
```

Between *words*.

~~~ {.geomap as=picture size=600x400}
---
Trucks left Mosul.
~~~

````text
```geomap
An example.
```
````

```python
geomap = 1
```
"""
#: A report that tries to be a template, a script, a fence and Markdown.
HOSTILE = (
    "Rain fell on Mosul. {{ 7 * 191 }} {% raw %} {{ ''.__class__ }} ${7*191} <script>alert(1)</script> "
    "</iframe></textarea> *a* _b_ [x](javascript:y) &amp; \"quoted' $x$"
)


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def seen(page: str) -> list[Fence]:
    found: list[Fence] = []
    replace_fences(page, lambda fence: found.append(fence) or "X")
    return found


def test_only_maps_are_replaced_and_the_rest_stays():
    """Two blocks go; the example inside a longer fence and other languages stay to the letter."""
    made = replace_fences(PAGE, lambda fence: f"[{fence.line}]")
    assert made.startswith("# A page\n\n[3]\n\nBetween *words*.\n\n[9]\n\n")
    assert "\n\n````text\n```geomap\nAn example.\n```\n````\n" in made
    assert made.endswith("```python\ngeomap = 1\n```\n")
    assert replace_fences("no fence\r\nat all", lambda fence: "X") == "no fence\r\nat all"


@pytest.mark.parametrize(
    ("block", "options", "text"),
    [
        ('```geomap title="A b" height=300\nMosul.\n```', {"title": "A b", "height": "300"}, "Mosul.\n"),
        ("```{.geomap as=live file=a.txt}\n```", {"as": "live", "file": "a.txt"}, ""),
        ("```geomap\nfile: a.txt\ntitle: 'It: rains'\n```", {"file": "a.txt", "title": "It: rains"}, ""),
        ("```geomap\ntitle: Rain\n---\nMosul: dry.\n```", {"title": "Rain"}, "Mosul: dry.\n"),
        ("```geomap\nTitle: of the text\n\nMosul.\n```", {}, "Title: of the text\n\nMosul.\n"),
        ("```geomap\nMosul.\n---\nErbil.\n```", {}, "Mosul.\n---\nErbil.\n"),
        ("  ~~~~geomap\n  Mosul.\n  ~~~\n  ~~~~", {}, "Mosul.\n~~~\n"),
    ],
)
def test_a_block_is_options_and_a_text(block: str, options: dict[str, str], text: str):
    """Options stand in the opening line or first in the block; what looks like one inside a text is text."""
    (fence,) = seen(block)
    assert (fence.options, fence.text) == (options, text)


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("\n```geomap\nMosul.\n", "line 2: the block does not end: close it with ```"),
        ("```geomap colour=red\nMosul.\n```", "line 1: there is no option 'colour': a map's block takes file, title"),
        ("```geomap\n```", "line 1: the block is empty"),
        ("```geomap file=a.txt\nMosul.\n```", "names the file 'a.txt' and holds a text"),
        ("```geomap file=../secret.txt\n```", r"'\.\./secret\.txt' lies outside the page's folder"),
        ("```geomap file=/etc/hostname\n```", "'/etc/hostname' lies outside the page's folder"),
        ("```geomap file=link.txt\n```", r"'link\.txt' lies outside the page's folder"),
        ("```geomap file=sub/../../secret.txt\n```", "lies outside the page's folder"),
        ("```geomap file=none.txt\n```", "does not exist: check the path"),
        ("```geomap file=\"a\0b\"\n```", "is no path|outside|does not exist"),
        ("```geomap as=film\nMosul.\n```", "'film' is no form of a map in a page: take live, picture or image"),
        ("```geomap as=image\nMosul.\n```", "an image needs a folder"),
        ("```geomap height=tall\nMosul.\n```", "the height is 'tall'; write a number of pixels"),
        ("```geomap height=5\nMosul.\n```", "height_px is 5"),
        ("```geomap as=picture size=9\nMosul.\n```", "'9' is not a size"),
        ("```geomap language=xx\nMosul.\n```", "ui_language is 'xx'"),
    ],
)
def test_a_block_that_cannot_be_is_told_with_its_line(page: str, message: str, tmp_path: Path, geoparser):
    """The line, the value, the rule; no file above the page's folder is read, by no way."""
    (tmp_path / "secret.txt").write_text("Mosul.", encoding="utf-8")
    folder = tmp_path / "pages"
    (folder / "sub").mkdir(parents=True)
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(InputError, match=message):
        replace_fences(page, lambda fence: fence_map(fence, folder=folder, geoparser=geoparser))


@pytest.fixture(scope="module")
def page(geoparser, tmp_path_factory) -> str:
    """The page of maps, made."""
    folder = tmp_path_factory.mktemp("pages")
    return replace_fences(PAGE, lambda fence: fence_map(fence, folder=folder, geoparser=geoparser))


def check(html: str) -> None:
    """One live frame that holds the whole map, one picture, and the words around them."""
    found = Tags(html)
    (frame,) = found.of("iframe")
    assert frame["loading"] == "lazy" and frame["title"] == "Floods <b>"
    inside = frame["srcdoc"] or ""
    assert inside.startswith("<!doctype html>\n<html") and inside.rstrip().endswith("</html>")
    assert "geonames:99072" in inside
    (picture,) = found.of("img")
    assert picture["src"].startswith("data:image/svg+xml;base64,") and "Mosul (1 mention)" in picture["alt"]
    assert found.of("em") and "An example." in found.text and not found.of("b")


def test_python_markdown_takes_the_page(page: str):
    """A page that was made before goes through as it is."""
    markdown = pytest.importorskip("markdown", reason="pip install Markdown")
    check(markdown.markdown(page, extensions=["fenced_code"]))


def test_the_extension_of_python_markdown_makes_the_maps(geoparser, tmp_path: Path):
    """Together with Python-Markdown's own fences, whichever comes first; files come from its folder."""
    markdown = pytest.importorskip("markdown", reason="pip install Markdown")
    from geomap.report.markdown_extension import GeomapExtension

    for order in (0, 1):
        extensions = ["fenced_code", GeomapExtension(geoparser=geoparser, folder=str(tmp_path))]
        check(markdown.markdown(PAGE, extensions=extensions[:: 1 if order else -1]))
    (tmp_path / "r.txt").write_text("Rain fell on Basra.", encoding="utf-8")
    text = "```geomap\nfile: r.txt\nas: picture\n```"
    made = markdown.markdown(text, extensions=[GeomapExtension(geoparser=geoparser, folder=str(tmp_path))])
    assert "Basra (1 mention)" in made
    by_name = markdown.markdown("plain", extensions=["geomap.report.markdown_extension"])
    assert by_name == "<p>plain</p>"


def test_commonmark_takes_the_page(page: str):
    """The reference parser passes the elements on."""
    commonmark = pytest.importorskip("commonmark", reason="pip install commonmark")
    check(commonmark.commonmark(page))


def test_markdown_it_takes_the_page(page: str):
    """So does markdown-it, which Jupyter Book and MyST build on."""
    markdown_it = pytest.importorskip("markdown_it", reason="pip install markdown-it-py")
    check(markdown_it.MarkdownIt("commonmark").render(page))


def test_pandoc_takes_the_page(page: str):
    """pandoc, and with it Quarto, writes the same elements into its HTML."""
    if shutil.which("pandoc") is None:
        pytest.skip("pandoc is missing: apt-get install pandoc")
    done = subprocess.run(["pandoc", "-t", "html"], input=page, capture_output=True, text=True, check=True)
    check(done.stdout)


def test_jinja_templates_take_the_filter(geoparser):
    """The filter's HTML is not escaped again; a report that looks like a template is shown, not run."""
    jinja2 = pytest.importorskip("jinja2", reason="comes with folium")
    environment = jinja2.Environment(autoescape=True)
    add_to_jinja(environment, geoparser=geoparser)
    template = environment.from_string("<p>{{ report }}</p>{{ report | geomap(title=report, form=form) }}")
    for form, tag in (("live", "iframe"), ("picture", "img"), ("figure", "figure")):
        made = template.render(report=HOSTILE, form=form)
        assert "1337" not in made
        found = Tags(made)
        assert len(found.of(tag)) == 1
        assert "alert(1)" not in "".join(part for part in made.split("<script>")[1:])
        assert found.text.startswith(HOSTILE)
    frame = Tags(template.render(report=HOSTILE, form="live")).of("iframe")[0]
    assert "{{ 7 * 191 }}" in (frame["srcdoc"] or "")
    assert frame["title"] == HOSTILE


def test_a_hostile_text_in_a_fence_stays_text(geoparser, tmp_path: Path):
    """Whatever a report holds, its block becomes one element, in each program."""
    made = replace_fences(
        f"```geomap as=live\n{HOSTILE}\n\n    code\n\n<!-- x\n```\n\nafter *this*\n",
        lambda fence: fence_map(fence, folder=tmp_path, geoparser=geoparser),
    )
    for name, render in _programs():
        found = Tags(render(made))
        assert [tag for tag, _ in found.tags if tag in ("iframe", "script", "a", "img")] == ["iframe"], name
        assert len(found.of("em")) == 1 and found.text.strip() == "after this", name


def _programs():
    try:
        import markdown

        yield "markdown", markdown.markdown
    except ImportError:
        pass
    try:
        import commonmark

        yield "commonmark", commonmark.commonmark
    except ImportError:
        pass
    if shutil.which("pandoc"):
        yield "pandoc", lambda text: subprocess.run(
            ["pandoc", "-t", "html"], input=text, capture_output=True, text=True, check=True
        ).stdout


def test_a_plain_call_gives_the_map(geoparser):
    """A text, what was made of it, or an atlas; a wrong form is told."""
    assert insert_map("Rain fell on Mosul.", geoparser=geoparser, height_px=333).count('height="333"') == 1
    with pytest.raises(InputError, match="'film' is no form of a map: take one of live, picture, figure"):
        insert_map("Mosul.", form="film", geoparser=geoparser)


def test_the_command_works_on_files_and_streams(root: Path, tmp_path: Path, monkeypatch, capsys):
    """A page with a file beside it; standard input to standard output; images beside the page."""
    cases = root / "tests" / "cases"
    out = tmp_path / "made" / "page.md"
    assert main(["embed", "--fences", str(cases / "sample-page.md"), "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert len(Tags(text).of("iframe")) == 1 and text.count("<img ") == 1 and "This stays as it is." in text
    assert "2 maps" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"```geomap\nRain fell on Mosul.\n```\n")))
    assert main(["embed", "--fences", "-", "--as", "image", "--folder", "pictures"]) == 0
    assert capsys.readouterr().out == "![Places in the report](<pictures/page-map-1.svg>)\n"
    assert (tmp_path / "pictures" / "page-map-1.svg").read_text(encoding="utf-8").startswith("<svg")
    (tmp_path / "bad.md").write_text("a\n```geomap file=../x\n```\n", encoding="utf-8")
    assert main(["embed", "--fences", "bad.md", "-o", "no.md"]) == 2
    assert "bad.md, line 2: '../x' lies outside the page's folder" in capsys.readouterr().err
    assert not (tmp_path / "no.md").exists()
    assert main(["embed", "--fences", "bad.md", "bad.md"]) == 2
