// Beside each figure one button, and one menu for all of them: a link to what it shows now, code to
// embed it, a file of it, the full screen.
(() => {
  if (!("popover" in HTMLElement.prototype)) return; // an older browser reads the book without it
  const said = (name, text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = name;
    button.textContent = text;
    return button;
  };
  const home = () => document.querySelector("link[rel=canonical]")?.href ?? location.href;
  const page = () => location.href.replace(/[?#].*/, "");

  const menu = document.createElement("div");
  menu.id = "an-share-menu";
  menu.className = "an-share-menu";
  menu.popover = "auto";
  menu.setAttribute("role", "group");
  let [figure, opener] = [null, null];

  /** What a file of it says of itself. */
  const about = ({ title, description, id }) => ({
    title,
    description: description(),
    source: home().replace(/[?#].*/, "") + (id ? `#${id}` : ""),
  });
  let coming;
  /** What makes files, once it is here. */
  const files = () => {
    coming ??= new Promise((done, lost) => {
      const script = document.getElementById("an-picture").content.firstChild.cloneNode();
      script.addEventListener("load", () => done(globalThis.anPicture));
      script.addEventListener("error", () => {
        coming = undefined; // the next try may find it
        lost(new Error("picture.js did not come"));
      });
      document.head.append(script);
    });
    return coming;
  };
  const save = async (ending, make) => {
    const [asked, button] = [figure, opener]; // another menu may be opened meanwhile
    try {
      const made = await files();
      const svg = asked.box.querySelector("svg");
      download(await make(made, svg, about(asked)), `${asked.file}.${ending}`);
    } catch {
      button.dispatchEvent(new CustomEvent("actnorm:tell", { bubbles: true, detail: "Not saved" }));
    }
  };
  const download = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const copy = (button, text) =>
    button.dispatchEvent(new CustomEvent("actnorm:copy", { bubbles: true, detail: text }));
  const query = () => (figure.box.address?.() ? `?${figure.box.address()}` : "");

  const entries = [
    {
      text: "Copy a link to what it shows",
      fits: () => figure.box.address,
      act: (button) => copy(button, `${page()}${query()}#${figure.id}`),
    },
    {
      text: "Copy code to embed it",
      fits: () => figure.box.dataset.embed,
      act(button) {
        const here = location.protocol === "file:" ? home() : location.href;
        const place = new URL(figure.box.dataset.embed, here);
        const own = [...new URLSearchParams(query())].map(([key, value]) => [
          key.slice(key.indexOf(".") + 1),
          value,
        ]);
        place.search = new URLSearchParams(own);
        const frame = document.createElement("iframe");
        frame.src = place.href;
        frame.title = figure.title;
        frame.width = "100%";
        frame.height = String(Math.ceil(figure.box.getBoundingClientRect().height) + 60);
        frame.setAttribute("sandbox", "allow-scripts allow-popups");
        frame.loading = "lazy";
        copy(button, frame.outerHTML);
      },
    },
    {
      text: "Save as SVG",
      act: () =>
        save(
          "svg",
          ({ svgFile }, svg, about) => new Blob([svgFile(svg, about)], { type: "image/svg+xml" }),
        ),
      leaves: true,
    },
    {
      text: "Save as PNG",
      act: () => save("png", ({ pngFile }, svg, about) => pngFile(svg, about)),
      leaves: true,
    },
    {
      text: "Full screen",
      fits: () => document.fullscreenEnabled,
      act: () => figure.box.requestFullscreen(),
      leaves: true,
    },
  ];
  for (const entry of entries) {
    entry.button = said("dropdown-item", entry.text);
    entry.button.addEventListener("click", () => {
      if (entry.leaves) menu.hidePopover();
      entry.act(entry.button);
    });
    menu.append(entry.button);
  }
  menu.addEventListener("beforetoggle", ({ newState }) => {
    if (newState !== "open") return;
    files().catch(() => {}); // it is told when it is needed
    for (const { button, fits } of entries) button.hidden = !(fits?.() ?? true);
  });
  menu.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    const at = opener.getBoundingClientRect();
    const { width, height } = menu.getBoundingClientRect();
    const above = at.bottom + height > innerHeight && at.top > height;
    menu.style.left = `${Math.max(8, at.right - width) + scrollX}px`;
    menu.style.top = `${(above ? at.top - height : at.bottom) + scrollY}px`;
    menu.querySelector("button:not([hidden])").focus({ preventScroll: true });
  });

  const give = (made, parent) => {
    const button = said("an-share", made.id ? "Share" : "Save");
    button.setAttribute("aria-label", `${button.textContent}: ${made.title}`);
    button.popoverTargetElement = menu;
    button.addEventListener("click", () => {
      [figure, opener] = [made, button];
    });
    parent.append(button);
  };
  for (const box of document.querySelectorAll(".actnorm-slot.is-live")) {
    const body = box.querySelector(".actnorm");
    give(
      {
        box,
        id: box.id,
        file: box.id.replace("figure-", ""),
        title: body.getAttribute("aria-label"),
        description: () => box.querySelector(".actnorm-words")?.innerText ?? "",
      },
      box,
    );
  }
  const name =
    page()
      .split("/")
      .at(-1)
      .replace(/\.html$/, "") || "index";
  const heading = document.querySelector("h1")?.firstChild?.textContent.trim() ?? name;
  document.querySelectorAll(".an-figure").forEach((box, i) => {
    const place = document.createElement("div");
    place.className = "an-share-place";
    box.after(place);
    const alt = box.querySelector("svg")?.getAttribute("aria-label") ?? "";
    const made = {
      box,
      file: `${name}-${i + 1}`,
      title: `${heading}: figure ${i + 1}`,
      description: () => alt,
    };
    give(made, place);
  });
  document.body.append(menu);
})();
