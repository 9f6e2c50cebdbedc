// The parts of the chat page that its scripts share, and the line that tells what is going on.

/**
 * @typedef {"talk" | "lang" | "home" | "waiting" | "offline" | "slow" | "trouble" | "lost" | "kept" | "busy" | "online"
 *   | "again" | "proving" | "unproved" | "copy" | "copied" | "over"} Word
 * @typedef {{bad?: boolean, retry?: () => void, wait?: number}} How `retry` has a button, closed for `wait` seconds
 */

/**
 * Return a part of the page by its id.
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
export function part(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${id}`);
  return found;
}

export const form = part("composer", HTMLFormElement);
export const field = part("text", HTMLInputElement);
export const log = part("log", HTMLElement);
export const list = part("suggestions", HTMLElement);
export const says = /** @type {Record<Word, string>} */ (part("says", HTMLElement).dataset);
const line = part("state", HTMLElement);
const send = part("send", HTMLButtonElement);
const value = /** @type {HTMLInputElement} */ (form.elements.namedItem("conversation"));
let busy = false;

/** Return the signed conversation. */
export const conversation = () => value.value;

/** Keep another signed conversation. @param {string} signed */
export function keep(signed) {
  value.value = signed;
}

/** Say what is going on. @param {string} text @param {How} [how] */
export function tell(text, { bad = false, retry, wait = 0 } = {}) {
  line.textContent = text;
  line.toggleAttribute("data-bad", bad);
  if (!retry) return;
  const again = document.createElement("button");
  again.type = "button";
  again.setAttribute("aria-live", "off");
  countDown(again, wait);
  again.addEventListener("click", retry);
  line.append(again);
}

/** Say nothing more, if this is what the line says. @param {string} text */
export function unsay(text) {
  if (line.textContent === text) tell("");
}

/**
 * Count on the button, not in the line: a line that changes is read out each time.
 * @param {HTMLButtonElement} button
 * @param {number} seconds
 */
function countDown(button, seconds) {
  button.disabled = seconds > 0;
  button.textContent = seconds > 0 ? `${says.again} · ${seconds}` : says.again;
  if (seconds > 0) setTimeout(countDown, 1000, button, seconds - 1);
}

/** Say whether a message is on its way: no other is sent meanwhile. */
export const isBusy = () => busy;

/** Begin or end to wait for an answer. @param {boolean} on */
export function setBusy(on) {
  busy = on;
  send.disabled = on;
  if (on) form.setAttribute("aria-busy", "true");
  else form.removeAttribute("aria-busy");
}

/**
 * Tell what happened to frame.js and others on this page: names and codes, never a word that was typed.
 * @param {"message" | "turn" | "error"} name
 * @param {{[key: string]: string | undefined}} [detail]
 */
export function happened(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(`komek:${name}`, { detail }));
}
