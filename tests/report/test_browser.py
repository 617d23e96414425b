"""The page in a real browser: no console error, filters at work, nothing asked of a network.

`CROSSWIND_REPORT=/path/to/report.html` adds a report of your own to the invented one.
"""

import csv
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswind.report.cards import ExampleCard, TextLine, Verdict
from crosswind.report.edits import Segment
from crosswind.report.headings import section_headings
from crosswind.report.page import Page, page_html
from crosswind.report.study import read_study

selenium = pytest.importorskip("selenium", reason="selenium is not installed")
from selenium import webdriver  # noqa: E402
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1280,900",
)  # fmt: skip
PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}


def until(holds: Callable[[], Any], seconds: float = 30) -> Any:
    """What `holds` gives once it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = holds()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    chromium, service = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or service is None:
        pytest.skip("chromium or chromedriver is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    found = webdriver.Chrome(options=options, service=Service(service))
    # The page that a new window shows asks for its own parts.
    found.get("about:blank")
    yield found
    found.quit()


@pytest.fixture(params=["invented", "own"])
def page(request: pytest.FixtureRequest) -> Path:
    if request.param == "invented":
        return Path(request.getfixturevalue("quickstart")) / "report.html"
    own = os.environ.get("CROSSWIND_REPORT", "")
    if not own:
        pytest.skip("CROSSWIND_REPORT names no report")
    return Path(own)


def open_page(driver: Any, page: Path, *, fragment: str = "") -> None:
    driver.get("about:blank")
    time.sleep(0.2)
    for kind in ("browser", "performance"):
        driver.get_log(kind)
    driver.get(page.as_uri() + fragment)


def console(driver: Any) -> list[str]:
    return [str(entry["message"]) for entry in driver.get_log("browser")]


def requests(driver: Any) -> list[str]:
    """Addresses that were asked for, other than text inside the page."""
    found = []
    for entry in driver.get_log("performance"):
        said = json.loads(entry["message"])["message"]
        if said["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
            params = said["params"]
            found.append(str(params["request"]["url"] if "request" in params else params["url"]))
    return [url for url in found if not url.startswith(("data:", "blob:", "chrome:", "about:"))]


def choose(driver: Any, **wanted: str) -> None:
    for name, value in wanted.items():
        Select(driver.find_element(By.NAME, name)).select_by_value(value)


def cards(driver: Any) -> list[Any]:
    return list(driver.find_elements(By.CSS_SELECTOR, "#example-list .ex"))


def said(driver: Any) -> str:
    return str(driver.find_element(By.CSS_SELECTOR, "#examples output").text)


def test_a_reader_filters_switches_arm_and_takes_a_table_home(
    driver: Any, page: Path, tmp_path: Path
) -> None:
    open_page(driver, page)
    behavior = {"behavior": "allow", "downloadPath": str(tmp_path)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", behavior)

    arms = [option.get_attribute("value") for option in
            Select(driver.find_element(By.NAME, "arm")).options][1:]  # fmt: skip
    choose(driver, language="he", change="flipped", task="home_intents")
    assert 0 < len(cards(driver)) <= 10
    for card in cards(driver):
        assert card.find_element(By.CSS_SELECTOR, "h4 b").text == "he"
        assert card.find_elements(By.CSS_SELECTOR, ".badge.flip")
        assert card.find_element(By.CSS_SELECTOR, ".pair p").get_attribute("dir") == "rtl"
        assert len(card.find_elements(By.CSS_SELECTOR, ".verdicts li")) == len(arms)
    total = int(said(driver).split()[-1])
    shown = []
    for arm in arms:
        choose(driver, arm=arm)
        names = {card.find_element(By.CSS_SELECTOR, ".verdicts").text.split()[0]
                 for card in cards(driver)}  # fmt: skip
        assert names <= {arm}
        shown.append(0 if not names else int(said(driver).split()[-1]))
    # Each example flipped for at least one arm.
    assert max(shown) <= total <= sum(shown)
    assert "language=he" in driver.current_url

    driver.execute_script("document.querySelector('#table-gains a[download$=csv]').click()")
    table = until(lambda: next(tmp_path.glob("gains*.csv"), None))
    header = next(csv.reader(table.read_text("utf-8").splitlines()))
    assert {"target", "arm", "clean gain: low"} <= set(header)
    assert console(driver) == []
    assert requests(driver) == [page.as_uri()]


def test_a_figure_comes_alive_and_goes_home(driver: Any, page: Path, tmp_path: Path) -> None:
    open_page(driver, page)
    behavior = {"behavior": "allow", "downloadPath": str(tmp_path)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", behavior)
    figure = driver.find_element(By.ID, "figure-gains")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
    webdriver.ActionChains(driver).move_to_element(figure).perform()
    until(lambda: figure.find_elements(By.CSS_SELECTOR, ".card.live svg"))
    dot = figure.find_elements(By.CSS_SELECTOR, ".mark-symbol path")[2]
    webdriver.ActionChains(driver).move_to_element(dot).perform()
    tip = until(lambda: driver.find_elements(By.CSS_SELECTOR, "#vg-tooltip-element.visible"))[0]
    assert "interval from" in tip.text
    for form in ("svg", "png"):
        script = f"arguments[0].querySelector('[data-form={form}]').click()"
        driver.execute_script(script, figure)
    assert until(lambda: next(tmp_path.glob("gains*.png"), None)).read_bytes()[1:4] == b"PNG"
    assert until(lambda: next(tmp_path.glob("gains*.svg"), None)).read_text("utf-8")[:4] == "<svg"
    assert console(driver) == []
    assert requests(driver) == [page.as_uri()]


def dots(figure: Any) -> list[float]:
    """Opacity of the marks of each point in a live figure."""
    found = figure.find_elements(By.CSS_SELECTOR, ".mark-symbol.role-mark path")
    return [float(dot.get_attribute("opacity") or 1) for dot in found]


def test_a_click_in_the_legend_hides_an_arm_and_shows_it_again(driver: Any, page: Path) -> None:
    open_page(driver, page)
    figure = driver.find_element(By.ID, "figure-curves_1")
    driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", figure)
    webdriver.ActionChains(driver).move_to_element(figure).perform()
    until(lambda: figure.find_elements(By.CSS_SELECTOR, ".card.live svg"))
    assert set(dots(figure)) == {1.0}
    arms = figure.find_elements(By.CSS_SELECTOR, ".role-legend-label text")
    assert len(arms) > 1
    arms[0].click()
    until(lambda: 0.0 in dots(figure))
    # Every arm has as many points as every other one.
    assert dots(figure).count(0.0) * len(arms) == len(dots(figure))
    arms = figure.find_elements(By.CSS_SELECTOR, ".role-legend-label text")
    arms[0].click()
    until(lambda: 0.0 not in dots(figure))
    assert console(driver) == []


@pytest.mark.parametrize("figure", ["gains", "curves_1", "language_perturbation", "token_growth"])
def test_figures_are_dark_in_a_dark_page_and_light_on_paper(
    driver: Any, quickstart: Path, figure: str
) -> None:
    script = """
        const card = document.querySelector(`#figure-${arguments[0]} .card`);
        const style = (element) => getComputedStyle(element).fill;
        return [style(card.querySelector("svg > rect")), style(card.querySelector("svg text"))];
    """
    dark = {"name": "prefers-color-scheme", "value": "dark"}
    try:
        shades = []
        for media, features in (("screen", []), ("screen", [dark]), ("print", [dark])):
            emulated = {"media": media, "features": features}
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", emulated)
            open_page(driver, quickstart / "report.html")
            shades.append(driver.execute_script(script, figure))
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    light, night, paper = shades
    assert light == paper
    assert light[0] == "rgb(255, 255, 255)"
    assert night[0] != light[0]
    assert night[1] != light[1]


def test_print_shows_what_is_folded_and_no_controls(driver: Any, page: Path) -> None:
    open_page(driver, page)
    shut = "return document.querySelectorAll('details:not([open])').length"
    n_shut = driver.execute_script(shut)
    assert n_shut > 0
    driver.execute_script("dispatchEvent(new Event('beforeprint'))")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print", "features": []})
    try:
        assert driver.execute_script(shut) == 0
        script = """
            return [...document.querySelectorAll("nav, form, button, select, .get")]
              .filter((element) => element.getClientRects().length).length;
        """
        assert driver.execute_script(script) == 0
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    driver.execute_script("dispatchEvent(new Event('afterprint'))")
    assert driver.execute_script(shut) == n_shut


def test_on_a_phone_only_tables_scroll(driver: Any, page: Path) -> None:
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    try:
        open_page(driver, page)
        driver.execute_script(
            "document.querySelectorAll('details').forEach((element) => { element.open = true; })"
        )
        script = "return [document.documentElement.scrollWidth, window.innerWidth]"
        assert driver.execute_script(script) == [390, 390]
        # What was asked, the answer, how sure, what to distrust: all on the first screen.
        script = "return document.querySelector('.opening aside li').getBoundingClientRect().bottom"
        assert driver.execute_script(script) <= PHONE["height"]
        assert console(driver) == []
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_address_keeps_the_filter_and_keys_are_enough(driver: Any, quickstart: Path) -> None:
    page = quickstart / "report.html"
    fragment = "#examples?language=th&severity=5&change=&page=2&arm=%3Cb%3E&task"
    open_page(driver, page, fragment=fragment)
    assert Select(driver.find_element(By.NAME, "language")).first_selected_option.text == "th"
    assert said(driver).startswith("11–20 of ")
    previous, following = driver.find_elements(By.CSS_SELECTOR, "[data-page]")
    previous.send_keys(" ")
    assert said(driver).startswith("1–10 of ")
    assert not previous.is_enabled()
    following.send_keys("\n")
    assert "page=2" in driver.current_url
    assert driver.execute_script("return document.activeElement.id") == "example-list"
    driver.find_element(By.NAME, "language").send_keys("z")
    until(lambda: "language=zh" in driver.current_url)
    assert {card.find_element(By.CSS_SELECTOR, "h4 b").text for card in cards(driver)} == {"zh"}
    assert console(driver) == []


def test_examples_drawn_by_the_script_are_those_of_the_template(
    driver: Any, quickstart: Path
) -> None:
    page = quickstart / "report.html"
    open_page(driver, page, fragment="#examples?change=")
    script = """
        const still = new DOMParser().parseFromString(arguments[0], "text/html");
        const flat = (root) => [...root.querySelectorAll("#example-list .ex")].map((card) =>
          card.outerHTML.replace(/>\\s+/g, ">").replace(/\\s+</g, "<").replace(/\\s+/g, " "));
        return [flat(still), flat(document)];
    """
    static, drawn = driver.execute_script(script, page.read_text("utf-8"))
    assert static == drawn[: len(static)]


def test_hostile_text_does_nothing(
    driver: Any, rendered: Callable[..., Path], hostile: str
) -> None:
    folder = rendered(title=hostile, poison=hostile, arms=("none", hostile), tasks=(hostile,))
    open_page(driver, folder / "report.html")
    assert hostile in driver.find_element(By.ID, "example-list").get_attribute("textContent")
    driver.find_element(By.CSS_SELECTOR, "figure").click()
    until(lambda: driver.find_elements(By.CSS_SELECTOR, ".card.live"))
    assert driver.find_elements(By.CSS_SELECTOR, "img") == []
    assert console(driver) == []


def test_no_other_script_may_run(driver: Any, quickstart: Path, tmp_path: Path) -> None:
    page = tmp_path / "changed.html"
    text = (quickstart / "report.html").read_text("utf-8")
    intruder = '<script>document.title = "taken"</script><img src="http://localhost/x"></main>'
    page.write_text(text.replace("</main>", intruder), encoding="utf-8")
    open_page(driver, page)
    assert driver.title != "taken"
    found = console(driver)
    assert len([line for line in found if "Content Security Policy" in line]) == 2


def many_cards(n: int) -> list[ExampleCard]:
    said = Verdict(
        arm="none", clean="yes", noisy="no", is_clean_right=True, is_noisy_right=False,
        is_flipped=True, score=0.5,
    )  # fmt: skip
    line = TextLine(
        field="text", language="de", direction="ltr",
        clean=(Segment(text="Schalte die Lampe in der Küche "), Segment(text="an", is_edit=True)),
        noisy=(Segment(text="Schalte die Lampe in der Küche "), Segment(text="na", is_edit=True)),
    )  # fmt: skip
    return [
        ExampleCard(
            example_id=str(at), task="home", language="de" if at % 9 else "fr", direction="ltr",
            perturbation="typo", severity=1 + at % 5, is_flipped=True, is_faithful=True,
            gold="yes", lines=(line,), verdicts=(said,),
        )
        for at in range(n)
    ]  # fmt: skip


def test_a_hundred_thousand_examples_stay_fast(driver: Any, tmp_path: Path) -> None:
    n = 100_000
    page = Page(
        title="many", question="", setting="", answer=["."], changes=[], gains=[], doubts=[],
        headings=section_headings(read_study([], {})), benchmark=[], claims=[],
        figures={name: [] for name in SECTIONS},
        tables={name: [] for name in SECTIONS}, examples=many_cards(n), n_candidates=n,
        arms=("none",), distrust=[], facts=[],
        experiment="", commands=[], estimates_csv="",
    )  # fmt: skip
    path = tmp_path / "many.html"
    path.write_text(page_html(page), encoding="utf-8")
    open_page(driver, path)
    assert said(driver) == "1–10 of 100,000"
    assert driver.execute_script("return document.querySelectorAll('*').length") < 600
    script = """
        const form = document.querySelector("#examples form"), start = performance.now();
        form.elements.language.value = "fr";
        form.dispatchEvent(new Event("change"));
        return performance.now() - start;
    """
    milliseconds = driver.execute_script(script)
    loaded = "const t = performance.timing; return t.loadEventEnd - t.navigationStart"
    size, opened = path.stat().st_size / 1e6, driver.execute_script(loaded)
    # For `pytest -s`.
    sys.stdout.write(f"{size:.1f} MB open in {opened} ms, a filter in {milliseconds:.0f} ms\n")
    assert said(driver) == "1–10 of 11,112"
    # No timed test of speed: a page that built every element would take a hundred times as long.
    assert milliseconds < 3000


SECTIONS = (
    "benchmark", "gains", "curves", "languages", "claims", "metrics", "settings", "distrust",
    "provenance",
)  # fmt: skip
