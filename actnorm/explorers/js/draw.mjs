/**
 * Draws figures without a browser. Reads a list of widget states from stdin, writes for each the
 * HTML of the figure and what it says:
 *   [{"_explorer": "batch-norm", …}, …]  →  [{"html": "…", "description": "…"}, …]
 * The picture stands in it twice, for a wide and for a narrow place; the style sheet shows one.
 */
import { readFileSync } from "node:fs";
import { install } from "./dom.js";
import { pageModel } from "./host.js";

const WIDTHS = { "is-wide": 690, "is-small": 345 }; // the book's column, a phone's

async function draw(state) {
  const { render } = await import(`../${state._explorer.replaceAll("-", "_")}/view.js`);
  const drawn = Object.entries(WIDTHS).map(([name, width]) => {
    install(width);
    const el = document.createElement("div");
    const model = pageModel({ ...state });
    const end = render({ model, el });
    const svg = el.querySelector(".actnorm-picture");
    svg.classList.add(name);
    return { el, svg, end, description: model.get("description") };
  });
  const [{ el, description }, small] = drawn;
  el.querySelector(".actnorm-stage").append(small.svg);
  const html = el.outerHTML;
  for (const { end } of drawn) end();
  return { html, description };
}

const answers = [];
for (const state of JSON.parse(readFileSync(0, "utf8"))) answers.push(await draw(state));
process.stdout.write(JSON.stringify(answers));
