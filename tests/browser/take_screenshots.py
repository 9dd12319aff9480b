"""Take the pictures that are looked at before the page is called done.

``python tests/browser/take_screenshots.py FOLDER`` writes the sample report light, dark, on a telephone and
on paper, without script, a popup, two reports a world apart, forty reports, their timeline cut to some years, a
report in Arabic, pages in Arabic and Russian, corrections being made (light, dark, on a telephone, in Arabic), and
a map inside somebody's page.
"""

from __future__ import annotations

import json
import shutil
import sys
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
ARABIC = "عبر المهندسون نهر دجلة قرب القيارة لإصلاح خط الكهرباء إلى الموصل. قال محافظ نينوى إن العراق سيدفع."
HOST = "<!doctype html><style>* {{ color: #722 }} body {{ font: 18px serif; margin: 2em 8% }}</style>{}"

#: What is done before a picture is taken, step by step.
_POPUP = "document.querySelector('.gm-entry').click()"
_CORRECT = "document.querySelector('.gm-tools button').click()"
ACTS = {
    "popup": (_POPUP,),
    "correct": (
        _CORRECT,
        "document.querySelectorAll('.gm-entry')[1].click()",
        "document.querySelector('.gm-fix .gm-main').click()",
    ),
    "find": (_CORRECT, _POPUP, "document.querySelectorAll('.gm-fix .gm-act')[1].click()"),
    "timeline": (
        """[...document.querySelectorAll('.gm-time input[type=range]')].forEach((node, index) => {
            node.value = Math.round(Number(node.min) + (Number(node.max) - Number(node.min)) * (index ? 0.75 : 0.4));
            node.dispatchEvent(new Event('input')); })""",
    ),
}


def main(folder: Path) -> None:
    """Write the pictures as PNG files into ``folder``."""
    from playwright.sync_api import sync_playwright
    from render_world import IRAQ, MOSUL, NINEVEH, QAYYARAH, TIGRIS, power_line, report, tripoli

    from geomap import Document, Gazetteer, Geoparser, build_map
    from geomap.render import MapOptions

    folder.mkdir(parents=True, exist_ok=True)
    text = (ROOT / "tests/cases/sample-report.txt").read_text("utf-8")
    names = {"القيارة": QAYYARAH, "الموصل": MOSUL, "نينوى": NINEVEH, "العراق": IRAQ, "دجلة": TIGRIS}
    arabic = report(ARABIC, names, title="خط كهرباء القيارة", language="ar", published="2024-05-06")
    with sync_playwright() as playwright, Gazetteer.open() as gazetteer:
        sample = Geoparser(gazetteer=gazetteer).parse(Document(text=text, title="Sample report"))
        with (ROOT / "tests/cases/reports.jsonl").open(encoding="utf-8") as lines:
            records = [json.loads(line) for line in islice(lines, 40)]
        known = ("id", "title", "source", "published", "text")
        parse = Geoparser(gazetteer=gazetteer).parse
        forty = [parse(Document(**{key: record.get(key) for key in known})) for record in records]
        pages = {
            "forty": build_map(forty, gazetteer=gazetteer),
            "arabic-page": build_map([arabic, power_line()], MapOptions(ui_language="ar"), gazetteer=gazetteer),
            "russian-page": build_map(forty, MapOptions(ui_language="ru"), gazetteer=gazetteer),
            "sample": build_map([sample], gazetteer=gazetteer),
            "world": build_map([power_line(), tripoli()], gazetteer=gazetteer),
            "arabic": build_map([arabic], gazetteer=gazetteer),
        }
        shots = [  # name, page, width, height, scheme, medium, what is done: see ACTS
            ("sample", "sample", 1440, 900, "light", "screen", ""),
            ("sample-popup", "sample", 1440, 900, "light", "screen", "popup"),
            ("sample-dark", "sample", 1440, 900, "dark", "screen", ""),
            ("sample-telephone", "sample", 390, 844, "light", "screen", "popup"),
            ("sample-paper", "sample", 794, 1123, "light", "print", ""),
            ("world", "world", 1440, 900, "light", "screen", ""),
            ("arabic", "arabic", 1280, 800, "light", "screen", ""),
            ("forty", "forty", 1440, 900, "light", "screen", ""),
            ("forty-dark-popup", "forty", 1440, 900, "dark", "screen", "popup"),
            ("arabic-page", "arabic-page", 1440, 900, "light", "screen", "popup"),
            ("russian-page", "russian-page", 1440, 900, "light", "screen", ""),
            ("without-script", "sample", 1200, 1000, "light", "none", ""),
            ("forty-timeline", "forty", 1440, 900, "light", "screen", "timeline"),
            ("correcting", "sample", 1440, 900, "light", "screen", "correct"),
            ("correcting-dark", "forty", 1440, 900, "dark", "screen", "correct"),
            ("correcting-telephone", "sample", 390, 844, "light", "screen", "correct"),
            ("correcting-arabic", "arabic-page", 1440, 900, "light", "screen", "correct"),
            ("finder", "forty", 1440, 900, "light", "screen", "find"),
            ("host", "host", 1100, 800, "light", "screen", ""),
        ]
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, source, width, height, scheme, medium, act in shots:
            html = HOST.format(pages["sample"].to_fragment()) if source == "host" else pages[source].to_html()
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                offline=True,
                java_script_enabled=medium != "none",
            )
            page = context.new_page()
            page.set_content(html)
            if medium != "none":
                page.locator(".gm[data-ready=true]").wait_for()
                page.emulate_media(media=medium)
            for script in ACTS.get(act, ()):
                page.evaluate(script)
                page.wait_for_timeout(500)
            page.wait_for_timeout(800)
            page.screenshot(path=folder / f"{name}.png", full_page=medium != "screen")
            context.close()
            print(folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "output/screenshots"))
