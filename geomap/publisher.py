"""A publisher is who a report's source names: the host of a web address, or the words as they stand."""

from __future__ import annotations

from urllib.parse import urlsplit


def publisher_of(source: str) -> str:
    """Who published: the host of a web address, in small letters, or the source as it stands.

    >>> publisher_of("https://News.Paper.example/2026/09/14"), publisher_of("The Morning Paper")
    ('news.paper.example', 'The Morning Paper')
    """
    try:
        return urlsplit(source).hostname or source
    except ValueError:
        # "http://[once" looks like an address and is none.
        return source
