// What a page of the book does besides being read: theme, side bars, menus, copy, print.
// The theme's own scripts and Bootstrap (30 kB) did this and more; deferred, so the page is parsed.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Colour theme: light, dark, or what the system says.
  const modes = ["auto", "light", "dark"];
  for (const button of all(".theme-switch-button")) {
    const name = () => {
      button.setAttribute("aria-label", `Colour theme: ${root.dataset.mode}`);
      button.title = `Colour theme: ${root.dataset.mode}`;
    };
    button.addEventListener("click", () => {
      const next = modes[(modes.indexOf(root.dataset.mode) + 1) % modes.length];
      document.dispatchEvent(new CustomEvent("actnorm:mode", { detail: next }));
      try {
        localStorage.setItem("mode", next);
      } catch {} // then the choice lasts as long as the page
    });
    document.addEventListener("actnorm:themed", name);
    name();
  }

  // Side bars: beside the text on wide screens, a dialog on narrow ones.
  const outside = ({ clientX: x, clientY: y }, { left, right, top, bottom }) =>
    x < left || x > right || y < top || y > bottom;
  for (const button of all("button[data-sidebar]")) {
    const bar = document.getElementById(button.dataset.sidebar);
    const dialog = document.getElementById(`${button.dataset.sidebar}-modal`);
    if (!bar || !dialog) continue;
    const beside = () => getComputedStyle(bar).display !== "none";
    const tell = () => button.setAttribute("aria-expanded", String(dialog.open || beside()));
    button.addEventListener("click", () => {
      const shown = beside();
      bar.classList.toggle("pst-sidebar-hidden", shown);
      if (!shown && !beside()) {
        dialog.append(...bar.childNodes);
        dialog.showModal();
      }
      tell();
    });
    dialog.addEventListener("close", () => {
      bar.append(...dialog.childNodes);
      tell();
    });
    dialog.addEventListener("click", (event) => {
      const away = event.target === dialog && outside(event, dialog.getBoundingClientRect());
      if (away || event.target.closest("a, [data-close]")) dialog.close();
    });
    addEventListener("resize", () => {
      if (dialog.open && beside()) dialog.close();
      tell();
    });
    tell();
  }

  // Menus are <details>: one open at a time, closed by Escape, by a choice and by leaving them.
  const menus = all("details.an-menu");
  const shut = (menu) => {
    menu.open = false;
    menu.querySelector("summary").focus({ preventScroll: true }); // its bar is always in sight
  };
  document.addEventListener("click", (event) => {
    const clicked = event.target.closest("details.an-menu");
    for (const menu of menus) if (menu !== clicked) menu.open = false;
    if (event.target.closest("details.an-menu .dropdown-item")) shut(clicked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menus.filter((menu) => menu.open).forEach(shut);
  });
  for (const menu of menus) {
    menu.addEventListener("focusout", ({ relatedTarget: next }) => {
      if (next && !menu.contains(next)) menu.open = false;
    });
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });

  // Ctrl+K goes to the search box that can be seen, else to the search page.
  document.addEventListener("keydown", (event) => {
    if (
      event.key?.toLowerCase() !== "k" || // a form that fills itself in sends events without a key
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const box = all("input[type=search]").find((input) => input.getClientRects().length > 0);
    for (const dialog of all("dialog[open]")) if (!dialog.contains(box)) dialog.close();
    if (box) box.focus();
    else document.querySelector("a.an-search")?.click();
  });

  // Copy buttons on the cells and examples, not on their output.
  const status = document.createElement("div");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  const code = (block) => {
    const pre = block.querySelector("pre").cloneNode(true);
    for (const prompt of all(".gp", pre)) prompt.remove();
    for (const answer of all(".go, .gt, .gr", pre)) {
      const next = answer.nextSibling;
      if (next) next.textContent = next.textContent.replace(/^\n/, "");
      answer.remove();
    }
    return pre.textContent.trimEnd();
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {} // not allowed; or not there, as where a school's server has no https
    const fill = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", fill, { capture: true });
    const done = document.execCommand("copy");
    document.removeEventListener("copy", fill, { capture: true });
    return done;
  };
  let silence;
  const rests = new WeakMap();
  /** Say on a button, for a while, what has come of it; and to who listens. */
  const tell = (button, said) => {
    const { name, rest } = rests.get(button) ?? { name: button.textContent };
    button.textContent = said;
    status.replaceChildren(said);
    clearTimeout(rest);
    const back = () => {
      button.textContent = name;
      rests.delete(button);
    };
    rests.set(button, { name, rest: setTimeout(back, 1500) });
    clearTimeout(silence);
    silence = setTimeout(() => status.replaceChildren(), 1500);
  };
  const offer = async (button, text) => tell(button, (await copy(text)) ? "Copied" : "Not allowed");
  document.addEventListener("actnorm:copy", ({ target, detail }) => offer(target, detail));
  document.addEventListener("actnorm:tell", ({ target, detail }) => tell(target, detail));
  for (const block of all("div.highlight")) {
    if (block.closest(".cell_output")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "an-copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => offer(button, code(block)));
    block.append(button);
  }

  // A formula is copied as its TeX, and whole: what stands there for the eye and what stands there
  // for the ear would both be copied.
  const whole = (node) => {
    const element = node instanceof Element ? node : node.parentElement;
    return element?.closest(".katex-display") ?? element?.closest(".katex");
  };
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (event.defaultPrevented || selection.isCollapsed) return;
    const range = selection.getRangeAt(0).cloneRange();
    const [first, last] = [whole(range.startContainer), whole(range.endContainer)];
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    const copied = document.createElement("div");
    copied.append(range.cloneContents());
    const formulas = all(".katex", copied);
    if (!formulas.length) return;
    for (const formula of formulas) {
      const sign = formula.closest(".katex-display") ? "$$" : "$";
      formula.replaceWith(`${sign}${formula.dataset.tex}${sign}`);
    }
    event.clipboardData.setData("text/plain", copied.textContent.trim());
    event.clipboardData.setData("text/html", copied.innerHTML);
    event.preventDefault();
  });

  // Explorers that have not come to life by now stay pictures.
  addEventListener("load", () => {
    for (const slot of all(".actnorm-slot:not(.is-live)")) slot.classList.add("is-still");
  });

  // Folds: open on paper and when a link leads into or to one.
  const named = (hash) => {
    const id = hash.slice(1);
    try {
      return document.getElementById(id) ?? document.getElementById(decodeURIComponent(id));
    } catch {
      return null; // "#%" is no code of anything
    }
  };
  const reveal = (hash) => {
    const target = named(hash);
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details"))
      fold.open = true;
  };
  addEventListener("hashchange", () => reveal(location.hash));
  document.addEventListener("click", (event) => {
    // Where the address is there already, nothing changes.
    const link = event.target.closest("a[href]");
    if (link?.hash && link.hash === location.hash && link.href === location.href) reveal(link.hash);
  });
  reveal(location.hash);
  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const dialog of all("dialog[open]")) dialog.close();
    for (const fold of all("article details:not([open])")) {
      opened.add(fold);
      fold.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened.clear();
  });

  // What scrolls sideways must be reachable with the keyboard; what does not, must not be a stop.
  const scrollers = all(
    ".katex-display, pre, .pst-scrollable-table-container, .cell_output > .output",
  );
  const pieces = all(".katex-base")
    .map((piece) => ({
      piece,
      formula: piece.closest(".katex"),
      line: piece.closest("p, li, dd, dt, td, th, h1, h2, h3, h4, summary, figcaption"),
    }))
    .filter(({ formula }) => !formula.closest(".katex-display"));
  const measure = () => {
    // What is folded away has no size: to ask for it would have it laid out, piece by piece.
    const folds = all("details:not([open])");
    const folded = (element) =>
      folds.some((fold) => fold.contains(element) && !fold.firstElementChild.contains(element));
    // Pieces of a formula between which the line may break: with large type one may be too long.
    const long = pieces.filter(
      ({ piece, line }) => line && !folded(line) && piece.offsetWidth > line.clientWidth,
    );
    const now = new Set(long.map(({ formula }) => formula));
    for (const formula of all(".katex.an-wide")) {
      if (now.has(formula)) continue;
      formula.classList.remove("an-wide");
      formula.removeAttribute("tabindex");
    }
    for (const formula of now) {
      formula.classList.add("an-wide");
      formula.tabIndex = 0;
    }
    const wide = scrollers.map(
      (box) =>
        !folded(box) &&
        box.scrollWidth > box.clientWidth + 1 &&
        getComputedStyle(box).overflowX !== "visible",
    );
    scrollers.forEach((box, i) => {
      if (wide[i]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };

  // The contents beside the text (the level of them that is shown) show where the reader is: in the
  // last part whose heading has come up to a fifth of the window. Those at the end cannot: there it
  // is the one that was asked for, or the last.
  const parts = all(".page-toc > ul > li > a")
    .map((link) => ({ link, part: named(link.hash) }))
    .filter(({ part }) => part);
  const mark = () => {
    const end = scrollY > 0 && scrollY + innerHeight >= root.scrollHeight - 2;
    const top = ({ part }) => part.getBoundingClientRect().top;
    const begun = parts.filter((each) => top(each) < innerHeight * (end ? 1 : 0.2));
    const asked = begun.find((each) => end && each.part === named(location.hash) && top(each) > 0);
    const here = asked ?? begun.at(-1);
    for (const each of parts) {
      each.link.classList.toggle("active", each === here);
      if (each === here) each.link.setAttribute("aria-current", "true");
      else each.link.removeAttribute("aria-current");
    }
    document.body.classList.toggle("scrolled", scrollY > 8);
  };
  for (const event of ["scroll", "hashchange"]) addEventListener(event, mark, { passive: true });

  // What depends on sizes: once the fonts and figures are there, and when a fold has changed them.
  const settle = () => {
    measure();
    mark();
  };
  for (const event of ["load", "resize"]) addEventListener(event, settle);
  document.addEventListener("toggle", settle, { capture: true });
})();
