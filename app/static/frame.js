// The chat page in a frame of a partner's page: it speaks with the loader there, closes at Esc, and keeps the signed
// conversation for as long as the tab lives. Names of events and of articles go out, never a word of what was typed.
(() => {
  "use strict";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const form = /** @type {HTMLFormElement | null} */ (document.getElementById("composer"));
  const log = document.getElementById("log");
  const close = /** @type {HTMLElement} */ (document.getElementById("close"));
  const allowed = [location.origin, ...(script.dataset.origins || "").split(" ")];
  const guides = /** @type {{[id: string]: string}} */ (JSON.parse(script.dataset.guides || "{}"));
  const KEY = "komek"; // of the signed conversation in the storage of this tab
  const AGAIN = "komek-again"; // the name of a frame that shows a kept conversation: it is asked for once
  const SLUG = /^[a-z0-9-]{1,64}$/;
  const BANDS = /** @type {{[kind: string]: string}} */ ({ answer: "high", elsewhere: "high", choices: "middle", nothing: "none" });
  let peer = ""; // the origin of the page around us, once it has spoken
  let guide = "";

  if (window.parent === window) return; // opened by itself, it is a page like any other
  const value = form && /** @type {HTMLInputElement} */ (form.elements.namedItem("conversation"));

  /** Do something with a storage that may be blocked. @template T @param {(store: Storage) => T} act @returns {T | null} */
  function stored(act) {
    try { return act(sessionStorage); } catch (_) { return null; }
  }
  function forget() { stored((store) => store.removeItem(KEY)); }
  function keep() {
    if (value?.value && log?.children.length) stored((store) => store.setItem(KEY, value.value));
  }

  /** Say something to the page around us. @param {{type: string, [key: string]: unknown}} said */
  function tell(said) {
    if (peer) window.parent.postMessage({ komek: 1, ...said }, peer);
  }
  /** Pass an event on. @param {string} name @param {object} [detail] */
  function pass(name, detail) { tell({ type: "event", name, detail }); }

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

  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("text"));
  const sheet = [...document.styleSheets].flatMap((each) => [...each.cssRules]);
  const nights = sheet.flatMap((rule) => (rule instanceof CSSMediaRule && rule.conditionText.includes("color-scheme") ? [rule.media] : []));
  const system = nights.map((media) => media.mediaText);

  /** Put on the colours that the page around us wants. @param {unknown} theme */
  function shade(theme) {
    const when = theme === "dark" ? "all" : theme === "light" ? "not all" : null;
    nights.forEach((media, at) => { media.mediaText = when || system[at]; });
    document.documentElement.style.colorScheme = when ? String(theme) : "";
  }

  let touch = false;
  /** @type {{[type: string]: (said: any) => void}} */
  const does = {
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
    ask(said) {
      if (!form || !field || typeof said.text !== "string") return;
      field.value = said.text.slice(0, field.maxLength);
      form.requestSubmit();
    },
    topic(said) { if (!said.gently || !begun()) choose(said.slug); },
    guide(said) { if (Object.hasOwn(guides, said.id) && (!said.gently || !begun())) choose(guides[said.id]); },
    lang(said) {
      if (form && said.lang !== document.documentElement.lang && (said.lang === "kk" || said.lang === "ru")) {
        form.requestSubmit(/** @type {HTMLElement} */ (document.querySelector("button[value=switch]")));
      }
    },
    reset() {
      forget();
      location.replace(location.pathname);
    },
    forget,
  };
  function begun() { return Boolean(log?.children.length); }

  window.addEventListener("message", (event) => {
    const said = event.data;
    if (event.source !== window.parent || !allowed.includes(event.origin) || (peer && event.origin !== peer)) return;
    if (said?.komek !== 1 || typeof said.type !== "string" || !Object.hasOwn(does, said.type)) return;
    peer = event.origin;
    does[said.type](said);
  });
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) tell({ type: "close" });
  });
  close.addEventListener("click", () => tell({ type: "close" }));
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("#again")) forget();
  });

  // What would load another page into this frame, which that page refuses: a link gets a tab of its own, a file is
  // fetched and saved. The clipboard is closed to frames, but a chosen text may be copied.
  const state = document.getElementById("state");
  const says = document.getElementById("says")?.dataset;
  /** @param {string | undefined} text */
  function note(text) { if (state) state.textContent = text || ""; }

  document.addEventListener("click", (event) => {
    const at = event.target instanceof Element ? event.target : null;
    const link = /** @type {HTMLAnchorElement | null | undefined} */ (at?.closest("a[href]"));
    if (link && /^http/.test(link.protocol) && link.pathname !== location.pathname && !link.dataset.article) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    if (!navigator.onLine && at?.closest("#again, button[value=switch]")) {
      event.preventDefault(); // these two load the frame anew: without a network it would be left empty
      note(says?.offline);
    }
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest("[data-copy]"));
    if (button && document.execCommand("copy")) note(button.dataset.copy); // chat.js has chosen the text
  });

  /** Fetch the file that a guide makes, and save it. @param {HTMLFormElement} asked */
  async function save(asked) {
    const sent = { method: "POST", body: new URLSearchParams(/** @type {any} */ (new FormData(asked))) };
    const response = await fetch(asked.action, { ...sent, credentials: "omit" });
    if (!response.ok) throw new Error(String(response.status));
    const link = document.createElement("a");
    link.download = response.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1] || "komek";
    link.href = URL.createObjectURL(await response.blob());
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000); // ms: by then the browser has taken it
  }
  document.addEventListener("submit", (event) => {
    const asked = /** @type {HTMLFormElement} */ (event.target);
    if (asked.className !== "file") return;
    event.preventDefault();
    save(asked).catch(() => note(asked.dataset.trouble));
  });

  document.addEventListener("komek:turn", (event) => {
    const { slug = "", kind, done } = /** @type {CustomEvent} */ (event).detail;
    const inside = Object.keys(guides).find((id) => slug.startsWith(`${id}-`) && (kind === "guide" || kind === "status"));
    keep();
    pass("answer", { slug, kind, band: BANDS[kind] });
    const ended = kind === "status" || Boolean(done) || !inside;
    if (inside && inside !== guide && !ended) pass("guidestart", { guide: inside });
    if (inside) pass("guidestep", { guide: inside, step: slug });
    if (ended && guide) pass("guideend", { guide });
    guide = ended ? "" : inside || "";
  });
  for (const name of ["message", "error", "feedback"]) {
    document.addEventListener(`komek:${name}`, (event) => pass(name, /** @type {CustomEvent} */ (event).detail));
  }

  const held = stored((store) => store.getItem(KEY));
  if (held && form && value && !begun() && window.name !== AGAIN) {
    window.name = AGAIN;
    value.value = held;
    const again = document.createElement("input");
    again.type = "hidden";
    again.name = "do";
    again.value = "switch"; // to the same language: all of it, shown anew
    form.append(again);
    form.submit();
    return;
  }
  window.name = "";
  keep();
  window.parent.postMessage({ komek: 1, type: "hello", lang: document.documentElement.lang }, "*"); // nothing to hide in it
})();
