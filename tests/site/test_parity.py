"""The figures' arithmetic, run by the browser itself, against the numbers NumPy gave."""

import pytest

from ..serve import serving

pytestmark = pytest.mark.site

CHECK = """async () => {
    const { check } = await import('/tests/js/check.mjs');
    return check(await (await fetch('/tests/vectors.json')).json());
}"""


def test_the_browser_computes_as_numpy_does(browser, root):
    with serving(root) as url, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{url}/tests/js/")  # any page of that server
        reports = page.evaluate(CHECK)
    assert reports
    for report in reports:
        assert report["cases"] > 0, report["name"]
        assert report["failures"] == [], report["name"]
