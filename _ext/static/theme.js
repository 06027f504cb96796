// Before the first paint: the colour theme the reader has chosen, or the system's; and the fonts of the
// page's formulas, which else would come after the text is laid out, and have it laid out once more.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try {
      return localStorage.getItem("mode");
    } catch {
      return null; // storage may be forbidden; the system's theme is a good guess
    }
  };

  /** @param {string | null | undefined} mode */
  const apply = (mode) => {
    const chosen = mode === "light" || mode === "dark" ? mode : "auto";
    root.dataset.mode = chosen;
    root.dataset.theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    document.dispatchEvent(new Event("actnorm:themed"));
  };
  apply(kept());
  root.classList.add("js");
  dark.addEventListener("change", () => apply(root.dataset.mode));
  document.addEventListener("actnorm:mode", (event) =>
    apply(/** @type {CustomEvent} */ (event).detail),
  );
  // The choice may be made on another page: in another tab, or before Back brings this one again.
  addEventListener("storage", () => apply(kept()));
  addEventListener("pageshow", (event) => {
    if (event.persisted) apply(kept() ?? root.dataset.mode);
  });
  // A page has only the fonts that it uses; where one does not come, another stands in.
  for (const face of document.fonts) if (face.family.includes("KaTeX")) face.load().catch(() => {});
})();
