"""How fast a text is parsed: `python tests/benchmarks/parsing_speed.py [--gazetteer NAME] [--article FILE]`.

Prints, on one core: the median time of recognition and of resolution of an article of some 400 words (made of our
own reports, or the text given), and the time of one document of 100,000 words with its number of mentions, beside
one of 25,000 words, so that what grows faster than the text shows.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from pathlib import Path

from geomap import Document, Geoparser
from geomap.gazetteer.opening import open_stack

CASES = Path(__file__).parents[1] / "cases" / "reports.jsonl"


def of_words(texts: list[str], count: int) -> str:
    """The texts one after the other, over and over, until there are ``count`` words."""
    chosen: list[str] = []
    words = 0
    while words < count:
        chosen.append(texts[len(chosen) % len(texts)])
        words += len(chosen[-1].split())
    return "\n\n".join(chosen)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gazetteer", action="append", help="the stack to look up in (default: as geomap map)")
    parser.add_argument("--article", type=Path, help="a text file instead of our own 400 words")
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--words", type=int, default=100_000, help="words of the long document")
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = [json.loads(line)["text"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    article = arguments.article.read_text(encoding="utf-8") if arguments.article else of_words(texts[3:], 400)
    with open_stack(arguments.gazetteer) as gazetteer:
        geoparser = Geoparser(gazetteer)
        document = Document(text=article)
        geoparser.parse(document)
        recognising, parsing = [], []
        for _ in range(arguments.rounds):
            began = time.perf_counter()
            mentions = geoparser.recognizer.recognize(document)
            recognising.append(time.perf_counter() - began)
            began = time.perf_counter()
            geoparser.parse(document)
            parsing.append(time.perf_counter() - began)
        found, both = statistics.median(recognising) * 1000, statistics.median(parsing) * 1000
        print(
            f"article of {len(article.split())} words, {len(mentions)} mentions: {both:.1f} ms"
            f" (recognition {found:.1f}), {1000 / both:.0f} a second; {gazetteer.label}"
        )
        for words in (arguments.words // 4, arguments.words):
            long = Document(text=of_words(texts, words))
            began = time.perf_counter()
            parsed = geoparser.parse(long)
            seconds = time.perf_counter() - began
            print(f"{len(long.text.split()):,} words, {len(parsed.mentions):,} mentions: {seconds:.2f} s")


if __name__ == "__main__":
    main()
