"""Measure the page in headless Chromium and print what was found: ``python tests/browser/measure_page.py``.

An article with the embedded gazetteer, then 100,000 mentions at 10,000 places, and the same places as
folium markers in a cluster, each built by a process of its own, whose imports and memory count. Nothing is
asserted. ``--quick`` leaves the large maps out.
"""

from __future__ import annotations

import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
RUNS = 5
LONGEST = """() => new Promise(done => { let longest = 0;
    new PerformanceObserver(list => list.getEntries().forEach(task => { longest = Math.max(longest, task.duration); }))
        .observe({type: 'longtask'});
    const map = document.querySelector('.gm').geomap.map; let steps = 0;
    const step = () => { steps += 1; if (steps > 20) { setTimeout(() => done(longest), 500); return; }
        map.panBy([steps % 2 ? 140 : -90, 60], {animate: true}); setTimeout(step, 150); }; setTimeout(step, 300); })"""
SEARCH = """word => { const app = document.querySelector('.gm').geomap;
    app.filter.text = word; const start = performance.now(); app.refresh(); return performance.now() - start; }"""


def towns_and_reports(count: int, reports: int, mentions: int):
    """Many towns all over the world and reports that name them, the first ones most often."""
    from render_world import place, resolution

    from geomap.model import Document, GeoparsedDocument, Mention

    chance = random.Random(5)
    towns = [
        place(f"geonames:{n}", f"Town {n}", round(chance.uniform(-55, 70), 4), round(chance.uniform(-170, 175), 4))
        for n in range(count)
    ]
    made, named = [], 0
    for number in range(reports):
        text, resolutions = "", []
        for _ in range(mentions // reports):
            town = towns[named] if named < count else towns[int(chance.random() ** 2 * count)]
            named += 1
            start = len(text) + len("The relief column reached ")
            text += f"The relief column reached {town.name} on that day. "
            mention = Mention(start=start, end=start + len(town.name), text=town.name)
            resolutions.append(resolution(mention, town, confidence=chance.choice((0.95, 0.7))))
        day = f"2024-{1 + number % 12:02}-{1 + number % 28:02}"
        document = Document(text=text, id=f"r{number}", published=day, source=f"Wire {number % 5}")
        made.append(GeoparsedDocument(document=document, resolutions=tuple(resolutions)))
    return towns, made


def drawn_s(browser, file: Path) -> float:
    """Seconds from the start of the navigation to the second frame after the page says that it is ready."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
    page = context.new_page()
    page.goto(file.as_uri(), timeout=300_000, wait_until="commit")
    page.wait_for_selector(".gm[data-ready=true]", timeout=300_000)
    wait = (
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))))"
    )
    elapsed = page.evaluate(wait)
    context.close()
    return elapsed / 1000


def built(make, file: Path) -> float:
    """CPU seconds that ``make`` takes to write ``file``."""
    start = time.process_time()
    make().save(file)
    return time.process_time() - start


def build_large(name: str, file: Path) -> None:
    """Print CPU seconds and the most megabytes of this process, for our map of the towns or folium's."""
    from geomap import Gazetteer, build_map, collect

    towns, reports = towns_and_reports(10_000, 5_000, 100_000)
    if name == "folium":
        del reports
        seconds = built(lambda: folium_map(towns), file)
    else:
        atlas = collect(reports)
        with Gazetteer.open() as gazetteer:
            seconds = built(lambda: build_map(atlas, gazetteer=gazetteer), file)
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def built_apart(name: str, file: Path) -> tuple[float, float]:
    """CPU seconds and megabytes of a process that builds one of the large maps (median and most of three)."""
    runs = [
        subprocess.run([sys.executable, __file__, name, str(file)], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    ]
    figures = [tuple(map(float, run.split())) for run in runs]
    return statistics.median(seconds for seconds, _ in figures), max(megabytes for _, megabytes in figures)


def folium_map(towns):
    """The towns as folium draws them by its own means."""
    import folium
    from folium.plugins import MarkerCluster

    plain = folium.Map(tiles=None)
    plain.options["max_zoom"] = 12
    cluster = MarkerCluster().add_to(plain)
    for town in towns:
        folium.Marker((town.latitude, town.longitude), popup=town.name).add_to(cluster)
    return plain


def main() -> None:
    """Print the figures."""
    from playwright.sync_api import sync_playwright
    from render_world import power_line

    from geomap import Gazetteer, build_map

    folder = Path(tempfile.mkdtemp())
    with sync_playwright() as playwright, Gazetteer.open() as gazetteer:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        file = folder / "article.html"
        times = [built(lambda: build_map([power_line()], gazetteer=gazetteer), file) for _ in range(RUNS)]
        print(f"article: {file.stat().st_size / 1e3:.0f} kB, built in {statistics.median(times):.2f} s CPU", end=", ")
        print(f"drawn in {statistics.median(drawn_s(browser, file) for _ in range(RUNS)):.2f} s (medians of {RUNS})")
        if "--quick" in sys.argv:
            return
        file = folder / "large.html"
        ours_s, ours_most_mb = built_apart("ours", file)
        ours_mb = file.stat().st_size / 1e6
        drawn = statistics.median(drawn_s(browser, file) for _ in range(3))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(file.as_uri(), timeout=300_000)
        page.wait_for_selector(".gm[data-ready=true]", timeout=300_000)
        page.evaluate(SEARCH, "warm")
        search_ms = statistics.median(page.evaluate(SEARCH, f"town {n}77") for n in range(RUNS))
        page.evaluate(SEARCH, "")
        page.wait_for_timeout(2000)
        print(f"100,000 mentions at 10,000 places: {ours_mb:.1f} MB, built in {ours_s:.1f} s CPU", end=", ")
        print(f"at most {ours_most_mb:.0f} MB (the reports themselves included)", end=", ")
        print(f"interactive after {drawn:.2f} s, search {search_ms:.0f} ms, longest task while panning ", end="")
        print(f"{page.evaluate(LONGEST):.0f} ms (0: none over 50 ms)")
        page.close()
        theirs = folder / "folium.html"
        theirs_s, theirs_most_mb = built_apart("folium", theirs)
        theirs_mb = theirs.stat().st_size / 1e6
        print(f"the same 10,000 places as folium.Marker in MarkerCluster: {theirs_mb:.1f} MB", end=", ")
        print(f"built in {theirs_s:.1f} s CPU, at most {theirs_most_mb:.0f} MB", end="; ")
        print("its page asks a network for its code and stays white without one")
        print(f"ratios, folium to ours: built {theirs_s / ours_s:.1f}", end=", ")
        print(f"memory {theirs_most_mb / ours_most_mb:.1f}, bytes {theirs_mb / ours_mb:.1f}", end=", ")
        print(f"bytes a place {theirs_mb / 10_000 / (ours_mb / 110_000):.1f} (ours: a place or a mention)")
    shutil.rmtree(folder)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "folium"):
        build_large(sys.argv[1], Path(sys.argv[2]))
    else:
        main()
