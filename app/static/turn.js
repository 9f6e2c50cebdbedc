// A turn of the conversation as it is put into the page: the fragment that the server sends, and the tools in it.
import { link } from "./share.js";
import { happened, keep, log, says, tell } from "./state.js";

/** @typedef {{createHTML: (html: string) => string}} Rules */

const rules = { createHTML: (/** @type {string} */ html) => html };
const { trustedTypes } =
  /** @type {{trustedTypes?: {createPolicy: (name: string, rules: Rules) => Rules}}} */ (window);
const policy = trustedTypes ? trustedTypes.createPolicy("komek", rules) : rules;

/** Put a fragment at the end of the conversation and return its turn. @param {string} html */
export function insert(html) {
  const page = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
  const turn = page.querySelector(".turn");
  const value = page.querySelector("input[name=conversation]");
  if (!(turn instanceof HTMLElement && value instanceof HTMLInputElement)) throw new Error("not a turn");
  keep(value.value);
  beginTalk();
  forgetForms(turn);
  const shown = document.importNode(turn, true);
  uncover(shown);
  link(shown);
  log.append(shown); // whole: what is put into it later would be read out by itself
  shown.scrollIntoView({ block: "start" });
  happened("turn", { ...shown.dataset });
  return shown;
}

/** Make a talk of the first screen: with a heading, and a way to start over. */
function beginTalk() {
  document.querySelector(".welcome")?.setAttribute("hidden", "");
  if (!document.getElementById("talk")) {
    const title = document.createElement("h1");
    title.id = "talk";
    title.className = "unseen";
    title.textContent = says.talk;
    log.before(title);
  }
  if (!document.getElementById("again")) addStartOver();
}

function addStartOver() {
  const link = document.createElement("a");
  link.id = "again";
  link.className = "tool";
  link.href = says.home;
  link.setAttribute("aria-label", says.over);
  const icon = span("icon", "↺");
  icon.setAttribute("aria-hidden", "true");
  link.append(icon, " ", span("words", says.over));
  document.querySelector(".tools")?.prepend(link);
  document.querySelector(".top")?.classList.add("talking");
}

/** Return a piece of text with a class. @param {string} name @param {string} text */
function span(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}

/**
 * Take away what a new turn leaves behind: the question of a guide waits in the newest turn alone; the form for a
 * number until a newer one, or its answer.
 * @param {HTMLElement} turn
 */
function forgetForms(turn) {
  const replaced = turn.querySelector("form.guide, form.given, .reply.status");
  const old = replaced ? "form.guide, form.file, form.given .tool" : "form.guide.asking";
  for (const each of log.querySelectorAll(old)) each.remove();
}

/** Show what only works with a script. @param {HTMLElement} place */
function uncover(place) {
  for (const button of place.querySelectorAll("[data-copy], [data-print]")) button.removeAttribute("hidden");
}

/**
 * Choose the text beside a button, and copy it: frames have no clipboard, but what is chosen may be copied.
 * @param {HTMLElement} button
 */
function copy(button) {
  const text = button.parentElement?.querySelector("pre");
  if (!text) return;
  const range = document.createRange();
  range.selectNodeContents(text);
  window.getSelection()?.removeAllRanges();
  window.getSelection()?.addRange(range);
  if (document.execCommand("copy")) tell(button.dataset.copy || "");
}

log.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button") : null;
  if (button?.dataset.copy) copy(button);
  if (button?.hasAttribute("data-print")) window.print();
});
uncover(log);
