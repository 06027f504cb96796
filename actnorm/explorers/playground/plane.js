/** A network's answers on a plane, and the points that it learns from. */
import { add, box, put, tell, write } from "../js/plot.js";
import { linear } from "../js/scale.js";
import { GRID, SHADES } from "./looks.js";
import { DISC, KEY, sample } from "./panels.js";

const ROLES = ["input", "output", "gradient"]; // of the classes
const MARKS = [DISC, "m-2,-2h4v4h-4Z", "m0,-2.7l2.5,4.3h-5Z"];

/**
 * Where a network says which class, and the points: discs, squares and triangles, hollow those of the test.
 * @param {Element} parent
 * @param {boolean} other the second network, whose lines are dashed
 * @param {ReturnType<typeof import("./pen.js").pen>} pen sets points on it
 */
export function plane(parent, other, pen) {
  const group = add(parent, "g", "actnorm-plane");
  const title = write(group, "actnorm-title is-muted");
  const key = sample(group, other);
  const ground = add(group, "g", "", { "aria-hidden": "true" });
  const areas = ROLES.flatMap((role) =>
    Array.from({ length: SHADES }, (_, i) =>
      add(ground, "path", `actnorm-sure is-${role} is-sure${i}`),
    ),
  );
  const frame = add(ground, "path", "actnorm-rule");
  const points = ROLES.flatMap((role) =>
    ["", " is-test"].map((test) => add(ground, "path", `actnorm-point is-${role}${test}`)),
  );
  const paper = add(group, "g");
  const surface = pen.surface(paper, !other);
  let [side, drawn] = [0, ""];
  return {
    group,
    /** Whether points can be set on it. @param {boolean} on */
    open: (on) => surface.turn(on),
    /**
     * @param {number} left
     * @param {number} top
     * @param {number} size
     */
    place(left, top, size) {
      side = size;
      drawn = "";
      put(title, { x: left + KEY, y: top - 8 });
      key(left, top - 12);
      put(ground, { transform: `translate(${left},${top})` });
      put(paper, { transform: `translate(${left},${top})` });
      put(frame, { d: box(0, 0, size, size) });
      surface.place(size);
    },
    /** @param {string} text */
    name(text) {
      tell(title, text);
    },
    /** @param {ArrayLike<number>} answers of looks.js, row by row; none, if there is no network */
    show(answers) {
      const cell = side / GRID;
      const paths = areas.map(() => "");
      for (let row = 0; row < GRID; row++) {
        let from = 0;
        for (let k = 1; k <= GRID; k++) {
          const answer = answers[row * GRID + from] ?? -1;
          if (k < GRID && (answers[row * GRID + k] ?? -1) === answer) continue;
          if (answer >= 0)
            paths[answer] += box(from * cell, row * cell, k * cell, (row + 1) * cell);
          from = k;
        }
      }
      areas.forEach((area, i) => {
        put(area, { d: paths[i] });
      });
    },
    /**
     * @param {string} key what the points depend on
     * @param {import("./sets.js").Points[]} parts for training, for the test
     * @param {[number, number][]} edges of the picture both ways
     */
    scatter(key, parts, edges) {
      if (key === drawn) return;
      drawn = key;
      const [across, up] = edges.map((edge) => linear(edge));
      across.range = [0, side];
      up.range = [side, 0];
      const paths = points.map(() => "");
      const outside = (/** @type {number} */ v) => v < 0 || v > side;
      parts.forEach(({ x, labels, count }, test) => {
        for (let k = 0; k < count; k++) {
          const [left, top] = [across(x[k]), up(x[count + k])];
          if (outside(left) || outside(top)) continue;
          paths[2 * labels[k] + test] += `M${left.toFixed(1)},${top.toFixed(1)}${MARKS[labels[k]]}`;
        }
      });
      points.forEach((path, i) => {
        put(path, { d: paths[i] });
      });
    },
  };
}
