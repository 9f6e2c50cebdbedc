// The page works without this script. It posts the same form with fetch, inserts the same fragment, suggests while a
// person types, and tells what is going on. Nothing typed is stored or sent elsewhere.
import { held, isTyped, post, read } from "./post.js";
import { field, form, happened, isBusy, keep, log, says, setBusy, tell, unsay } from "./state.js";
import { close, marked, mayBeNumber, suggest } from "./suggest.js";
import { insert } from "./turn.js";

/**
 * @typedef {import("./post.js").Message} Message
 * @typedef {{solution?: string, repeated?: boolean}} How `solution` proves work; `repeated`: it is sent again by itself
 */

const WAITING = 300; // ms before "looking for the answer" shows: most answers come sooner
const MOMENT = 2000; // ms until a lost message is sent again: a phone that changes its network is back by then
/** @type {Message} */
let unsent = {}; // what the button sends again: what stands in the field, unless another message failed
/** @type {(() => void) | null} */
let repeat = null; // sends a lost message again; there while that is waited for
let timer = 0;
/** @type {HTMLButtonElement | null} */
let pressed = null; // the last button: older browsers do not tell with the event which one sends a form

const again = () => submit(unsent);

/** Send a message and show what comes of it. @param {Message} message @param {How} [how] */
async function submit(message, how = {}) {
  if (isBusy()) return;
  if (isTyped(message) && !field.value.trim()) {
    form.reportValidity();
    return;
  }
  begin(message);
  if (!how.solution && !how.repeated) happened("message");
  const data = read(message, how.solution);
  const sent = held(message);
  const outcome = await post(message, data);
  end();
  if ("html" in outcome) show(message, data, outcome.html);
  else if ("problem" in outcome) refuse(message, outcome.problem, how);
  else if (outcome.fault === "lost" && !how.repeated && !mayBeNumber(sent)) keepOn(message, sent);
  else fail(outcome.fault);
}

/** @param {Message} message */
function begin(message) {
  unsent = message;
  repeat = null;
  clearTimeout(timer);
  if (message.guide) blame(message.guide, "");
  close();
  tell("");
  setBusy(true);
  timer = setTimeout(tell, WAITING, says.waiting);
}

function end() {
  clearTimeout(timer);
  unsay(says.waiting);
  setBusy(false);
}

/** Show the reply to a message. @param {Message} message @param {FormData} data @param {string} html */
function show(message, data, html) {
  const byField = isTyped(message) || message.listed;
  tell("");
  try {
    const turn = insert(html);
    unsent = {};
    if (message.guide) fillAgain(turn, data);
    if (byField && field.value === data.get("text")) field.value = "";
    focusOn(turn, Boolean(byField));
  } catch {
    fail("lost"); // what came is of another: of a Wi-Fi that wants a password
  }
}

/**
 * Put a number that was not found, or got no answer, into the new form.
 * @param {HTMLElement} turn
 * @param {FormData} data
 */
function fillAgain(turn, data) {
  const input = turn.querySelector("form.guide input[type=text]");
  if (input instanceof HTMLInputElement && !input.value) input.value = String(data.get("iin") ?? "");
}

/** @param {HTMLElement} turn @param {boolean} byField the message came from the field */
function focusOn(turn, byField) {
  const touch = matchMedia("(pointer: coarse)").matches; // a keyboard would cover the answer
  const wrong = turn.querySelector("[aria-invalid]"); // a slip in a number that was typed as a message
  const to = wrong instanceof HTMLElement ? wrong : touch || !byField ? turn : field;
  to.focus({ preventScroll: true });
}

/**
 * Tell a refusal, or do the work that is asked for.
 * @param {Message} message
 * @param {import("./post.js").Problem} problem
 * @param {How} how
 */
function refuse(message, { detail, reason, challenge, status, wait }, how) {
  if (challenge && !how.solution) {
    prove(message, challenge);
    return;
  }
  happened("error", { code: reason || `http-${status}` });
  if (reason === "conversation-bad") keep("");
  if (message.guide && status < 500) blame(message.guide, detail);
  else if (status === 429) tell(detail, { bad: true, retry: again, wait });
  else tell(detail, { bad: true, retry: status >= 500 ? again : undefined });
}

/**
 * Send a message with the proof of the work that is asked for.
 * @param {Message} message
 * @param {import("./work.js").Challenge} challenge
 */
async function prove(message, challenge) {
  tell(says.proving);
  try {
    const { work } = await import("./work.js"); // seldom needed, so it comes when it is
    const solution = await work(challenge);
    tell("");
    submit(message, { solution });
  } catch {
    tell(says.unproved, { bad: true });
  }
}

/** Tell what is wrong with an answer beside its field. @param {HTMLFormElement} guide @param {string} text */
function blame(guide, text) {
  const wrong = guide.querySelector(".wrong");
  if (!wrong) {
    if (text) tell(text, { bad: true });
    return;
  }
  wrong.textContent = text;
  const input = guide.querySelector("input[type=text], textarea, select, input[type=checkbox], .choice");
  if (!(input instanceof HTMLElement)) return;
  if (text) input.focus();
  if (input.matches("button, [type=checkbox]")) return;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/** Tell that no answer came. @param {"slow" | "lost"} fault */
function fail(fault) {
  const code = fault === "slow" ? fault : navigator.onLine ? "trouble" : "offline";
  happened("error", { code });
  tell(says[code], { bad: true, retry: again });
}

/**
 * Send a lost message again by itself, once. It may have arrived: the same message with the same conversation has the
 * same reply, and nothing is counted. One that may hold a number is not for this: a look-up is counted.
 * @param {Message} message
 * @param {string} sent what stood in its fields; when that has changed, it is the person's again
 */
function keepOn(message, sent) {
  repeat = () => {
    repeat = null;
    if (held(message) === sent) submit(message, { repeated: true });
    else tell(says.online, { retry: again });
  };
  plan(repeat);
}

/** Wait a moment, or for the connection. @param {() => void} act */
function plan(act) {
  clearTimeout(timer);
  if (navigator.onLine) {
    tell(says.lost);
    timer = setTimeout(act, MOMENT);
  } else tell(says.kept, { bad: true, retry: again });
}

suggest((slug) => submit({ article: slug, listed: true }));

document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  pressed = event.target.closest("button");
  const choice = event.target.closest("button[name=article], a[data-article]");
  if (!choice || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  submit({ article: choice instanceof HTMLButtonElement ? choice.value : String(choice.getAttribute("data-article")) });
});

/** Return the button that sends a form, if one does. @param {SubmitEvent} event */
function sender({ submitter, target }) {
  return submitter === undefined && pressed?.form === target ? pressed : submitter;
}

log.addEventListener("submit", (event) => {
  const guide = event.target;
  if (!(guide instanceof HTMLFormElement) || guide.className === "file") return; // a file is saved, not shown
  event.preventDefault();
  submit({ guide, pressed: sender(event) });
});

form.addEventListener("submit", (event) => {
  const by = sender(event);
  if (by instanceof HTMLButtonElement && (by.name === "do" || by.name === "thumb")) return;
  event.preventDefault();
  const slug = marked();
  submit(slug ? { article: slug, listed: true } : {});
});

window.addEventListener("offline", () => {
  if (repeat) plan(repeat);
  else tell(says.offline, { bad: true });
});

window.addEventListener("online", () => {
  if (repeat) plan(repeat);
  else tell(says.online, { retry: isTyped(unsent) && !field.value ? undefined : again });
});
