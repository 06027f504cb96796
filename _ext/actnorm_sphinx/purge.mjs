// {theirs, ours, some: sheets by name, pages: names in HTML, said: names in scripts} on stdin;
// {css, some}, minified, on stdout: of the others' rules those that can match, of ours all. A rule that is
// gone is seen by nobody: `:focus-visible` once was.
import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const { theirs, ours, some = {}, pages, said } = JSON.parse(readFileSync(0, "utf8"));
const [purged] = await new PurgeCSS().purge({
  css: [{ raw: theirs }],
  content: [{ raw: "-", extension: "html" }],
  // What scripts make has tags that pages have too.
  defaultExtractor: () => ({
    ...pages,
    classes: [...pages.classes, ...said],
    attributes: {
      names: [...pages.attributes.names, ...said],
      values: [...pages.attributes.values, ...said],
    },
    undetermined: [],
  }),
  safelist: {
    // Attribute values that only scripts set, and rules of which the state is the whole selector.
    standard: ["data-theme", "data-mode", "dark", "light", "auto", "open", /^:focus/],
    // What our rules and the figures of a page ask for.
    variables: [/^--an-/, ...(ours.match(/--[\w-]+/g) ?? [])],
  },
  keyframes: true,
  variables: true,
});
// Targets keep esbuild from lowering what every browser of the last three years understands. What is
// not ours goes into a layer: ours has the last word.
const minified = async (css) => {
  const options = { loader: "css", minify: true, target: "chrome111", logLevel: "error" };
  return (await transform(css, options)).code.trim();
};
const sheets = {};
for (const [name, css] of Object.entries(some)) sheets[name] = await minified(css);
const css = await minified(`@layer theirs{${purged.css}}${ours}`);
process.stdout.write(JSON.stringify({ css, some: sheets }));
