"""Markup is XML made from texts of strangers: only letters that XML can hold, the same bytes each time."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

#: What XML 1.0 cannot hold, not even as a reference: control characters, lone surrogates, two non-characters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """``text`` with each letter that XML cannot hold replaced by one sign, so that offsets still count."""
    return _FORBIDDEN.sub("\ufffd", text)


def to_bytes(root: ET.Element, *, indent: bool = True) -> bytes:
    """The element as a UTF-8 file. Mixed text must not be indented: it would change."""
    if indent:
        ET.indent(root)
    # A carriage return would be read back as a line feed unless it is a reference.
    body = ET.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'.encode()
