"""Reports and what to paste: every form opens, holds the same content, and lets no text become code."""

from __future__ import annotations

import email
import email.policy
import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import handmade
import pytest

from geomap.cli import main
from geomap.collect import collect
from geomap.model import Atlas, Document
from geomap.render.places import drawn_place
from geomap.report import FRAMES, email_message, frame, gather, report_docx, report_html, report_markdown, report_pdf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><rect width="9" height="9"/></svg>'
EVIL = "<script>alert(1)</script> [x](javascript:y) | *a*"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    """The hand-made report."""
    return collect([handmade.report()])


class Words(HTMLParser):
    """The text and the tags of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_content_has_table_text_and_what_is_missing(atlas: Atlas, gazetteer):
    """A row has name, country, kind, mentions, confidence, first sentence; unplaced names are listed."""
    content = gather(atlas, gazetteer=gazetteer)
    assert content.title == "A bridge reopens"
    mosul = content.places[0]
    assert (mosul.name, mosul.country, mosul.mentions, mosul.confidence) == ("Mosul", "Iraq", 2, "55%")
    assert mosul.sentence.startswith("Mosul, 3 May")
    assert content.unplaced == (("Qwrtz", 1),)
    said = "".join(piece.text for line in content.texts[0].paragraphs for piece in line)
    assert said == handmade.TEXT.replace("\n", "")
    assert "CC BY 4.0" in content.credit and "hand-made" in content.method


def test_html_marks_places_and_links_them_to_the_table(atlas: Atlas, gazetteer):
    """Each marked name leads to a row that is there; the map stands in the page."""
    page = Words(report_html(gather(atlas, gazetteer=gazetteer), SVG))
    rows = {attributes.get("id") for tag, attributes in page.tags if tag == "tr"}
    links = [attributes for tag, attributes in page.tags if tag == "a"]
    assert len(links) == 5
    assert {attributes["href"].removeprefix("#") for attributes in links} <= rows
    assert [each["class"] for each in links].count("place unsure") == 1
    assert any(tag == "svg" for tag, _ in page.tags)
    assert handmade.TEXT.split("\n")[0] in page.text


def test_no_form_lets_text_become_code(atlas: Atlas, gazetteer):
    """A title and a text of markup are shown as they stand."""
    parsed = atlas.documents[0]
    bad = replace(parsed, document=replace(parsed.document, title=EVIL, text=EVIL), resolutions=())
    content = gather(collect([bad]), gazetteer=gazetteer)
    page = Words(report_html(content, SVG))
    assert not [tag for tag, _ in page.tags if tag == "script"]
    assert page.text.count(EVIL) == 3
    text = report_markdown(content, picture="map.svg")
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[x|(?<!\\)\*a", text)
    for kind in ("iframe", "wordpress"):
        framed = frame(kind, title=EVIL, page='"><script>', picture="p.svg")
        assert framed.count("<script>") == 1 and framed.index("</iframe>") < framed.index("<script>")


def test_markdown_is_a_table_and_bold_names(atlas: Atlas, gazetteer):
    """The picture, a pipe table and the text with names in bold."""
    text = report_markdown(gather(atlas, gazetteer=gazetteer), picture="my map.svg")
    assert "![Map: A bridge reopens](<my map.svg>)" in text
    assert "| Mosul | Iraq |" in text
    assert "**Mosul**" in text
    markdown = pytest.importorskip("markdown", reason="pip install markdown")
    page = markdown.markdown(text, extensions=["tables"])
    assert page.count("<tr>") == 5
    assert "<strong>Tripoli</strong>" in page


def test_docx_opens_in_python_docx(atlas: Atlas, gazetteer):
    """Headings, the picture with its words, the table, marked names."""
    docx = pytest.importorskip("docx", reason="pip install python-docx")
    png = _png()
    file = docx.Document(io.BytesIO(report_docx(gather(atlas, gazetteer=gazetteer), png)))
    assert [each.text for each in file.paragraphs if each.style.name == "Heading 1"] == [
        "Places",
        "Text",
        "Not placed",
        "Method and credits",
    ]
    assert len(file.inline_shapes) == 1
    assert [row.cells[0].text for row in file.tables[0].rows] == ["Place", "Mosul", "Iraq", "Nineveh", "Tripoli"]
    assert any(run.bold and run.text == "Mosul" for each in file.paragraphs for run in each.runs)


def test_pdf_is_made(atlas: Atlas, gazetteer):
    """The PDF report is a PDF of some size."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        pytest.skip("WeasyPrint or Pango is missing: pip install weasyprint, apt-get install libpango-1.0-0")
    made = report_pdf(gather(atlas, gazetteer=gazetteer), SVG)
    assert made[:5] == b"%PDF-" and len(made) > 5_000


@pytest.mark.parametrize("kind", FRAMES)
def test_frames_name_the_map_lazily_and_in_a_box(kind: str):
    """Every frame names its page or picture; live ones load late and in a sandbox."""
    text = frame(kind, title="Floods", page="https://example.org/map.html", picture="https://example.org/map.svg")
    assert "https://example.org/map." in text
    if "<iframe" in text:
        assert 'loading="lazy"' in text and 'sandbox="allow-scripts' in text and 'title="Floods"' in text


def test_mail_holds_the_picture():
    """A mail program finds a text, an HTML part and the picture; the same each time."""
    made = email_message(title="Floods", description="A map.", page="https://example.org/m", png=_png())
    assert made == email_message(title="Floods", description="A map.", page="https://example.org/m", png=_png())
    message = email.message_from_bytes(made, policy=email.policy.default)
    assert message["Subject"] == "Floods"
    assert "A map." in message.get_body(("plain",)).get_content()
    assert 'src="cid:map@geomap"' in message.get_body(("html",)).get_content()
    assert [part.get_content() for part in message.walk() if part.get_content_type() == "image/png"] == [_png()]


def test_sphinx_builds_a_page_with_the_frame(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str]):
    """What is printed for Sphinx is a live frame in its HTML and the picture elsewhere, without a warning."""
    pytest.importorskip("sphinx", reason="pip install sphinx")
    from sphinx.application import Sphinx

    source = tmp_path / "source"
    report = str(root / "tests" / "cases" / "sample-report.txt")
    assert main(["embed", report, "--for", "sphinx", "--folder", str(source), "--title", "Aid *on* the road"]) == 0
    printed = capsys.readouterr().out
    (source / "conf.py").write_text('html_extra_path = ["sample-report.html"]\n', encoding="utf-8")
    (source / "index.rst").write_text(f"Title\n=====\n\n{printed}\nAfter.\n", encoding="utf-8")
    for builder in ("html", "text"):
        out = tmp_path / builder
        Sphinx(str(source), str(source), str(out), str(out / "tree"), builder, warningiserror=True, status=None).build()
    page = Words((tmp_path / "html" / "index.html").read_text(encoding="utf-8"))
    (frame_tag,) = [attributes for tag, attributes in page.tags if tag == "iframe"]
    assert frame_tag["title"] == "Aid *on* the road" and frame_tag["src"] == "sample-report.html"
    assert (tmp_path / "html" / "sample-report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "geomapHeight" in page.text and not [tag for tag, _ in page.tags if tag == "em"]
    assert "[image: Aid *on* the road]" in (tmp_path / "text" / "index.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("program", ["markdown", "commonmark"])
def test_markdown_programs_show_the_picture_with_its_link(program: str):
    """What is printed for Markdown is one picture inside one link, whatever the title is."""
    library = pytest.importorskip(program, reason=f"pip install {program}")
    render = library.markdown if program == "markdown" else library.commonmark
    page = Words(render(frame("markdown", title=EVIL, page="maps/a b.html", picture="maps/a b.svg")))
    assert [tag for tag, _ in page.tags] == ["p", "a", "img"]
    assert page.tags[2][1]["alt"] == f"Map: {EVIL}"


def test_the_commands_write_reports_and_frames(tmp_path: Path, capsys: pytest.CaptureFixture[str], root: Path):
    """``geomap report`` takes what the ending says; ``geomap embed`` writes what it refers to."""
    report = str(root / "tests" / "cases" / "sample-report.txt")
    assert main(["report", report, "-o", str(tmp_path / "r.md")]) == 0
    assert "![Map: " in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert (tmp_path / "r.svg").read_text(encoding="utf-8").startswith("<svg")
    assert main(["report", report, "-o", str(tmp_path / "r.odt")]) == 2
    assert "let its name end in .html, .pdf, .docx, .md" in capsys.readouterr().err
    assert main(["embed", report, "--for", "sphinx", "--folder", str(tmp_path), "--base-url", "https://a.org/x/"]) == 0
    assert "https://a.org/x/sample-report.html" in capsys.readouterr().out
    assert (tmp_path / "sample-report.html").exists() and (tmp_path / "sample-report.svg").exists()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "https://[x"])
def test_an_address_that_runs_or_cannot_be_read_is_refused(address: str, capsys, root: Path):
    """What is pasted into a page must lead to a page."""
    report = str(root / "tests" / "cases" / "sample-report.txt")
    assert main(["embed", report, "--for", "markdown", "--base-url", address]) == 2
    assert f"--base-url is {address!r}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (["picture", "-o", "map.png"], "PNG needs CairoSVG"),
        (["report", "-o", "r.docx"], "a Word file needs CairoSVG"),
        (["embed", "--for", "email"], "take --for html"),
    ],
)
def test_without_the_extra_each_form_says_what_to_do(command, says, root, tmp_path, monkeypatch, capsys):
    """The message names what was asked for, how to get it, and what needs nothing instead."""
    monkeypatch.setitem(sys.modules, "cairosvg", None)
    monkeypatch.chdir(tmp_path)
    assert main([command[0], str(root / "tests" / "cases" / "sample-report.txt"), *command[1:]]) == 2
    told = capsys.readouterr().err
    assert says in told and "pip install '.[reports]'" in told


def _png() -> bytes:
    """A white pixel."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


def test_contradictions_are_told_in_every_form(geoparser, gazetteer):
    """A stated distance that the gazetteer denies stands under a heading of its own, and in the popup."""
    text = "The town of Qayyarah, 600 km south of Mosul, was quiet. Mosul is in Iraq."
    atlas = collect([geoparser.parse(Document(text=text))])
    content = gather(atlas, gazetteer=gazetteer)
    (told,) = content.contradictions
    assert told.startswith("The text puts Qayyarah 600 km south of Mosul, the gazetteer ")
    for page in (report_html(content, SVG), report_markdown(content, picture="map.svg")):
        assert "Where text and gazetteer disagree" in page
        assert "they contradict each other" in page
    place = next(each for each in atlas.places if each.place.name == "Al Qayyārah")
    drawn = drawn_place(place, gazetteer, {}, in_basemap=False)
    assert drawn.fields["why"][0].startswith("the text puts Qayyarah 600 km")
