// While an explorer is on the screen, the text that is far from it rests: every formula is dozens of
// small layers, and Chromium walks through those of the whole page at each step of a slider or of
// the pointer. What rests keeps the height it was measured to have, so nothing jumps; and
// when no explorer is on the screen, nothing rests.
(() => {
  const article = document.querySelector(".bd-article");
  const outer = "p:not([class]), ul, ol, div.math, .an-figure";
  const blocks = [...article.querySelectorAll(`:is(${outer})`)].filter(
    (block) => !block.closest("details, table, figure") && !block.parentElement.closest(outer),
  );
  if (article.querySelectorAll(".katex").length < 50) return; // little to gain

  const idle = window.requestIdleCallback ?? ((call) => setTimeout(call, 50));
  const seen = new Set();
  let planned = false;
  const plan = () => {
    if (!planned) idle(some);
    planned = true;
  };
  // A few at a time, when there is nothing else to do: all at once would take a tenth of a second.
  const some = () => {
    planned = false;
    const now = seen.size > 0;
    const next = blocks.filter((block) => block.classList.contains("an-rests") !== now).slice(0, 8);
    const heights = next.map((block) => block.getBoundingClientRect().height);
    next.forEach((block, i) => {
      block.style.setProperty("--an-height", `${heights[i]}px`);
      block.classList.toggle("an-rests", now);
    });
    if (next.length) plan();
  };
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries)
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    plan();
  });
  for (const slot of article.querySelectorAll(".actnorm-slot")) watch.observe(slot);

  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return; // a phone's address bar comes and goes
    width = innerWidth;
    for (const block of blocks) block.classList.remove("an-rests");
    plan();
  });
})();
