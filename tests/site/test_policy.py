"""The policy that each page carries holds by itself: on a host that sends none, and in a folder."""

import pytest

from ..serve import serving
from .hands import shape, sliders
from .visits import BUILD, LIVE, explorer_pages, pages

pytestmark = pytest.mark.site

FORBIDDEN = {
    "an inline script": "document.body.append("
    "Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))",
    "a handler in an attribute": "const b = document.createElement('button');"
    "b.setAttribute('onclick', 'window.ran = 1'); document.body.append(b); b.click()",
    "an inline style": "document.body.setAttribute('style', 'rotate: 7deg')",
    "a style element": "document.head.append(Object.assign("
    "document.createElement('style'), {textContent: 'body { rotate: 7deg }'}))",
    "markup from a string": "document.body.insertAdjacentHTML('beforeend', '<b>')",
    "code from a string": "window.ran = new Function('return 1')()",
    "a script of another host": "document.body.append(Object.assign("
    "document.createElement('script'), {src: 'https://example.org/a.js'}))",
    "a frame": "document.body.append(Object.assign("
    "document.createElement('iframe'), {src: 'https://example.org/'}))",
}


@pytest.fixture(params=["host", "folder"])
def bare(request):
    """Addresses of the book where nobody sends a policy."""
    if request.param == "folder":
        yield BUILD.as_uri()
        return
    with serving(BUILD) as url:
        yield url


def test_what_a_page_does_not_need_it_may_not_do(browser, bare):
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{bare}/{pages()[1]}")
    for what, attempt in FORBIDDEN.items():
        assert said == [], what
        # Later, as the page would: what a test evaluates at once is above the policy.
        attempt = f"try {{ {attempt} }} catch (error) {{ console.log(String(error)) }}"
        page.evaluate(f"() => {{ setTimeout(() => {{ {attempt} }}) }}")
        page.wait_for_timeout(300)
        assert page.evaluate("window.ran") is None, what
        assert page.evaluate("getComputedStyle(document.body).rotate") == "none", what
        assert any("Content Security Policy" in text or "Trusted" in text for text in said), what
        said.clear()
    page.close()


def test_under_it_everything_works(browser, bare, kind):
    page, said = browser.new_page(), []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{bare}/{explorer_pages()[kind]}")
    figure = page.locator(f'{LIVE}[data-explorer="{kind}"]').first
    figure.wait_for()
    assert page.locator("html[data-theme]").count() == 1
    before = shape(figure)
    sliders(figure)[0].press("End")
    assert shape(figure) != before
    page.close()
    assert said == []


def test_every_page_carries_it():
    for name in pages():
        assert 'http-equiv="Content-Security-Policy"' in (BUILD / name).read_text("utf-8")
