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
        localStorage.setItem("theme", root.dataset.theme);
      } catch {} // then the choice lasts as long as the page
      name();
    });
    name();
  }

  // Side bars: beside the text on wide screens, a dialog on narrow ones.
  for (const button of all("button[data-sidebar]")) {
    const bar = document.getElementById(button.dataset.sidebar);
    const dialog = document.getElementById(`${button.dataset.sidebar}-modal`);
    if (!bar || !dialog) continue;
    const back = () => bar.append(...dialog.childNodes);
    button.addEventListener("click", () => {
      if (getComputedStyle(bar).display === "none") {
        dialog.append(...bar.childNodes);
        dialog.showModal();
        button.setAttribute("aria-expanded", "true");
      } else {
        const hidden = bar.classList.toggle("pst-sidebar-hidden");
        button.setAttribute("aria-expanded", String(!hidden));
      }
    });
    dialog.addEventListener("close", () => {
      back();
      button.setAttribute("aria-expanded", "false");
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("a, [data-close]")) dialog.close();
    });
  }

  // Menus are <details>: one open at a time, closed by Escape and by a click elsewhere.
  const menus = all("details.an-menu");
  const close = (but) => {
    for (const menu of menus) if (menu !== but) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target.closest("details.an-menu")));
  for (const menu of menus) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  }
  for (const button of all("[data-print]")) button.addEventListener("click", () => print());

  // Ctrl+K goes to the search box that can be seen, else to the search page.
  document.addEventListener("keydown", (event) => {
    if (
      event.key.toLowerCase() !== "k" ||
      !(event.ctrlKey || event.metaKey) ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    const box = all("input[type=search]").find((input) => input.getClientRects().length > 0);
    if (box) box.focus();
    else document.querySelector("a.an-search")?.click();
  });

  // Copy buttons on the cells and examples, not on their output.
  const say = (button, text) => {
    button.querySelector("span").textContent = text;
    setTimeout(() => {
      button.querySelector("span").textContent = "Copy";
    }, 1500);
  };
  for (const block of all("div.highlight")) {
    if (block.closest(".cell_output")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "an-copy";
    button.append(document.createElement("span"));
    button.firstChild.textContent = "Copy";
    button.addEventListener("click", () => {
      const text = block.querySelector("pre").textContent.trimEnd();
      navigator.clipboard.writeText(text).then(
        () => say(button, "Copied"),
        () => say(button, "Not allowed"),
      );
    });
    block.append(button);
  }

  // What scrolls sideways must be reachable with the keyboard; what does not, must not be a stop.
  const scrollers = all(
    ".katex-display, pre, .pst-scrollable-table-container, .cell_output > .output",
  );
  const measure = () => {
    const wide = scrollers.map(
      (box) =>
        box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible",
    );
    scrollers.forEach((box, i) => {
      if (wide[i]) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    });
  };
  addEventListener("resize", measure);
  addEventListener("load", measure); // once, when the fonts and figures are there

  // Explorers that have not come to life by now stay pictures.
  addEventListener("load", () => {
    for (const slot of all(".actnorm-slot:not(.is-live)")) slot.classList.add("is-still");
  });

  // Folds: open on paper and when a link leads into or to one.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement?.closest("details"))
      fold.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("article details:not([open])");
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  // The contents beside the text show where the reader is.
  const links = new Map(
    all("#pst-secondary-sidebar a[href^='#']").map((link) => [link.hash.slice(1), link]),
  );
  const seen = new IntersectionObserver(
    (entries) => {
      const at = entries.filter((entry) => entry.isIntersecting).pop();
      if (!at) return;
      for (const [id, link] of links) {
        const here = id === at.target.id;
        link.classList.toggle("active", here);
        if (here) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    },
    { rootMargin: "-60px 0px -70% 0px" },
  );
  for (const id of links.keys()) {
    const part = document.getElementById(decodeURIComponent(id));
    if (part) seen.observe(part);
  }
  addEventListener("scroll", () => document.body.classList.toggle("scrolled", scrollY > 8), {
    passive: true,
  });
})();
