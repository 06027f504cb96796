/**
 * A document for node, as much of one as the explorers ask for. It draws a figure when the book is
 * built. Whatever is not here stops the build with its name, rather than be lost in silence.
 */

const VOID = new Set(["input", "br"]);
const REFLECTED = ["name", "type", "min", "max", "step", "title", "rows"];
const escaped = (text, quotes) =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(quotes ? /"/g : /^$/, quotes ? "&quot;" : "");

/** Refuse to read or write what is not there. */
const strict = (made, name) =>
  new Proxy(made, {
    get(target, key, self) {
      if (key in target || typeof key === "symbol" || key === "then")
        return Reflect.get(target, key, self);
      throw new Error(`the build-time DOM has no ${name}.${key}`);
    },
    set(target, key, value, self) {
      if (!(key in target)) throw new Error(`the build-time DOM has no ${name}.${String(key)}`);
      return Reflect.set(target, key, value, self);
    },
  });

class Element {
  constructor(localName) {
    this.localName = localName;
    this.parentNode = null;
    this.childNodes = [];
    this.map = new Map();
    const list = () => (this.map.get("class") ?? "").split(" ").filter(Boolean);
    const write = (names) => this.map.set("class", [...new Set(names)].join(" "));
    this.classList = strict(
      {
        add: (...names) => write([...list(), ...names]),
        remove: (...names) => write(list().filter((each) => !names.includes(each))),
        contains: (name) => list().includes(name),
        toggle(name, on = !this.contains(name)) {
          this[on ? "add" : "remove"](name);
          return on;
        },
      },
      "classList",
    );
    this.dataset = new Proxy(
      {},
      {
        set: (_, key, value) =>
          Boolean(
            this.map.set(`data-${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, `${value}`),
          ),
      },
    );
  }
  setAttribute(name, value) {
    if (name === "style")
      throw new Error("a figure has no style attributes: a strict policy drops them");
    this.map.set(name, String(value));
  }
  getAttribute(name) {
    return this.map.get(name) ?? null;
  }
  hasAttribute(name) {
    return this.map.has(name);
  }
  removeAttribute(name) {
    this.map.delete(name);
  }
  toggleAttribute(name, on = !this.map.has(name)) {
    if (on) this.map.set(name, "");
    else this.map.delete(name);
  }
  get attributes() {
    return [...this.map].map(([name, value]) => ({ name, value }));
  }
  append(...nodes) {
    for (const each of nodes) {
      const child = typeof each === "object" ? each : { data: String(each), parentNode: null };
      if (child.parentNode) child.remove();
      child.parentNode = this;
      this.childNodes.push(child);
    }
  }
  replaceChildren(...nodes) {
    for (const child of this.childNodes) child.parentNode = null;
    this.childNodes = [];
    this.append(...nodes);
  }
  remove() {
    const siblings = this.parentNode?.childNodes;
    siblings?.splice(
      siblings.findIndex((each) => each.map === this.map),
      1,
    );
    this.parentNode = null;
  }
  get children() {
    return this.childNodes.filter((child) => "localName" in child);
  }
  get firstChild() {
    return this.childNodes[0] ?? null;
  }
  get textContent() {
    return this.childNodes.map((child) => child.data ?? child.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(...(String(text) ? [text] : []));
  }
  /** Only "tag", ".class" or "*". */
  matches(selector) {
    if (selector.startsWith(".")) return this.classList.contains(selector.slice(1));
    return selector === "*" || selector === this.localName;
  }
  closest(selector) {
    let each = this;
    while (each && !each.matches(selector)) each = each.parentNode;
    return each;
  }
  querySelectorAll(selector) {
    const below = (of) => of.children.flatMap((child) => [child, ...below(child)]);
    return below(this).filter((each) => each.matches(selector));
  }
  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }
  addEventListener() {}
  /** The one thing that is measured is the width of a figure. */
  getBoundingClientRect() {
    return { width: globalThis.document.width };
  }
  get className() {
    return this.map.get("class") ?? "";
  }
  set className(names) {
    this.setAttribute("class", names);
  }
  get value() {
    if (this.localName !== "select") return this.map.get("value") ?? "";
    const chosen = this.children.find((option) => option.hasAttribute("selected"));
    return (chosen ?? this.children[0])?.value ?? "";
  }
  set value(value) {
    if (this.localName !== "select") this.setAttribute("value", value);
    for (const option of this.children) option.toggleAttribute("selected", option.value === value);
  }
  get outerHTML() {
    const attributes = this.attributes.map(
      ({ name, value }) => ` ${name}="${escaped(value, true)}"`,
    );
    const head = `<${this.localName}${attributes.join("")}>`;
    if (VOID.has(this.localName)) return head;
    return `${head}${this.innerHTML}</${this.localName}>`;
  }
  get innerHTML() {
    return this.childNodes.map((child) => child.outerHTML ?? escaped(child.data)).join("");
  }
}
for (const name of REFLECTED)
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      this.setAttribute(name, value);
    },
  });
for (const name of ["disabled", "checked", "hidden", "selected"])
  Object.defineProperty(Element.prototype, name, {
    get() {
      return this.hasAttribute(name);
    },
    set(on) {
      this.toggleAttribute(name, Boolean(on));
    },
  });

/** Make node a place where a figure can be drawn. @param {number} width user units */
export function install(width) {
  const make = (name) => strict(new Element(name), name);
  Object.assign(globalThis, {
    document: strict(
      { width, createElement: make, createElementNS: (_, name) => make(name) },
      "document",
    ),
    window: strict({ addEventListener() {}, setTimeout, setInterval }, "window"),
    ResizeObserver: class {
      observe() {}
      disconnect() {}
    },
    getComputedStyle: () => strict({ fontSize: "15px" }, "style"),
    matchMedia: () => strict({ matches: false, addEventListener() {} }, "media"),
    requestAnimationFrame: () => 1,
    cancelAnimationFrame() {},
  });
}
