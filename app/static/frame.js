// The chat page in a frame of a partner's page: it speaks with the loader there, closes at Esc, and keeps the signed
// conversation for as long as the tab lives. Names of events and of articles go out, never a word of what was typed.

/** @typedef {{[name: string]: unknown}} Said what the page around us says: whatever it likes */

const KEY = "komek"; // of the signed conversation in the storage of this tab
const AGAIN = "komek-again"; // the name of a frame that shows a kept conversation: it is asked for once
const SLUG = /^[a-z0-9-]{1,64}$/;
/** @type {{[kind: string]: string}} */
const BANDS = { answer: "high", elsewhere: "high", choices: "middle", nothing: "none" };

const script = /** @type {HTMLScriptElement} */ (document.querySelector("script[data-origins]"));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("composer"));
const value = /** @type {HTMLInputElement | undefined} */ (form?.elements.namedItem("conversation"));
const field = /** @type {HTMLInputElement | null} */ (document.getElementById("text"));
const log = document.getElementById("log");
const close = /** @type {HTMLElement} */ (document.getElementById("close"));
const allowed = [location.origin, ...(script.dataset.origins || "").split(" ")];
/** @type {Map<string, string>} */
const guides = new Map(Object.entries(JSON.parse(script.dataset.guides || "{}")));
const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
const schemes = rules.filter((rule) => rule instanceof CSSMediaRule && /color-scheme/.test(rule.conditionText));
const nights = schemes.map((rule) => /** @type {CSSMediaRule} */ (rule).media);
const system = nights.map((media) => media.mediaText);
let peer = ""; // the origin of the page around us, once it has spoken
let guide = "";
let touch = false;

/**
 * Do something with a storage that may be blocked.
 * @template T
 * @param {(store: Storage) => T} act
 */
function stored(act) {
  try {
    return act(sessionStorage);
  } catch {
    return null;
  }
}

const forget = () => stored((store) => store.removeItem(KEY));
const begun = () => Boolean(log?.children.length);

function keep() {
  if (value?.value && begun()) stored((store) => store.setItem(KEY, value.value));
}

/** Say something to the page around us. @param {{type: string, name?: string, detail?: object}} said */
function tell(said) {
  if (peer) window.parent.postMessage({ komek: 1, ...said }, peer);
}

/** Pass an event on. @param {string} name @param {object} [detail] */
function pass(name, detail) {
  tell({ type: "event", name, detail });
}

/** Choose an article as its button would. @param {unknown} slug */
function choose(slug) {
  if (!form || typeof slug !== "string" || !SLUG.test(slug)) return;
  const button = document.createElement("button");
  button.setAttribute("form", form.id);
  button.name = "article";
  button.value = slug;
  button.hidden = true;
  document.body.append(button);
  button.click();
  button.remove();
}

/** Put on the colours that the page around us wants. @param {unknown} theme */
function shade(theme) {
  const when = theme === "dark" ? "all" : theme === "light" ? "not all" : null;
  nights.forEach((media, at) => {
    media.mediaText = when || system[at];
  });
  document.documentElement.style.colorScheme = when ? String(theme) : "";
}

/** What the page around us may have done, by the type of what it says. */
const does = {
  /** @param {Said} said */
  init(said) {
    shade(said.theme);
    touch = said.touch === true;
    close.hidden = said.close !== true;
  },
  focus() {
    const top = /** @type {HTMLElement | null} */ (document.querySelector(".turn:last-child, .welcome h1, h1"));
    if (top) top.tabIndex = -1;
    const to = touch || !field ? top : field; // where fingers type, a keyboard would cover the first screen
    if (to && !document.activeElement?.matches("input, button:hover")) to.focus({ preventScroll: true });
  },
  /** @param {Said} said */
  ask({ text }) {
    if (!form || !field || typeof text !== "string") return;
    field.value = text.slice(0, field.maxLength);
    form.requestSubmit();
  },
  /** @param {Said} said */
  topic({ slug, gently }) {
    if (!gently || !begun()) choose(slug);
  },
  /** @param {Said} said */
  guide({ id, gently }) {
    if (!gently || !begun()) choose(guides.get(/** @type {string} */ (id)));
  },
  /** @param {Said} said */
  lang({ lang }) {
    if (!form || lang === document.documentElement.lang || (lang !== "kk" && lang !== "ru")) return;
    form.requestSubmit(/** @type {HTMLElement} */ (document.querySelector("button[value=switch]")));
  },
  reset() {
    forget();
    location.replace(location.pathname);
  },
  forget,
};

/** Do what is said by the page around us, and by nobody else. @param {MessageEvent} event */
function hear({ data, source, origin }) {
  if (source !== window.parent || !allowed.includes(origin) || (peer && origin !== peer)) return;
  if (data?.komek !== 1 || !Object.keys(does).includes(data.type)) return;
  peer = origin;
  does[/** @type {keyof typeof does} */ (data.type)](data);
}

/** Tell of a turn, and of the guide that it belongs to. @param {{slug?: string, kind: string, done?: string}} turn */
function tellTurn({ slug = "", kind, done }) {
  const guided = kind === "guide" || kind === "status";
  const inside = guided ? [...guides.keys()].find((id) => slug.startsWith(`${id}-`)) : undefined;
  const ended = kind === "status" || Boolean(done) || !inside;
  keep();
  pass("answer", { slug, kind, band: BANDS[kind] });
  if (inside && inside !== guide && !ended) pass("guidestart", { guide: inside });
  if (inside) pass("guidestep", { guide: inside, step: slug });
  if (ended && guide) pass("guideend", { guide });
  guide = ended ? "" : inside || "";
}

/** Hear what happens on this page. @template T @param {string} name @param {(detail: T) => void} act */
function on(name, act) {
  document.addEventListener(`komek:${name}`, (event) => act(/** @type {CustomEvent<T>} */ (event).detail));
}

/** Write into the line that tells what is going on. @param {string | undefined} text */
function note(text) {
  const line = document.getElementById("state");
  if (line) line.textContent = text || "";
}

/**
 * Keep this frame from another page: a page refuses to be in it, and without a network it would be left empty.
 * A link gets a tab of its own.
 * @param {MouseEvent} event
 */
function stay(event) {
  const at = event.target instanceof Element ? event.target : null;
  const link = at?.closest("a");
  if (link && /^http/.test(link.protocol) && link.pathname !== location.pathname && !link.dataset.article) {
    link.target = "_blank";
    link.rel = "noopener";
  }
  if (!navigator.onLine && at?.closest("#again, button[value=switch]")) {
    event.preventDefault();
    note(document.getElementById("says")?.dataset.offline);
  }
}

/** Fetch the file that a guide makes, and save it. @param {HTMLFormElement} asked */
async function save(asked) {
  const data = /** @type {[string, string][]} */ ([...new FormData(asked)]);
  const sent = { method: "POST", body: new URLSearchParams(data), credentials: /** @type {const} */ ("omit") };
  const response = await fetch(asked.action, sent);
  if (!response.ok) throw new Error(String(response.status));
  const link = document.createElement("a");
  link.download = response.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1] || "komek";
  link.href = URL.createObjectURL(await response.blob());
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000); // ms: by then the browser has taken it
}

/** Save a file: as the reply to its form it would load another page. @param {SubmitEvent} event */
function fetchFile(event) {
  const asked = event.target;
  if (!(asked instanceof HTMLFormElement) || asked.className !== "file") return;
  event.preventDefault();
  save(asked).catch(() => note(asked.dataset.trouble));
}

function listen() {
  window.addEventListener("message", hear);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) tell({ type: "close" });
  });
  close.addEventListener("click", () => tell({ type: "close" }));
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#again")) forget();
  });
  document.addEventListener("click", stay, true);
  document.addEventListener("submit", fetchFile);
  on("turn", tellTurn);
  for (const name of ["message", "error", "feedback"]) on(name, (/** @type {object} */ detail) => pass(name, detail));
}

/** Ask for the conversation that is kept, once; say whether it comes. */
function recall() {
  const held = stored((store) => store.getItem(KEY));
  if (!held || !form || !value || begun() || window.name === AGAIN) return false;
  window.name = AGAIN;
  value.value = held;
  const again = document.createElement("input");
  again.type = "hidden";
  again.name = "do";
  again.value = "switch"; // to the same language: all of it, shown anew
  form.append(again);
  form.submit();
  return true;
}

function start() {
  listen();
  if (recall()) return;
  window.name = "";
  keep();
  const hello = { komek: 1, type: "hello", lang: document.documentElement.lang };
  window.parent.postMessage(hello, "*"); // nothing to hide in it
}

if (window.parent !== window) start(); // opened by itself, it is a page like any other
