"""A fence is a block of a Markdown page that asks for a map: it opens with ```` ```geomap ```` and holds a report.

Options stand in the opening line (``title="Floods" height=400``, also in pandoc's braces) or first in the block
as ``key: value`` lines that end with ``---``. Instead of a text, ``file`` names a report beside the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import InputError

#: What a fence may say. ``as`` is live, picture or image; ``size`` WIDTHxHEIGHT of a picture.
KEYS = ("file", "title", "date", "source", "as", "height", "size", "theme", "language")
_OPENS = re.compile(r"( {0,3})(`{3,}|~{3,})[ \t]*(.*)\Z")
_NAMED = re.compile(r"(?:geomap\b|\{[^}]*\.geomap\b|\{geomap\b)")
_ATTRIBUTE = re.compile(r"""([\w-]+)=("[^"]*"|'[^']*'|[^\s}]+)""")
_OPTION = re.compile(r"([a-z][\w-]*)\s*:(?:\s+(.*))?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fence:
    """What a block asks for. ``line`` is the number of its opening line, from 1."""

    options: dict[str, str]
    text: str
    line: int


def replace_fences(page: str, make: Callable[[Fence], str]) -> str:
    """``page`` with each map's fence replaced by what ``make`` gives; all else stays to the letter.

    Fences inside other fences are examples and stay. Raises InputError, with the line, for a block that cannot
    be understood, that does not end, or that ``make`` refuses.
    """
    lines = page.splitlines(keepends=True)
    out: list[str] = []
    at = 0
    while at < len(lines):
        opened = _OPENS.match(lines[at].rstrip("\r\n"))
        if opened is None or (opened[2][0] == "`" and "`" in opened[3]):
            out.append(lines[at])
            at += 1
            continue
        end = _end(lines, at + 1, opened[2])
        if _NAMED.match(opened[3]) is None:
            out += lines[at : end + 1]
        else:
            try:
                if end >= len(lines):
                    raise InputError(f"the block does not end: close it with {opened[2]}")
                out.append(make(_fence(opened, lines[at + 1 : end], at + 1)).rstrip("\n") + "\n")
            except InputError as error:
                raise InputError(f"line {at + 1}: {error}") from error
        at = end + 1
    return "".join(out)


def text_of(fence: Fence, folder: Path) -> str:
    """The report that the fence holds or names; a file is looked for in ``folder`` and nowhere above it.

    Raises InputError.
    """
    name = fence.options.get("file")
    if name is None:
        if not fence.text.strip():
            raise InputError("the block is empty: write a report into it, or `file: report.txt`")
        return fence.text
    if fence.text.strip():
        raise InputError(f"the block names the file {name!r} and holds a text: keep one of them")
    from geomap.reading import read

    try:
        root = folder.resolve()
        path = (root / name).resolve()
        is_inside = path.is_relative_to(root)
    except (OSError, ValueError) as error:
        raise InputError(f"{name!r} is no path ({error}): name a file beside the page") from error
    if not is_inside:
        raise InputError(f"{name!r} lies outside the page's folder: name a file in it or below it")
    return next(read(str(path), lines=False)).text


def _end(lines: list[str], at: int, marks: str) -> int:
    """The number of the line that closes a block, or one past the last."""
    closes = re.compile(rf" {{0,3}}{re.escape(marks[0])}{{{len(marks)},}}[ \t]*\Z")
    while at < len(lines) and not closes.match(lines[at].rstrip("\r\n")):
        at += 1
    return at


def _fence(opened: re.Match[str], lines: list[str], number: int) -> Fence:
    options = {key: value.strip("\"'") for key, value in _ATTRIBUTE.findall(opened[3])}
    indent = len(opened[1])
    body = [line[min(indent, len(line) - len(line.lstrip(" "))) :] for line in lines]
    said, text = _parted(body)
    options |= said
    for key in options:
        if key not in KEYS:
            raise InputError(f"there is no option {key!r}: a map's block takes {', '.join(KEYS)}")
    return Fence(options=options, text="".join(text), line=number)


def _parted(body: list[str]) -> tuple[dict[str, str], list[str]]:
    """The options that stand first in a block, and the rest of it."""
    plain = [line.strip() for line in body]
    head = plain.index("---") if "---" in plain else None
    found = [_OPTION.match(line) for line in plain[:head] if line]
    if head is None and not all(match and match[1] in KEYS for match in found):
        return {}, body
    if not all(found):
        return {}, body
    return {match[1]: _value(match[2]) for match in found if match}, [] if head is None else body[head + 1 :]


def _value(text: str | None) -> str:
    text = (text or "").strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
