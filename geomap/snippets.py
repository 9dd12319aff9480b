"""A snippet is the sentence around a mention, cut to a length that a popup can hold."""

from __future__ import annotations

from geomap.sentences import sentences_of

#: Characters of a snippet: four lines in a popup 320 px wide.
SNIPPET_LENGTH = 280


class Snippets:
    """The snippets of one text: the sentences are found once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sentences = sentences_of(text)

    def around(self, start: int, end: int, *, length: int = SNIPPET_LENGTH) -> tuple[int, int]:
        """Where the snippet of the mention ``[start, end)`` begins and ends in the text.

        The sentence, or some ``length`` characters of it around the mention, cut at spaces.
        """
        first, last = self._sentences.at(start)
        last = max(last, end)
        if last - first <= length:
            return first, last
        room = max(0, length - (end - start))
        left = max(first, start - room // 2)
        right = min(last, max(end, left + length))
        left = max(first, min(left, right - length))
        if left > first:
            space = self._text.find(" ", left, start)
            left = space + 1 if space >= 0 else left
        if right < last:
            space = self._text.rfind(" ", end, right)
            right = space if space > 0 else right
        return left, right
