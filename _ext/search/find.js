// From a query to the pages that answer it, the best first; no DOM.
import MiniSearch from "minisearch";
import { joined, words } from "./words.js";

const BOOST = { title: 6, short: 6, heading: 4, text: 1, words: 0.5 };
const ANOTHER_NAME = 0.8; // what a synonym counts against the word itself
const SOME_WORDS = 0.2; // what a section counts that has not all the words
const OTHER_SECTIONS = 0.1; // what a page's other sections add to its best one
const AT_MOST = 20;

/**
 * @typedef {[number, string, string, string, string]} Section page, id, heading, text, words
 * @typedef {[string, string, string, number]} Page address, title in the contents, title, weight
 * @typedef {{pages: Page[], sections: Section[], synonyms: string[][]}} Data
 * @typedef {{url: string, page: string, heading: string, text: string, score: number}} Hit
 */

/**
 * Get ready to search.
 *
 * @param {Data} data
 * @returns {(query: string) => {hits: Hit[], terms: string[]}}
 */
export function finder({ pages, sections, synonyms }) {
  const index = new MiniSearch({
    fields: Object.keys(BOOST),
    tokenize: (text, field) => (field === "text" || field === "words" ? words(text) : joined(text)),
    processTerm: (term) => term,
  });
  index.addAll(
    sections.map(([page, id, heading, text, code], i) => {
      // A page's own names belong to where it begins.
      const first = i === 0 || sections[i - 1][0] !== page;
      const [, short, title] = pages[page];
      return { id: i, heading, text, words: code, ...(first && { title, short }), place: id };
    }),
  );
  const groups = synonyms.map((group) => group.map((term) => words(term)));

  /** Other ways to say a query: with a name in it exchanged for another of the same thing. */
  const others = (/** @type {string[]} */ said) => {
    /** @type {string[][]} */
    const found = [];
    for (const group of groups)
      for (const term of group) {
        const [start, length] = spot(said, term);
        if (start < 0) continue;
        for (const other of group)
          if (other !== term) found.push(said.toSpliced(start, length, ...other));
      }
    return found;
  };

  /** Scores of the sections for words that shall all be there, or for some of them. */
  const scores = (/** @type {string[]} */ asked, /** @type {"AND" | "OR"} */ combineWith) =>
    index.search(asked.join(" "), {
      tokenize: (text) => text.split(" "),
      combineWith,
      boost: BOOST,
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 1 : false),
      weights: { prefix: 0.3, fuzzy: 0.15 },
      boostDocument: (i) => pages[sections[i][0]][3],
    });

  return (query) => {
    const asked = words(query);
    /** @type {Map<number, number>} */
    const best = new Map();
    const terms = new Set();
    const count = (/** @type {any[]} */ found, /** @type {number} */ share) => {
      for (const { id, score, terms: matched } of found) {
        if (score * share > (best.get(id) ?? 0)) best.set(id, score * share);
        for (const term of matched) if (term.length > 2) terms.add(term);
      }
    };
    if (asked.length) {
      count(scores(asked, "AND"), 1);
      for (const other of others(asked)) count(scores(other, "AND"), ANOTHER_NAME);
      if (best.size < 3 && asked.length > 1) count(scores(asked, "OR"), SOME_WORDS);
    }
    return { hits: byPage(best, pages, sections), terms: [...terms] };
  };
}

/**
 * Where the words of a name begin in a query, and how many they are there: "batchnorm" is one.
 *
 * @param {string[]} said
 * @param {string[]} term
 */
function spot(said, term) {
  const one = said.indexOf(term.join(""));
  if (one >= 0) return [one, 1];
  const start = said.findIndex((_, i) => term.every((word, j) => said[i + j] === word));
  return [start, term.length];
}

/**
 * One hit for each page: its best section, which its others support a little.
 *
 * @param {Map<number, number>} best
 * @param {Page[]} pages
 * @param {Section[]} sections
 * @returns {Hit[]}
 */
function byPage(best, pages, sections) {
  /** @type {Map<number, Hit & {top: number}>} */
  const hits = new Map();
  for (const [i, score] of [...best].sort((a, b) => b[1] - a[1])) {
    const [number, id, heading, text] = sections[i];
    const [address, page] = pages[number];
    const hit = hits.get(number);
    const begins = i === 0 || sections[i - 1][0] !== number;
    if (hit) hit.score += OTHER_SECTIONS * score;
    else {
      const url = begins || !id ? address : `${address}#${id}`;
      hits.set(number, { url, page, heading: begins ? "" : heading, text, score, top: score });
    }
  }
  return [...hits.values()].sort((a, b) => b.score - a.score).slice(0, AT_MOST);
}

/**
 * A piece of text around the first word that was found, as parts of which every other is such a word.
 *
 * @param {string} text
 * @param {string[]} terms as `finder` gave them
 */
export function excerpt(text, terms) {
  const found = new Set(terms);
  const parts = text.split(/([\p{L}\p{N}\p{M}]+)/u); // every other part is a word
  const isFound = (/** @type {string} */ part) => words(part).some((word) => found.has(word));
  const first = parts.findIndex((part, i) => i % 2 === 1 && isFound(part));
  let start = Math.max(first, 1);
  for (let room = 60; start > 1 && room > 0; start -= 2)
    room -= parts[start - 1].length + parts[start - 2].length;
  if (start < 8) start = 1;
  /** @type {string[]} */
  const out = [start > 1 ? "…" : parts[0]];
  let length = 0;
  let i = start;
  for (; i < parts.length && length < 200; i += 2) {
    const [word, gap] = [parts[i], parts[i + 1] ?? ""];
    if (isFound(word)) out.push(word, gap);
    else out[out.length - 1] += word + gap;
    length += word.length + gap.length;
  }
  if (i < parts.length) out[out.length - 1] += "…";
  return out;
}
