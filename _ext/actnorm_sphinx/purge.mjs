// {css, content: [html or js, …]} on stdin; {css} with the rules that can match, minified, on stdout.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const { css, content } = JSON.parse(readFileSync(0, "utf8"));
const [purged] = await new PurgeCSS().purge({
  css: [{ raw: css }],
  content: content.map((raw) => ({ raw, extension: "html" })),
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  // Attribute values that only scripts set; colours that only a figure in a page asks for.
  safelist: {
    standard: ["data-theme", "data-mode", "dark", "light", "auto", "open"],
    variables: [/^--an-/],
  },
  keyframes: true,
  variables: true,
});
// Targets keep esbuild from lowering what every browser of the last three years understands.
const { code } = await transform(purged.css, {
  loader: "css",
  minify: true,
  target: "chrome111",
  logLevel: "error",
});
process.stdout.write(JSON.stringify({ css: code }));
