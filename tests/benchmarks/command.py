"""Times and sizes of the command, each beside its yardstick: medians of five, printed, not asserted.

Run it with the Python that geomap is installed in:

    python tests/benchmarks/command.py [REPORT] [--runs 5]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "tests" / "cases" / "sample-report.txt"
_CHROMIUM_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --hide-scrollbars --window-size=1440,900"
).split()


def seconds(command: list[str], runs: int) -> list[float]:
    """Wall seconds of each run, after one run that nobody counts."""
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    found = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        found.append(time.perf_counter() - began)
    return found


def peak_mb(command: list[str]) -> float:
    """The most memory that the process held, in MB: measured by a process of its own, as it is a maximum."""
    script = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], check=True, capture_output=True, text=True
    )
    return int(done.stdout) / (1024 * 1024 if sys.platform == "darwin" else 1024)


def drawn_ms(page: Path, runs: int) -> list[float] | None:
    """Milliseconds from opening the page to its first frame with the map, in headless Chromium."""
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        return None
    from playwright.sync_api import sync_playwright

    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_CHROMIUM_FLAGS)
        for run in range(runs + 1):
            context = browser.new_context(viewport={"width": 1440, "height": 900}, offline=True)
            tab = context.new_page()
            began = time.perf_counter()
            tab.goto(page.as_uri())
            tab.wait_for_selector("[data-ready=true]", state="attached")
            # Two frames: what the first one drew is on the screen when the second begins.
            tab.evaluate(
                "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            if run:  # the first one warms the browser
                found.append((time.perf_counter() - began) * 1000)
            context.close()
        browser.close()
    return found


def shown(name: str, figures: list[float], unit: str, rule: str) -> None:
    spread = f"{min(figures):.2f}–{max(figures):.2f}"
    print(f"{name:<46} {statistics.median(figures):9.2f} {unit:<3} {spread:>16}   {rule}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", nargs="?", default=str(SAMPLE))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    geomap = [sys.executable, "-m", "geomap"]
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        draw = [*geomap, "map", options.report, "-q", "-o", str(page)]
        print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f};")
        print(f"medians of {options.runs}, least–most beside them, after one run that is not counted\n")

        nothing = seconds([sys.executable, "-c", "pass"], options.runs)
        shown("python -c pass", [each * 1000 for each in nothing], "ms", "yardstick")
        help_s = seconds([*geomap, "--help"], options.runs)
        shown("geomap --help", [each * 1000 for each in help_s], "ms", "")
        over = (statistics.median(help_s) - statistics.median(nothing)) * 1000
        print(f"{'  over python -c pass':<46} {over:9.2f} ms                     at most 80\n")

        shown(
            "python -c 'import folium'",
            folium := seconds([sys.executable, "-c", "import folium"], options.runs),
            "s",
            "yardstick",
        )
        mapped = seconds(draw, options.runs)
        shown("geomap map", mapped, "s", "")
        over = statistics.median(mapped) - statistics.median(folium)
        print(f"{'  over import folium':<46} {over:9.2f} s                      at most 0.8")
        shown("geomap map, peak memory", [peak_mb(draw) for _ in range(options.runs)], "MB", "at most 250")
        size_mb = page.stat().st_size / 1e6
        print(f"{'page':<46} {size_mb:9.2f} MB                     at most 1\n")
        drawn = drawn_ms(page, options.runs)
        if drawn is None:
            print("page drawn: not measured, there is no Chromium")
        else:
            shown("page drawn in headless Chromium", drawn, "ms", "at most 1000")
        words = len(re.findall(r"\w+", Path(options.report).read_text(encoding="utf-8")))
        print(f"\nthe report has {words:,} words")


if __name__ == "__main__":
    main()
