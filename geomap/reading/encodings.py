"""An encoding is how a file's bytes spell its text; `decode` finds it, or refuses what is no text.

UTF-8 is taken silently. Anything else is a finding or a guess, and comes with a remark for the user.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from geomap.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the encoding it was in, and what the user should know about that, if anything."""

    text: str
    encoding: str
    remark: str | None = None


# A byte-order mark is a mark of the encoding, no part of the text. The longer marks stand first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF", "save its text first, for example with pdftotext"),
    (b"PK\x03\x04", "an office document or ZIP archive", "save it as plain text first"),
    (b"\xd0\xcf\x11\xe0", "an office document", "save it as plain text first"),
    (b"{\\rtf", "an RTF document", "save it as plain text first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x89PNG", "a PNG picture", "give its text"),
    (b"\xff\xd8\xff", "a JPEG picture", "give its text"),
    (b"SQLite format 3\x00", "an SQLite database", "export its texts first"),
)
#: Control characters that no text has; tab, line ends, form feed and escape are not among them.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: A text may hold a stray control character; a binary that decodes by chance holds many.
_MAX_CONTROL_SHARE = 0.01
#: UTF-8 with this share of broken bytes or less is a damaged UTF-8 file, not one in another encoding.
_MAX_BROKEN_SHARE = 0.001
#: Western European text has few bytes beyond ASCII (French about 4 %); Cyrillic, Arabic and CJK have most.
_MAX_WESTERN_SHARE = 0.25
#: How much is looked at for a guess: more does not make it better, only slower.
_SAMPLE_BYTES = 65_536


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """The text that ``content`` spells, in ``encoding`` or in the one that it is found to be in.

    Raises InputError for what is no text, for an unknown encoding, and for bytes that the encoding
    asked for does not allow.
    """
    if encoding is not None:
        return _decode_as(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            text = _strictly(content[len(mark) :], name)
            remark = None if name == "utf-8" else f"is {_shown(name)} by its byte-order mark"
            return _checked(text, name, remark)
    for signature, what, advice in _SIGNATURES:
        if content.startswith(signature):
            raise InputError(f"is {what}, not a text: {advice}")
    if b"\0" in content:
        return _wide(content)
    try:
        return _checked(content.decode("utf-8"), "utf-8", None)
    except UnicodeDecodeError as error:
        return _damaged(content, error) or _guessed(content)


def _decode_as(content: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        if not codecs.lookup(encoding)._is_text_encoding:
            raise LookupError(encoding)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"cannot be read as {encoding!r}, which is no encoding that Python knows: "
            "give --encoding utf-8, cp1252, cp1251 or cp1256"
        ) from error
    if name.startswith("utf-8"):
        name = "utf-8-sig"
    return _checked(_strictly(content, name), name.removesuffix("-sig"), None)


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeError as error:
        where = f" (at byte {error.start:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(f"is not {_shown(name)}{where}: give its encoding with --encoding") from error


def _checked(text: str, name: str, remark: str | None) -> Decoded:
    if "\0" in text:
        raise InputError("is a binary file, not a text: it holds NUL bytes; give a plain text file")
    strays = sum(1 for _ in _CONTROL.finditer(text))
    if strays > max(1, len(text) * _MAX_CONTROL_SHARE):
        raise InputError(
            f"is a binary file, not a text: {strays:,} control characters; give a plain text file"
        )
    return Decoded(text=text, encoding=name, remark=remark)


def _wide(content: bytes) -> Decoded:
    """UTF-16 without its mark: the NULs are the high halves of Latin letters, all on one side."""
    sample = content[:_SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(content) % 2 == 0 and min(even, odd) == 0 and max(even, odd) > len(sample) / 4:
        name = "utf-16-be" if even else "utf-16-le"
        text = _strictly(content, name)
        return _checked(text, name, f"was taken for {_shown(name)}; if that is wrong, give --encoding")
    raise InputError("is a binary file, not a text: it holds NUL bytes; give a plain text file")


def _damaged(content: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 with a few broken bytes, each shown as U+FFFD; ``None`` when it is something else."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for letter in text[: _SAMPLE_BYTES * 4] if letter > "\x7f" and letter != "\ufffd")
    if not whole or broken > max(1, len(text) * _MAX_BROKEN_SHARE) or broken * 4 > whole:
        return None
    line = content.count(b"\n", 0, error.start) + 1
    places = "1 place" if broken == 1 else f"{broken} places"
    return _checked(text, "utf-8", f"is damaged UTF-8: {places}, the first in line {line}, read as \ufffd")


def _guessed(content: bytes) -> Decoded:
    """The text in the likeliest of the older encodings; which one is said in the remark."""
    sample = _sample(content)
    name = "cp1252" if _is_western(sample) else _guess(sample)
    if name is None:
        raise InputError("is neither UTF-8 nor an encoding that can be told: give it with --encoding")
    text = _strictly(content, name)
    return _checked(
        text, name, f"is not UTF-8 and was taken for {_shown(name)}; if that is wrong, give --encoding"
    )


def _sample(content: bytes) -> bytes:
    """The beginning, ended at a space or line end: such bytes are never half of a letter."""
    if len(content) <= _SAMPLE_BYTES:
        return content
    sample = content[:_SAMPLE_BYTES]
    return sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1] or sample


def _is_western(sample: bytes) -> bool:
    """True when Windows-1252 makes letters and typographic marks of all bytes beyond ASCII."""
    beyond = sum(1 for byte in sample if byte > 0x7F)
    if beyond > len(sample) * _MAX_WESTERN_SHARE:
        return False
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return False
    for before, letter in zip(" " + text, text, strict=False):
        if letter > "\x7f" and not letter.isalpha():
            # "¿Dónde?" may begin a word; "¿o³nierz" is Polish read wrongly.
            category = unicodedata.category(letter)
            if before.isalpha() and category not in ("Pi", "Pf", "Pd", "Po", "Ps", "Zs"):
                return False
            if before.isalpha() and letter in "¿¡":
                return False
    return True


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return None if best is None else best.encoding


def _shown(name: str) -> str:
    """The encoding's name as people write it."""
    names = {
        "cp1252": "Windows-1252",
        "cp1251": "Windows-1251",
        "cp1256": "Windows-1256",
        "cp1250": "Windows-1250",
    }
    return names.get(name, name.replace("_", "-").upper())
