// TeX in, HTML and MathML out: [{tex, display}] on stdin, [{html} or {error}] on stdout.
import { readFileSync } from "node:fs";
import katex from "katex";

const jobs = JSON.parse(readFileSync(0, "utf8"));
const answers = jobs.map(({ tex, display }) => {
  try {
    // strict is for a linter; what KaTeX cannot draw throws all the same.
    const options = { displayMode: display, output: "htmlAndMathml", strict: "ignore" };
    return { html: katex.renderToString(tex, options) };
  } catch (error) {
    return { error: String(error.message ?? error) };
  }
});
process.stdout.write(JSON.stringify(answers));
