"""What the widget costs a partner's page: `python -m bench.widget` opens one in Chromium and prints it.

Bytes are what comes over the wire, heads of responses left out. Script time is of the main thread, at a CPU four times
slower; beside it stands what ten million additions take in the same page, since the speed of a shared machine varies.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import CDPSession, Frame, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
KB = 1024
BUDGET: Mapping[str, int] = {  # the most that each may be
    "loader bytes": 5 * KB,
    "bytes until open": 40 * KB,
    "requests before intent": 1,
    "requests until open": 10,  # loader, page, sheet, seven modules: named in the page, so all come at once
    "frames before intent": 0,
    "globals": 1,
    "rules": 0,
    "violations": 0,
    "foreign requests": 0,
    "cookies": 0,
    "shift": 0,
}
WATCH = """
window.before = Object.getOwnPropertyNames(window);
window.violations = 0;
window.shift = 0;
addEventListener("securitypolicyviolation", () => { violations += 1; });
const add = (each) => { if (!each.hadRecentInput) shift += each.value; };
new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true });
"""
COUNT = """() => ({
  globals: Object.getOwnPropertyNames(window).filter((name) => !before.includes(name)
    && !["before", "violations", "shift"].includes(name)).length,
  rules: document.adoptedStyleSheets.length + document.querySelectorAll("style").length
    + [...document.styleSheets].filter((sheet) => !sheet.href.startsWith(location.origin)).length,
  violations, shift: Math.round(shift * 10000) / 10000,
})"""
ADD = "() => { const begun = performance.now(); for (let n = 0; n < 1e7; n++); return performance.now() - begun; }"
SLOWER = 4  # times
TIMES = 3  # the best of them is told: whatever else the machine does can only make one worse


def visit(page: Page, address: str, komek: str, slower: int = 1) -> dict[str, Any]:
    """Open a partner's page, and press where the button is; return what that costs."""
    asked: list[str] = []
    sizes: dict[str, int] = {}
    page.on("request", lambda request: asked.append(request.url))
    page.on("requestfinished", lambda request: sizes.update({request.url: request.sizes()["responseBodySize"]}))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    page.evaluate("Komek.ready")
    before, frames, script = len(_of(komek, asked)), len(page.frames) - 1, _script_ms(session)
    size = page.viewport_size or {"width": 0, "height": 0}
    page.mouse.click(size["width"] - 50, size["height"] - 50)
    chat = _chat(page, komek)
    chat.locator("#text").wait_for()
    chat.wait_for_load_state("networkidle")
    counted: dict[str, Any] = page.evaluate(COUNT)
    additions = float(page.evaluate(ADD))
    return {
        "loader bytes": sizes[f"{komek}/widget/v1/loader.js"],
        "bytes until open": sum(each for url, each in sizes.items() if url.startswith(komek)),
        "requests before intent": before,
        "requests until open": len(_of(komek, asked)),
        "frames before intent": frames,
        "foreign requests": len(asked) - len(_of(komek, asked)) - len(_of("/".join(address.split("/")[:3]), asked)),
        "cookies": len(page.context.cookies()),
        "script ms": script,
        "additions ms": round(additions, 1),
        "script / additions": round(script / additions, 2),
        **counted,
    }


def _chat(page: Page, komek: str) -> Frame:
    """Return the frame of the chat when it is there."""
    while not (frames := [frame for frame in page.frames if frame.url.startswith(komek)]):
        page.wait_for_event("framenavigated")
    return frames[0]


def _of(origin: str, asked: list[str]) -> list[str]:
    return [url for url in asked if url.startswith(f"{origin}/")]


def _script_ms(session: CDPSession) -> float:
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    return round(float(metrics["ScriptDuration"]) * 1000, 1)


def main() -> int:
    """Print the figures of a page with the button and of one with the chat in it."""
    from tests.browser.conftest import ARGS, BROWSERS
    from tests.browser.widget import settings_of, sites

    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        print("Chromium is needed. Install it: sudo apt-get install chromium", file=sys.stderr)
        return 1
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        settings = settings_of(ROOT / "content", Path(folder), "0123456789abcdef" * 2)
        with sites(settings) as served:
            browser = playwright.chromium.launch(executable_path=found, args=ARGS)
            for path in ("/", "/inline", "/hostile"):
                visits = []
                for _ in range(TIMES):
                    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
                    visits.append(visit(page, served.partner + path, served.komek, SLOWER))
                    page.context.close()
                cost = min(visits, key=lambda each: float(each["script ms"]))
                print(f"\n{path}")
                for name, value in cost.items():
                    most = BUDGET.get(name, 30 if name == "script ms" else None)
                    print(f"  {name:24} {value:>8}" + (f"  of {most}" if most is not None else ""))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
