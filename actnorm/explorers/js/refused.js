/** A line above a figure: what it cannot show. */

import { node } from "./controls.js";

/** @param {string} text */
export function refusal(text) {
  const line = node("p", "actnorm-refused", text);
  line.setAttribute("role", "status");
  return line;
}
