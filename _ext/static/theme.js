// Before the first paint: the colour theme the reader has chosen, or the system's.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") ?? "auto";
  } catch {} // storage may be forbidden; the system's theme is a good guess
  if (!["light", "dark", "auto"].includes(mode)) mode = "auto";

  /** @param {string} next */
  const apply = (next) => {
    root.dataset.mode = next;
    root.dataset.theme = next === "auto" ? (dark.matches ? "dark" : "light") : next;
  };
  apply(mode);
  root.classList.add("js");
  dark.addEventListener("change", () => apply(root.dataset.mode ?? "auto"));
  document.addEventListener("actnorm:mode", (event) =>
    apply(/** @type {CustomEvent} */ (event).detail),
  );
})();
