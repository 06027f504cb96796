"""The checker axe-core, asked for all of WCAG 2.2 A and AA that it can look at."""

from .visits import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The size of targets it looks at only if it is asked.
RUN = """axe.run(document, {
    runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
    rules: {'target-size': {enabled: true}}, resultTypes: ['violations'], preload: false,
}).then(found => found.violations.flatMap(
    v => v.nodes.map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))"""


def violations(page):
    """Give what is wrong with a page as it is shown now."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN)
