// A figure of the page as a file of its own: no style sheet, no variables, light and dark, with its
// title, its source and its licence inside. figure.js asks for it.
globalThis.anPicture = (() => {
  const LICENCE = "CC BY 4.0";
  // What a style sheet may say of an element of a picture.
  const LOOKS = [
    ...["display", "visibility", "opacity", "fill", "fill-opacity", "stroke", "stroke-opacity"],
    ...["stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "paint-order"],
    ...["font-family", "font-size", "font-style", "font-weight", "text-anchor"],
    ...["dominant-baseline", "font-variant-numeric"],
  ];
  const INHERITED = LOOKS.filter((name) => name !== "display" && name !== "opacity");
  const NS = "http://www.w3.org/2000/svg";
  const FOOT = 30; // user units for the two lines below the picture
  const root = document.documentElement;

  /** Every element's looks in a theme; the page itself is not painted in between. */
  const looks = (elements, theme) => {
    const shown = root.dataset.theme;
    root.dataset.theme = theme;
    const seen = elements.map((element) => {
      const style = getComputedStyle(element);
      return Object.fromEntries(LOOKS.map((name) => [name, style.getPropertyValue(name)]));
    });
    const paper = getComputedStyle(root).getPropertyValue("--an-paper").trim();
    const ink = getComputedStyle(root).getPropertyValue("--an-muted").trim();
    root.dataset.theme = shown;
    return { seen, paper, ink };
  };

  const make = (name, attributes, text = "") => {
    const element = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  /**
   * @param {SVGSVGElement} svg as it stands in the page
   * @param {{title: string, description: string, source: string}} about
   * @param {string} [theme] one theme only; else the file follows the system it is shown on
   */
  const svgFile = (svg, { title, description, source }, theme) => {
    const elements = [svg, ...svg.querySelectorAll("*")];
    const copy = svg.cloneNode(true);
    const copies = [copy, ...copy.querySelectorAll("*")];
    const light = looks(elements, theme ?? "light");
    const dark = looks(elements, theme ?? "dark");
    const rules = new Map(); // what is otherwise in the dark → the class that says so
    elements.forEach((element, i) => {
      const target = copies[i];
      for (const name of ["class", "style", "tabindex", "role", "aria-label", "aria-hidden"])
        target.removeAttribute(name);
      const parent = elements.indexOf(element.parentElement);
      const otherwise = [];
      for (const name of LOOKS) {
        const value = light.seen[i][name];
        const inherits = parent >= 0 && INHERITED.includes(name);
        if (!inherits || value !== light.seen[parent][name]) target.setAttribute(name, value);
        if (dark.seen[i][name] !== value) otherwise.push(`${name}:${dark.seen[i][name]}`);
      }
      if (!otherwise.length) return;
      const rule = otherwise.join(";");
      if (!rules.has(rule)) rules.set(rule, `d${rules.size}`);
      target.setAttribute("class", rules.get(rule));
    });

    const [x, y, width, height] = (svg.getAttribute("viewBox") ?? "0 0 1 1")
      .split(/[ ,]+/)
      .map(Number);
    copy.setAttribute("xmlns", NS);
    copy.setAttribute("viewBox", `${x} ${y} ${width} ${height + FOOT}`);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height + FOOT);
    const box = { x, y, width, height: height + FOOT };
    const fonts = {
      "font-family": "system-ui, sans-serif",
      stroke: "none",
      "text-anchor": "start",
    };
    copy.prepend(
      make("title", {}, title),
      make("desc", {}, description),
      make("metadata", {}, `${source} · ${LICENCE}`),
      make("style", {}, ""),
      make("rect", { ...box, class: "paper", fill: light.paper, stroke: "none" }),
    );
    const where = source.replace(/^https?:\/\//, "").replace(/[?#].*/, "");
    [title, `${where} · ${LICENCE}`].forEach((line, i) => {
      const size = Math.min(10, (width - 8) / (0.56 * line.length)); // about, in any sans serif
      const place = { x: x + 4, y: y + height + FOOT - 18 + 12 * i, "font-size": size };
      copy.append(make("text", { ...place, ...fonts, class: "ink", fill: light.ink }, line));
    });
    const inTheDark = [
      `.paper{fill:${dark.paper}}.ink{fill:${dark.ink}}`,
      ...[...rules].map(([rule, name]) => `.${name}{${rule}}`),
    ];
    if (!theme)
      copy.querySelector("style").textContent =
        `@media (prefers-color-scheme:dark){${inTheDark.join("")}}`;
    return new XMLSerializer().serializeToString(copy);
  };

  /** The same in the theme of the page, three pixels to a unit. */
  const pngFile = async (svg, about) => {
    const text = svgFile(svg, about, root.dataset.theme);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 3 * image.width;
    canvas.height = 3 * image.height;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };

  return { svgFile, pngFile };
})();
