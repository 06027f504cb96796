// The search page: what is typed is looked for at once; what was found is said once.
import { excerpt, finder } from "./find.js";

const WAIT = 600; // a screen reader is told when the typing has paused

const root = document.documentElement.dataset.content_root ?? "./";
const box = /** @type {HTMLInputElement} */ (document.getElementById("an-query"));
const list = /** @type {HTMLElement} */ (document.getElementById("search-results"));
const status = /** @type {HTMLElement} */ (document.getElementById("an-found"));
const find = finder(/** @type {any} */ (globalThis).actnormSearch);

/**
 * @param {string} tag
 * @param {string} [text]
 * @param {string} [name] its class
 */
function element(tag, text = "", name = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

/**
 * @param {import("./find.js").Hit} hit
 * @param {string[]} terms
 */
function shown({ url, page, heading, text }, terms) {
  const link = element("a", page);
  link.setAttribute("href", root + url);
  if (heading) link.append(element("span", ` › ${heading}`, "an-part"));
  const [first, ...rest] = excerpt(text, terms);
  const words = element("p", first);
  rest.forEach((part, i) => {
    words.append(i % 2 ? part : element("mark", part));
  });
  const item = element("li");
  item.append(link, words);
  return item;
}

/** @type {number | undefined} */
let later;

function show() {
  const { hits, terms } = find(box.value);
  list.replaceChildren(...hits.map((hit) => shown(hit, terms)));
  const count = hits.length === 1 ? "1 result" : `${hits.length || "No"} results`;
  clearTimeout(later);
  if (!box.value.trim()) status.textContent = "";
  else
    later = setTimeout(() => {
      status.textContent = count;
    }, WAIT);
}

/** The address names what is looked for, so that it can be kept and Back finds it. */
function address() {
  const url = new URL(location.href);
  if (box.value) url.searchParams.set("q", box.value);
  else url.searchParams.delete("q");
  try {
    history.replaceState(null, "", url);
  } catch {} // from a folder some browsers do not allow it
}

box.addEventListener("input", () => {
  show();
  address();
});
box.form?.addEventListener("submit", (event) => {
  event.preventDefault();
  show();
  address();
});
box.value = new URLSearchParams(location.search).get("q") ?? "";
show();
if (!box.value) box.focus();
