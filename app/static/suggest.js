// Suggestions while a person types: a list under the arrow keys.
import { field, isBusy, list, says } from "./state.js";

/** @typedef {{slug: string, label: string}} Suggestion */

const PAUSE = 150; // ms of rest in typing before suggestions are asked for
const LEAST = 2; // characters; of fewer nothing can be guessed
const MOST = 60; // characters; more is a question of its own
const DIGITS = 5; // in the longest sum that people type; a number of a person has twelve
let timer = 0;
let asked = "";
let chosen = -1;
/** @type {Suggestion[]} */
let offered = [];
/** @type {(slug: string) => void} */
let pick = () => {};

/** Say whether what is typed may be a number of a person. @param {string} text */
export const mayBeNumber = (text) => (text.match(/\d/g) || []).length > DIGITS;

/** Suggest what can be asked; `act` is handed the slug that is chosen. @param {(slug: string) => void} act */
export function suggest(act) {
  pick = act;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", typed);
  field.addEventListener("keydown", pressed);
  field.addEventListener("blur", () => setTimeout(close, PAUSE));
}

/** Return the slug that is marked in the list, if any. */
export const marked = () => offered[chosen]?.slug;

/** Take the list away. */
export function close() {
  clearTimeout(timer);
  asked = "";
  show([]);
}

/** Ask for suggestions after a rest; never when what is typed may be a number of a person. */
function typed() {
  clearTimeout(timer);
  const text = field.value.trim();
  if (text.length < LEAST || text.length > MOST || mayBeNumber(text)) close();
  else timer = setTimeout(ask, PAUSE, text);
}

/** @param {string} text */
async function ask(text) {
  asked = text;
  try {
    const address = `/api/v1/suggest?lang=${says.lang}&q=${encodeURIComponent(text)}`;
    const response = await fetch(address, { credentials: "omit" });
    /** @type {{suggestions: Suggestion[]}} */
    const found = response.ok ? await response.json() : { suggestions: [] };
    if (asked === text && !isBusy()) show(found.suggestions);
  } catch {
    close();
  }
}

/** @param {Suggestion[]} found */
function show(found) {
  offered = found;
  chosen = -1;
  list.textContent = "";
  list.append(...found.map(row));
  list.hidden = !found.length;
  field.setAttribute("aria-expanded", String(found.length > 0));
  field.removeAttribute("aria-activedescendant");
}

/** @param {Suggestion} suggestion @param {number} at */
function row({ slug, label }, at) {
  const made = document.createElement("li");
  made.id = `suggestion-${at}`;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.textContent = label;
  made.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the field
  made.addEventListener("click", () => pick(slug));
  return made;
}

/** Mark a row; -1 marks none. @param {number} at */
function mark(at) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = at;
  field.removeAttribute("aria-activedescendant");
  const now = list.children[at];
  if (!now) return;
  now.setAttribute("aria-selected", "true");
  now.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", now.id);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  if (list.hidden) return;
  const last = offered.length - 1;
  if (event.key === "ArrowDown") mark(chosen < last ? chosen + 1 : -1);
  else if (event.key === "ArrowUp") mark(chosen < 0 ? last : chosen - 1);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
}
