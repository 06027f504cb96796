/**
 * Builds ../static from the sources here: `npm run bundle`. The same sources give the same bytes.
 * `node build.mjs DIR` builds elsewhere; a test compares that with what is committed.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { EXPLORERS } from "./index.js";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../static"));
const palette = JSON.parse(readFileSync(join(here, "../../palette.json"), "utf8"));
mkdirSync(out, { recursive: true });
for (const old of readdirSync(out)) if (/^site-.*\.js$/.test(old)) rmSync(join(out, old));

const common = {
  bundle: true,
  minify: true,
  charset: "utf8",
  target: "es2020",
  legalComments: "none",
  absWorkingDir: here,
};
await build({
  ...common,
  entryPoints: ["index.js"],
  format: "esm",
  outfile: join(out, "explorers.js"),
});
// For the published page one classic script per explorer, with the host in it: a page loads those
// of the figures it shows, also from a folder, where a browser loads no modules.
for (const [kind, render] of Object.entries(EXPLORERS)) {
  const contents = `import { host } from "./host.js";
    import { ${render.name} } from "./${kind.replaceAll("-", "_")}.js";
    host("${kind}", ${render.name});`;
  await build({
    ...common,
    stdin: { contents, resolveDir: here },
    format: "iife",
    outfile: join(out, `site-${kind}.js`),
  });
}

const set = (theme) =>
  Object.entries(palette[theme])
    .map(([role, color]) => `--an-${role}:${color};`)
    .join("");
const dark = "html[data-theme=dark],body[data-jp-theme-light=false]";
const variables = [
  `:root{${set("light")}}`,
  `${dark}{${set("dark")}}`,
  `@media print{:root,${dark}{${set("light")}}}`,
].join("\n");
// The common sheet first, then one per explorer that needs its own.
const own = readdirSync(here).filter((name) => name.endsWith(".css") && name !== "style.css");
const sheets = ["style.css", ...own.sort()].map((name) => readFileSync(join(here, name), "utf8"));
const sheet = [variables, ...sheets].join("\n");
const { code } = await transform(sheet, { loader: "css", minify: true, charset: "utf8" });
writeFileSync(join(out, "explorers.css"), code);
