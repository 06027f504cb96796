/**
 * Answers for tests/test_explorer_gradient_flow.py: reads packed measurements and cases from stdin,
 * writes what JavaScript reads out of them.
 */
import { readFileSync } from "node:fs";
import { setting } from "../../actnorm/explorers/js/gradient_flow_data.js";
import { describeFlow, times } from "../../actnorm/explorers/js/gradient_flow_words.js";

const { flows, cases, factors, told } = JSON.parse(readFileSync(0, "utf8"));
const settings = cases.map(([name, stop, depth]) => {
  const shown = setting(flows[name], stop, depth);
  const { steepest } = flows[name];
  return { ...shown, lines: describeFlow(shown.gradients, shown.weights, steepest, shown.faded) };
});
process.stdout.write(
  JSON.stringify({
    settings,
    factors: factors.map(times),
    told: told.map((c) => describeFlow(c.gradients, c.weights, c.steepest, c.faded)),
  }),
);
