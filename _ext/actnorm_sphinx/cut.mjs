// {css, without: [[kind, …], …]} on stdin; on stdout, for each, the explorers' sheet without the rules
// of these kinds: each explorer's rules stand under its own class, and all other names count as used.
import { readFileSync } from "node:fs";
import { PurgeCSS } from "purgecss";

const { css, without } = JSON.parse(readFileSync(0, "utf8"));
const sheets = [];
for (const kinds of without) {
  const names = new Set(css.match(/[\w-]+/g));
  for (const kind of kinds) names.delete(`actnorm-${kind}`);
  const [{ css: left }] = await new PurgeCSS().purge({
    css: [{ raw: css }],
    content: [{ raw: [...names].join(" "), extension: "html" }],
    defaultExtractor: (text) => text.split(" "),
  });
  sheets.push(left);
}
process.stdout.write(JSON.stringify(sheets));
