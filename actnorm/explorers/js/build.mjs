/**
 * Builds ../static from the folders beside this one: `npm run bundle`. The same sources give the
 * same bytes. `node build.mjs DIR` builds elsewhere; a test compares that with what is committed.
 *
 * Each explorer, a folder with messages.js and view.js, becomes NAME.js (an ES module for JupyterLab), site-NAME.js
 * (a classic script with the host in it: a page loads those of the figures it shows, also from a
 * folder, where a browser loads no modules) and NAME.css. explorers.css is the pages' one sheet,
 * palette.css the colours of both themes as variables, for the figures and for the book.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";

const here = dirname(fileURLToPath(import.meta.url));
const home = join(here, "..");
const out = resolve(process.argv[2] ?? join(home, "static"));
const palette = JSON.parse(readFileSync(join(home, "../palette.json"), "utf8"));
const folders = readdirSync(home).filter((name) => existsSync(join(home, name, "messages.js")));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const common = {
  bundle: true,
  write: false,
  minify: true,
  charset: "utf8",
  target: "es2020",
  legalComments: "none",
  absWorkingDir: home,
};

const set = (theme) =>
  Object.entries(palette[theme])
    .map(([role, color]) => `--an-${role}:${color};`)
    .join("");
// On the figure itself too, so that they reach it inside a shadow root (marimo).
const themes = ["html[data-theme=dark]", "body[data-jp-theme-light=false]"];
const light = ":root,.actnorm";
const dark = themes.flatMap((theme) => [theme, `${theme} .actnorm`]).join();
const variables = [
  `${light}{${set("light")}}`,
  `${dark}{${set("dark")}}`,
  `:host-context(.dark) .actnorm{${set("dark")}}`, // a rule of its own: few browsers know it
  `@media print{${light},${dark}{${set("light")}}}`,
];
const sheet = (...files) => files.filter(existsSync).map((file) => readFileSync(file, "utf8"));
async function write(name, ...parts) {
  const css = parts.join("\n");
  const target = ["chrome100", "firefox100", "safari15"]; // these do not nest rules yet
  const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8", target });
  writeFileSync(join(out, name), code);
}

const base = sheet(join(here, "base.css"), join(here, "place.css"));
await write("palette.css", ...variables);
/** Terser takes off another twentieth. @param {boolean} module */
async function script(name, options, module) {
  const { outputFiles } = await build({ ...common, ...options });
  const compress = { passes: 3, ecma: 2020, unsafe_arrows: true };
  const { code } = await minify(outputFiles[0].text, { module, toplevel: true, compress });
  writeFileSync(join(out, name), `${code}\n`);
}
for (const folder of folders) {
  const kind = folder.replaceAll("_", "-");
  const entry = `./${folder}/view.js`;
  const byChoice = readFileSync(join(home, folder, "model.py"), "utf8").includes(", data=");
  const page = `import { host } from "./js/host.js";
    ${byChoice ? 'import * as later from "./js/later.js";' : ""}
    import { render } from "${entry}";
    host("${kind}", render${byChoice ? ", later" : ""});`;
  const live = `import { inNotebook } from "./js/notebook.js";
    import { render as draw } from "${entry}";
    export const render = inNotebook(draw);
    export default { render };`;
  const from = (contents) => ({ stdin: { contents, resolveDir: home } });
  await script(`${kind}.js`, { ...from(live), format: "esm" }, true);
  await script(`site-${kind}.js`, { ...from(page), format: "iife" }, false);
  await write(`${kind}.css`, ...variables, ...base, ...sheet(join(home, folder, "style.css")));
}
await write(
  "explorers.css",
  ...base,
  ...sheet(...folders.map((folder) => join(home, folder, "style.css")), join(here, "slot.css")),
);
