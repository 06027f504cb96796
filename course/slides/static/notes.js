// The speaker's window: the deck's own page with `?notes`, showing of each slide its headline and
// what is to be said, and of it all where the deck is now. Printed, it is the whole script.
(() => {
  if (!new URLSearchParams(location.search).has("notes")) return;
  const TURNS = {
    ArrowRight: "next",
    ArrowDown: "next",
    PageDown: "next",
    " ": "next",
    ArrowLeft: "prev",
    ArrowUp: "prev",
    PageUp: "prev",
  };
  document.documentElement.classList.add("speaks");
  document.querySelector(".reveal").className = "spoken";
  const began = Date.now();
  const clock = document.createElement("p");
  clock.className = "clock";
  document.body.prepend(clock);

  const slides = [...document.querySelectorAll(".slides > section")];
  for (const [at, slide] of slides.entries()) slide.dataset.number = `${at + 1} / ${slides.length}`;
  let now = 0;
  const show = () => {
    for (const [at, slide] of slides.entries()) slide.classList.toggle("is-now", at === now);
    slides[now].scrollIntoView({ block: "start" });
    tick();
  };
  const tick = () => {
    const passed = Math.floor((Date.now() - began) / 60_000);
    const { until } = slides[now].dataset;
    clock.textContent = `${passed} min${until ? `; this slide ends at ${until} min` : ""}`;
  };
  setInterval(tick, 5000);
  const deck = opener;
  addEventListener("message", ({ source, data }) => {
    if (!deck || source !== deck) return;
    const found = slides.findIndex((slide) => slide.id === data.slide);
    if (found >= 0) now = found;
    show();
  });
  addEventListener("keydown", (event) => {
    if (!(event.key in TURNS)) return;
    event.preventDefault();
    if (deck) deck.postMessage({ turn: TURNS[event.key] }, "*");
    else {
      const step = TURNS[event.key] === "next" ? 1 : -1;
      now = Math.min(Math.max(now + step, 0), slides.length - 1);
      show();
    }
  });
  show();
  deck?.postMessage({ turn: "" }, "*");
})();
