// Starts reveal.js on a deck, leaves keys to the control that has the focus, and makes type as
// large as its box holds. With `?notes` in the address the page is the speaker's: see notes.js.
(() => {
  // reveal.js writes its own furniture as markup; nothing of it holds a script.
  globalThis.trustedTypes?.createPolicy("default", {
    createHTML(markup) {
      if (/<script|<iframe|<object|\son\w+\s*=|javascript:/i.test(markup))
        throw new TypeError("a deck writes no scripts");
      return markup;
    },
  });
  if (new URLSearchParams(location.search).has("notes")) return;

  const LEAST = 28; // px on a slide of 1280 × 720: what the last row can read
  const FOOT = 20; // px below a slide's last line
  const TURNS = { PageDown: "next", PageUp: "prev" };

  /** Make the type of a box as large as it holds, between `LEAST` and its own largest. */
  const fit = (box) => {
    let size = Number(box.dataset.largest);
    for (; size >= LEAST; size -= 2) {
      box.style.fontSize = `${size}px`;
      if (box.scrollHeight <= box.clientHeight && box.scrollWidth <= box.clientWidth) return;
    }
  };
  const fitAll = (root) => {
    for (const box of root.querySelectorAll(".fit")) fit(box);
  };
  /** Of what a live figure says, leave out the last sentences that would not stand on the slide. */
  const trim = (words) => {
    const { bottom } = words.closest(".slide").getBoundingClientRect();
    const end = bottom - FOOT * Reveal.getScale();
    const [, ...rest] = words.children;
    for (const each of rest) each.classList.remove("is-left-out");
    for (const each of rest.reverse()) {
      if (words.getBoundingClientRect().bottom <= end) return;
      each.classList.add("is-left-out");
    }
  };
  /** Of the numbers along an axis, leave out those that would touch the one before. */
  const thin = (axis) => {
    let last;
    for (const text of axis.querySelectorAll("text")) {
      const now = text.getBoundingClientRect();
      const gone =
        last &&
        now.left < last.right &&
        now.right > last.left &&
        now.top + now.height / 3 < last.bottom &&
        now.bottom > last.top + now.height / 3;
      text.classList.toggle("is-left-out", Boolean(gone));
      if (!gone && now.width) last = now;
    }
  };
  /** Make what a live figure says and its axes fit its slide. */
  const trimAll = (root) => {
    for (const axis of root.querySelectorAll(".actnorm-axis")) thin(axis);
    for (const words of root.querySelectorAll(".actnorm-slot.is-live .actnorm-words")) trim(words);
  };
  const saying = new MutationObserver((changes) => {
    // A figure puts other words into the text that is there, which is no element.
    const parts = changes.map(({ target }) => (target.closest ? target : target.parentElement));
    for (const figure of new Set(parts.map((part) => part?.closest(".actnorm-slot"))))
      if (figure) trimAll(figure.parentElement);
  });
  const holdsKeys = ({ target, key }) =>
    target.closest?.("input, select, textarea, [role=slider]") ||
    (target.closest?.("button") && (key === " " || key === "Enter"));

  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    maxScale: 4,
    center: false,
    controls: false,
    progress: true,
    slideNumber: "c/t",
    hash: true,
    transition: "none",
    backgroundTransition: "none",
    viewDistance: 2,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    keyboardCondition: (event) => !holdsKeys(event),
  });
  // A formula is measured in its own letters, or not at all.
  const letters = [...document.fonts].filter(({ family }) => /KaTeX/.test(family));
  const ready = Promise.all(letters.map((face) => face.load()));
  const fill = async (root) => {
    await ready;
    fitAll(root);
    trimAll(root);
  };
  Reveal.on("ready", () => {
    fill(Reveal.getCurrentSlide());
    saying.observe(document.querySelector(".slides"), {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  Reveal.on("pdf-ready", () => fill(document));
  Reveal.on("slidechanged", ({ currentSlide }) => {
    document.activeElement?.blur(); // so that the arrows turn slides again
    fill(currentSlide);
  });

  // A presenter's remote sends these keys: they turn the slide even while a slider has the focus.
  addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Escape" && holdsKeys(event)) document.activeElement.blur();
      else if (!(event.key in TURNS && holdsKeys(event))) return;
      else Reveal[TURNS[event.key]]();
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );

  // The speaker's window is this page once more; the two talk by messages, also from a folder.
  let speaker = null;
  const tell = () =>
    speaker?.postMessage({ slide: Reveal.getCurrentSlide().id, at: Reveal.getProgress() }, "*");
  Reveal.addKeyBinding({ keyCode: 83, key: "S", description: "Speaker notes" }, () => {
    const address = new URL(location.href);
    address.search = "?notes";
    address.hash = "";
    speaker = open(address, "notes", "popup,width=900,height=700");
  });
  Reveal.on("slidechanged", tell);
  addEventListener("message", ({ source, data }) => {
    if (!speaker || source !== speaker) return;
    if (data.turn === "next" || data.turn === "prev") Reveal[data.turn]();
    tell();
  });
})();
