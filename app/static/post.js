// A message as it is posted, just as the form of the page would be, and what comes of it.
import { conversation, field, form, says } from "./state.js";

/**
 * @typedef {import("./work.js").Challenge} Challenge
 * @typedef {object} Message what stands in the field, or a choice, or a form of a guide
 * @property {string} [article] the slug of a choice
 * @property {boolean} [listed] the choice is a suggestion: the beginning in the field is used up
 * @property {HTMLFormElement} [guide]
 * @property {HTMLElement | null} [pressed] the button that sends the form of the guide
 * @typedef {{detail: string, reason?: string, challenge?: Challenge, status: number, wait: number}} Problem `wait` in s
 * @typedef {{html: string} | {problem: Problem} | {fault: "slow" | "lost"}} Outcome
 */

const SLOW = 15000; // ms until an answer is given up
const WAIT = 10; // s to wait when a refusal does not say how long

/** Say whether a message is what stands in the field. @param {Message} message */
export const isTyped = ({ article, guide }) => !article && !guide;

/** Return the form of a message; `solution` proves work. @param {Message} message @param {string} [solution] */
export function read({ article, guide, pressed }, solution) {
  const data = new FormData(guide ?? form);
  data.set("conversation", conversation());
  if (pressed instanceof HTMLButtonElement && pressed.name) data.append(pressed.name, pressed.value);
  if (article) data.append("article", article);
  if (solution) data.append("work", solution);
  return data;
}

/** Return what a person can still change of a message: what stands in its fields. @param {Message} message */
export function held({ article, guide }) {
  if (!guide) return article ? "" : field.value;
  const data = new FormData(guide);
  data.delete("conversation");
  return [...data.values()].join("\n");
}

/** Post the form of a message. @param {Message} message @param {FormData} data @returns {Promise<Outcome>} */
export async function post({ guide }, data) {
  const address = guide?.getAttribute("action") ?? `/${says.lang}/`;
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), SLOW);
  try {
    const response = await fetch(address.split("#")[0], {
      method: "POST",
      body: new URLSearchParams(/** @type {[string, string][]} */ ([...data])),
      headers: { "X-Komek-Fragment": "1" },
      credentials: "omit",
      signal: stop.signal,
    });
    return response.ok ? { html: await response.text() } : { problem: await refusal(response) };
  } catch {
    return { fault: stop.signal.aborted ? "slow" : "lost" };
  } finally {
    clearTimeout(limit);
  }
}

/** Read why it was refused. @param {Response} response @returns {Promise<Problem>} */
async function refusal(response) {
  const { status } = response;
  const wait = Number(response.headers.get("Retry-After") || WAIT);
  const untold = { detail: status === 429 ? says.busy + wait : says.trouble };
  /** @type {{detail: string} | null} */
  const told = await response.json().catch(() => null); // a proxy's refusal is no JSON
  return { ...(told?.detail ? told : untold), status, wait };
}
