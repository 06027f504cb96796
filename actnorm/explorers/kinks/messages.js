/**
 * What a KinksExplorer shows, in words; actnorm/explorers/kinks_words.py says the same, and
 * tests/test_explorer_kinks.py holds them together.
 */
import { bestFit, offBy } from "./kinks_math.js";
import { fixed } from "./words.js";

/** Within half a percent of the best there is nothing left to win. */
const ENOUGH = 1.005;

/**
 * One sentence per line.
 * @param {import("./kinks_math.js").Sum} curve
 * @param {import("./kinks_math.js").Points} points
 * @param {number} held
 * @param {readonly number[]} digits decimals of a place, a turn of the slope, and an error
 */
export function describeKinks(curve, points, held, [dx, dt, de]) {
  const { rms, worst, largest } = offBy(curve, points);
  const { kinks, turns, bend } = curve;
  const best = offBy({ ...curve, ...bestFit(kinks, bend, points) }, points).rms;
  const done = rms <= ENOUGH * best + 10 ** -(de + 1);
  const said = fixed(best, de);
  const first =
    largest < 0.5 * 10 ** -de
      ? "Off by nothing that shows: the curve meets the target everywhere."
      : `Off by ${fixed(rms, de)} (rms), at most by ${fixed(largest, de)}, at x = ${fixed(points.x[worst], dx)}.`;
  /** @param {(b: number) => boolean} counts */
  const slope = (counts) =>
    fixed(
      turns.reduce((sum, v, j) => (counts(kinks[j]) ? sum + v : sum), 0),
      dt,
    );
  if (!bend) {
    const all = slope(() => true);
    return [
      first,
      `Without the bend, the ${kinks.length} pieces add up to one straight line of slope ${all}.`,
      done ? "No straight line is better." : `The best straight line: off by ${said}.`,
    ];
  }
  const place = kinks[held];
  const [before, after] = [slope((b) => b < place), slope((b) => b <= place)];
  return [
    first,
    `Kink ${held + 1}, at x = ${fixed(place, dx)}, turns the slope from ${before} to ${after}.`,
    done
      ? "With kinks at these places, nothing is better."
      : `The best that kinks at these places can do: off by ${said}.`,
  ];
}
