"""Score spatial relations on tests/cases/relations.jsonl: `python tests/benchmarks/relations.py`.

Prints the relations' F1 (kind, anchors, distance and direction must be right and the spans meet), the share of
true villages inside their footprint, and the median area beside the sector of ±22.5° and ±20 % of the distance.
With `--corpora FOLDER` it counts relations in annotated corpora; with `--show N` it lists every Nth of them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from math import cos, pi, radians
from pathlib import Path
from statistics import median

CASES = Path(__file__).resolve().parent.parent / "cases" / "relations.jsonl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, help="a folder of annotated corpora to count relations in")
    parser.add_argument("--show", type=int, default=0, help="list every Nth relation of the corpora")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong")
    args = parser.parse_args()
    from geomap.pipeline import Geoparser

    geoparser = Geoparser()
    if args.corpora:
        count(geoparser, args.corpora, args.show)
    else:
        score(geoparser, args.wrong)


def score(geoparser, wrong: bool) -> None:
    """The scores on our own sentences."""
    import shapely

    from geomap.model import Document

    hits = found = wanted = inside = located = 0
    ratios = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        parsed = geoparser.parse(Document(text=case["text"]))
        gold = list(case["relations"])
        wanted += len(gold)
        found += len(parsed.relations)
        for number, relation in enumerate(parsed.relations):
            match = next((each for each in gold if same(relation, each)), None)
            if match is None:
                if wrong:
                    print("too much ", case["id"], case["text"], "→", relation.kind, relation.text)
                continue
            gold.remove(match)
            hits += 1
            if "place_id" in case:
                footprint = parsed.footprints[number]
                located += 1
                holds = footprint.geometry.contains(shapely.Point(case["longitude"], case["latitude"]))
                inside += holds
                ratios.append(area_km2(footprint.geometry) / sector_km2(relation.distance_m / 1000))
                if wrong and not holds:
                    print("not inside", case["id"], case["text"], "→", footprint.method)
        if wrong:
            for each in gold:
                phrase = case["text"][each["start"] : each["end"]]
                print("missing  ", case["id"], case["text"], "→", each["kind"], phrase)
    precision, recall = hits / found, hits / wanted
    print(f"relations {wanted}, found {found}: precision {precision:.3f}, recall {recall:.3f}, "
          f"F1 {2 * precision * recall / (precision + recall):.3f}")  # fmt: skip
    print(f"true places inside: {inside} of {located} = {inside / located:.3f}")
    print(f"median area beside the sector of ±22.5° and ±20 %: {median(ratios):.2f}")


def same(relation, gold: dict) -> bool:
    """True when kind, anchors, figures and span agree."""
    return (
        relation.kind == gold["kind"]
        and [anchor.text for anchor in relation.anchors] == gold["anchors"]
        and (relation.bearing_deg == gold["bearing_deg"])
        and ((relation.distance_m is None) == (gold["distance_m"] is None))
        and (gold["distance_m"] is None or abs(relation.distance_m - gold["distance_m"]) <= 0.01 * gold["distance_m"])
        and relation.start < gold["end"]
        and gold["start"] < relation.end
    )


def area_km2(geometry) -> float:
    """The area of a small shape."""
    return geometry.area * 111.195**2 * cos(radians(geometry.centroid.y))


def sector_km2(distance_km: float) -> float:
    """The area of the sector of ±22.5° and ±20 %."""
    return pi * 45 / 360 * ((1.2 * distance_km) ** 2 - (0.8 * distance_km) ** 2)


def count(geoparser, folder: Path, show: int) -> None:
    """Relations by kind in annotated corpora, and the time that they take beside parsing."""
    from geomap.evaluate.corpus import read_corpus
    from geomap.relations.phrases import find_phrases

    kinds: Counter[str] = Counter()
    documents = seen = 0
    relating = parsing = 0.0
    for path in sorted(folder.glob("*.jsonl")):
        for gold in read_corpus(path).documents:
            started = time.perf_counter()
            parsed = geoparser.parse(gold.document)
            parsing += time.perf_counter() - started
            started = time.perf_counter()
            find_phrases(gold.document, parsed.resolutions)
            relating += time.perf_counter() - started
            documents += 1
            for relation in parsed.relations:
                kinds[relation.kind] += 1
                seen += 1
                if show and seen % show == 0:
                    text = gold.text[max(0, relation.start - 50) : relation.end + 40].replace("\n", " ")
                    anchors = [each.text for each in relation.anchors]
                    print(f"{relation.kind} | {relation.text!r} | {anchors} | … {text} …")
    print(f"{documents} documents, {sum(kinds.values())} relations:", dict(kinds.most_common()))
    print(f"finding relations takes {relating / (parsing - relating):.1%} of the rest of parsing")


if __name__ == "__main__":
    main()
