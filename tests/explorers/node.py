"""What an explorer's math.js computes, in node."""

import json
import subprocess

SCRIPT = """
import { readFileSync } from "node:fs";
const { file, calls } = JSON.parse(readFileSync(0, "utf8"));
const maths = await import(file);
// JSON has no infinity.
const written = (_, v) => (typeof v === "number" && !Number.isFinite(v) ? String(v) : v);
const answers = calls.map(([name, ...given]) => maths[name](...given));
process.stdout.write(JSON.stringify(answers, written));
"""


def maths(root, folder, calls):
    """Call functions of an explorer's math.js: [[name, argument, …], …] → [answer, …].

    A number that is not finite comes back as its name.
    """
    file = (root / "actnorm" / "explorers" / folder / "math.js").as_uri()
    done = subprocess.run(
        ["node", "--input-type=module", "-e", SCRIPT],
        input=json.dumps({"file": file, "calls": calls}, allow_nan=False),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
