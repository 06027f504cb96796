// Path of a script on stdin, as JSON; {js} on stdout: the script and all it imports, in one file.
import { readFileSync } from "node:fs";
import { build } from "esbuild";

const entry = JSON.parse(readFileSync(0, "utf8"));
const { outputFiles } = await build({
  entryPoints: [entry],
  bundle: true,
  minify: true,
  write: false,
  format: "iife",
  target: "chrome111",
  legalComments: "none",
  logLevel: "error",
});
process.stdout.write(JSON.stringify({ js: outputFiles[0].text }));
