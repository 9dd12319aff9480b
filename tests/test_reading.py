"""Reading: bytes become a text that is unaltered, or a message that says what to do."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.reading import decode, read, read_all

RUSSIAN = "Войска вошли в Мосул на севере Ирака, сообщил губернатор провинции Найнава во вторник. "
ARABIC = "دخلت القوات مدينة الموصل شمال العراق يوم الثلاثاء وفق ما قال المحافظ. "
JAPANESE = "イラク北部モスルで火曜日に爆発があり、知事が発表した。東京でも集会が開かれた。"
POLISH = "W Łodzi i Gdańsku żołnierze świętowali, źródła mówią o trzęsieniu ziemi. "


def written(folder: Path, name: str, content: bytes) -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff")))
def test_decode_gives_back_what_utf8_spells(text: str):
    """A law: text in UTF-8 comes through unaltered; only what looks binary is refused."""
    controls = sum(1 for letter in text if letter < " " or letter == "\x7f")
    content = text.encode("utf-8")
    if controls == 0 and not content.startswith((b"%PDF-", b"PK\x03\x04", b"{\\rtf")):
        assert decode(content).text == text
        assert decode(content).remark is None


@pytest.mark.parametrize(
    "text",
    [
        "one\r\ntwo\rthree\n",
        "  blanks \t kept  ",
        "\u202bموصل\u202c Mosul",
        ARABIC,
        JAPANESE,
        "e\u0301 is not made é",
        "",
    ],
)
def test_read_leaves_the_text_unaltered(tmp_path: Path, text: str):
    """Line ends, blanks, marks of direction and combining letters stay: offsets refer to them."""
    (document,) = read(written(tmp_path, "report.txt", text.encode()))
    assert document.text == text


def test_read_names_a_document_after_its_file(tmp_path: Path):
    """The id is the file's name without the folders, so that it is the same on every machine."""
    (document,) = read(written(tmp_path, "report.txt", b"x"), title="T", source="S", published="2026-05-03")
    assert (document.id, document.title, document.source, document.published) == (
        "report.txt",
        "T",
        "S",
        "2026-05-03",
    )


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("The café’s owner left Besançon — “naïve”, he said.", "cp1252", "Windows-1252"),
        ("Un obús cayó en Málaga. ¿Dónde? ¡Aquí!", "latin-1", "Windows-1252"),
        (POLISH, "cp1250", "Windows-1250"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8-r", "KOI8-R"),
        (ARABIC, "cp1256", "Windows-1256"),
        (JAPANESE, "shift_jis", "CP932"),
        ("Mosul fell. " + RUSSIAN * 2000, "cp1251", "Windows-1251"),
        (JAPANESE * 3000, "shift_jis", "CP932"),
    ],
)
def test_decode_finds_older_encodings_and_says_which(text: str, encoding: str, said: str):
    """A text that is not UTF-8 is read in the encoding that it is likeliest in, never silently."""
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert said in decoded.remark
    assert "--encoding" in decoded.remark


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_decode_reads_wide_encodings(encoding: str):
    """A byte-order mark is no part of the text; UTF-16 without one is told by its zero bytes."""
    text = "Mosul and Qayyarah.\r\n" * 3
    assert decode(text.encode(encoding)).text == text


def test_decode_shows_damage_in_utf8():
    """One broken byte in a UTF-8 text is shown as U+FFFD and its line is said."""
    content = (ARABIC * 20).encode() + b"\n\xff\n" + RUSSIAN.encode()
    decoded = decode(content)
    assert decoded.text.count("\ufffd") == 1
    assert "line 2" in decoded.remark


def test_decode_takes_the_encoding_given():
    """An encoding that is given is not doubted."""
    assert decode(POLISH.encode("cp1250"), encoding="cp1250").text == POLISH
    assert decode(b"\xef\xbb\xbfMosul", encoding="UTF-8").text == "Mosul"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "PNG picture"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF, not a text"),
        (b"PK\x03\x04\x14\0", "office document"),
        (b"\x1f\x8b\x08\0abc", "gzip"),
        (b"Mosul\0Qayyarah and more text", "NUL bytes"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0", "NUL bytes"),
        (bytes(range(1, 32)) * 20, "control characters"),
    ],
)
def test_decode_refuses_what_is_no_text(content: bytes, message: str):
    """A binary is refused with its kind and the next step, not drawn as rubbish."""
    with pytest.raises(InputError, match=message):
        decode(content)


def test_decode_refuses_an_unknown_encoding():
    """A misspelled encoding is named, with others to try."""
    for name in ("utf-ate", "base64", "a\0b"):
        with pytest.raises(InputError, match="no encoding that Python knows"):
            decode(b"x", encoding=name)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: str(folder / "missing.txt"), "does not exist"),
        (lambda folder: str(folder), "is a folder"),
        (lambda folder: "bad\0name", "cannot be opened"),
        (lambda folder: written(folder, "picture.txt", b"\x89PNG\0"), "PNG picture"),
    ],
)
def test_read_refuses_and_names_the_input(tmp_path: Path, make, message: str):
    """The message of what cannot be read is one line that names the input."""
    name = make(tmp_path)
    with pytest.raises(InputError, match=message) as caught:
        list(read(name))
    assert "\n" not in str(caught.value)
    assert Path(name.replace("\0", "")).name[:3] in str(caught.value)


def test_read_takes_standard_input():
    """``-`` is standard input, its document is called stdin."""
    (document,) = read("-", stdin=io.BytesIO(b"Mosul\r\n"))
    assert (document.id, document.text) == ("stdin", "Mosul\r\n")


def test_read_takes_ten_megabytes(tmp_path: Path):
    """A long text is read whole, in UTF-8 and in an older encoding."""
    text = RUSSIAN * (10_000_000 // len(RUSSIAN))
    (document,) = read(written(tmp_path, "long.txt", text.encode("cp1251")))
    assert document.text == text


def test_read_takes_json_lines(tmp_path: Path):
    """Each line is a document; what it does not say comes from the options; blank lines do not count."""
    lines = [
        {"id": "a", "text": "Mosul", "title": "First", "source": "s", "published": "2026-05-03", "more": 1},
        {"text": "Erbil", "title": None},
        {"id": 7, "text": ""},
    ]
    content = "\ufeff" + "\n\n".join(json.dumps(line) for line in lines)
    documents = list(read(written(tmp_path, "wire.jsonl", content.encode()), title="Given"))
    assert [(each.id, each.text, each.title) for each in documents] == [
        ("a", "Mosul", "First"),
        ("wire-3", "Erbil", "Given"),
        ("7", "", "Given"),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "not a JSON object"),
        (b"\xff\xfe", "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
        (b"[1]", 'has no "text"'),
        (b'{"title": "x"}', 'has no "text"'),
        (b'{"text": 3}', 'has no "text"'),
        (b'{"text": "x", "title": 3}', '"title" is 3'),
        (b'{"text": "x", "id": [1]}', '"id" is'),
        (b'{"text": "a\\u0000b"}', "NUL"),
    ],
)
def test_read_tells_a_bad_line_and_goes_on(tmp_path: Path, line: bytes, message: str):
    """A line that is no document is told with its number; the others are read."""
    name = written(tmp_path, "wire.jsonl", line + b'\n{"id": "b", "text": "Erbil"}\n')
    errors: list[InputError] = []
    assert [document.id for document in read(name, on_error=errors.append)] == ["b"]
    assert [str(error).startswith(f"{name}, line 1:") for error in errors] == [True]
    assert message in str(errors[0])
    with pytest.raises(InputError, match="line 1"):
        list(read(name))


def test_read_all_gives_ids_of_their_own(tmp_path: Path):
    """Files of the same name in two folders are two documents; a file named twice is read once."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, second = (written(tmp_path / folder, "report.txt", folder.encode()) for folder in "ab")
    said: list[str] = []
    documents = list(read_all([first, second, first], notify=said.append))
    assert [(each.id, each.text) for each in documents] == [("report.txt", "a"), ("report.txt-2", "b")]
    assert said == [f"{first} is named twice and read once"]


def test_read_all_goes_on_after_a_bad_input(tmp_path: Path):
    """One input that cannot be read takes no other with it."""
    good = written(tmp_path, "good.txt", b"Mosul")
    errors: list[InputError] = []
    documents = list(read_all([str(tmp_path / "none.txt"), good], on_error=errors.append))
    assert [document.id for document in documents] == ["good.txt"]
    assert "none.txt does not exist" in str(errors[0])


def test_read_says_when_the_input_is_html(tmp_path: Path):
    """Markup is read as text, and the user is told."""
    said: list[str] = []
    list(read(written(tmp_path, "page.html", b"\n<!DOCTYPE html><p>Mosul"), notify=said.append))
    assert "looks like HTML" in said[0]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_read_gives_an_id_that_can_be_written(tmp_path: Path):
    """A file name that is not UTF-8 and half a surrogate pair in JSON become question marks."""
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(name).write_text("Mosul")
    assert [document.id for document in read(name)] == ["caf?.txt"]
    line = b'{"id": "\\ud83d", "text": "a\\udc00b", "title": "\\ud83d\\ude00"}'
    (document,) = read(written(tmp_path, "a.jsonl", line))
    assert (document.id, document.text, document.title) == ("?", "a?b", "\U0001f600")


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2025-02-10", "2025-02-10"),
        ("2025-02-10T14:30:00Z", "2025-02-10T14:30:00Z"),
        ("2025-02", "2025-02"),
        ("10 February 2025", "2025-02-10"),
        ("Mon, 10 Feb 2025 14:30:00 +0000", "2025-02-10"),
        ("Sept. 3rd, 2024", "2024-09-03"),
        ("2025/2/10", "2025-02-10"),
        ("2/3/2025", "2/3/2025"),
        ("31 February 2025", "31 February 2025"),
        ("10 Brumaire 2025", "10 Brumaire 2025"),
        ("yesterday", "yesterday"),
    ],
)
def test_dates_of_json_lines_become_iso_dates(tmp_path, written, published):
    """Reports of several archives sort by day; what is no clear date is kept and told."""
    path = tmp_path / "reports.jsonl"
    path.write_text(json.dumps({"text": "Rain fell on Mosul.", "published": written}), encoding="utf-8")
    told = []
    (document,) = read(str(path), notify=told.append)
    assert document.published == published
    assert bool(told) == (published == written and not written.startswith("2025-"))
    assert all("not a date like 2026-09-14" in each for each in told)
