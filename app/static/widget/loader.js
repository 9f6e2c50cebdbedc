// One tag on a partner's page. It draws a button and, when a visitor wants it, a frame of ours with the chat.
// The page gets one element and one global, no rule of style and no listener that `destroy` does not take away.
// What is typed stays in the frame: here come only names of events and of articles.

/**
 * @typedef {{brand: string, name: string, loading: string, refused: string, page: string, close: string}} Words
 * @typedef {{version: string, off: boolean, look: string, words: {[lang: string]: Words}}} Given what the server puts in
 * @typedef {{[key: string]: string}} Detail
 */
((/** @type {Given} */ given) => {
  "use strict";
  const HELLO = 1500; // ms from the frame's load to its first word: its script has run by then, or was never let in
  const PATIENCE = 15000; // ms until a frame that does not load is given up
  const LAST = 200; // ms for the frame to forget the conversation before it is taken away
  const LEAST = 320; // pixels of a place that has a height of its own; a lower one is made HIGH
  const HIGH = 640;
  const PHONE = "(max-width: 640px), (max-height: 480px)"; // here the chat takes the whole screen
  const EVENTS = ["message", "answer", "guidestart", "guidestep", "guideend", "feedback", "error"]; // told by the frame
  const DETAIL = ["slug", "kind", "band", "guide", "step", "thumb", "reason", "code"];
  const CODE = /^(?!.*\d{6})[a-z\d-]{1,64}$/; // no sentence looks like this, and no number of a person
  const SVG = "http://www.w3.org/2000/svg";

  const page = /** @type {any} */ (window);
  if (page.Komek?.version) return; // loaded twice
  const tag = /** @type {HTMLScriptElement} */ (document.currentScript || document.querySelector('script[src*="/widget/v1"]'));
  const host = new URL(tag.src).origin;
  const langs = Object.keys(given.words);
  const data = tag.dataset;

  /** Read an attribute that is one of several words. @param {string} name @param {string[]} words the first is the default */
  function word(name, ...words) {
    const value = data[name] || "";
    return words.includes(value) ? value : words[0];
  }

  /** Read an attribute that is a number. @param {string} name @param {number} otherwise */
  function number(name, otherwise) {
    const value = Number(data[name] || otherwise);
    return Number.isInteger(value) ? value : otherwise;
  }

  const inline = word("mode", "bubble", "inline") === "inline";
  const side = word("position", "bottom-right", "bottom-left").slice(7);
  const accent = /^#[\da-f]{6}$/i.test(data.accent || "") ? String(data.accent) : "#0b5f59";
  let theme = word("theme", "auto", "light", "dark");
  let lang = chosen(word("lang", "auto", "kk", "ru"));

  const ends = new AbortController(); // aborted, every listener is gone
  const live = { signal: ends.signal };
  const phone = matchMedia(PHONE);
  const night = matchMedia("(prefers-color-scheme: dark)");
  /** @type {WeakMap<Function, EventListener>} */
  const ears = new WeakMap();
  /** @type {object[]} */
  let unsaid = []; // to the frame, until it listens
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  /** @type {Element | null} */
  let opener = null;
  /** @type {HTMLElement | null} */
  let sealed = null; // the body of the page while the chat has the whole screen
  let heard = false;
  let failed = false;
  let opened = inline;
  let first = true;
  let timer = 0;

  /** Return the language to speak: as asked, or of the page, or of the browser, or Kazakh. @param {string} asked */
  function chosen(asked) {
    const wanted = asked === "auto" ? [document.documentElement.lang, ...navigator.languages, "kk"] : [asked];
    return wanted.map((each) => each.slice(0, 2).toLowerCase()).find((each) => langs.includes(each)) || "kk";
  }

  /** Return white or near black, whichever is read better on a colour. @param {string} colour #rrggbb */
  function inkOn(colour) {
    const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.19 ? "#101716" : "#ffffff";
  }

  /** Make an element. @param {string} name @param {{[key: string]: string}} [attributes] @param {...(Node | string)} inside */
  function make(name, attributes = {}, ...inside) {
    const made = document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    made.append(...inside);
    return made;
  }

  /** Draw lines in a box of 32. @param {...string} lines */
  function drawn(...lines) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 32 32");
    svg.setAttribute("aria-hidden", "true");
    for (const line of lines) svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", line);
    return svg;
  }

  const root = make("komek-widget");
  const shadow = root.attachShadow({ mode: "closed" });
  const all = make("div", { class: `all ${inline ? "inline" : "bubble"} ${side}` });
  all.style.cssText = `--x:${number("offsetX", 20)}px;--y:${number("offsetY", 20)}px;--z:${number("zIndex", 2147483000)};--accent:${accent};--on:${inkOn(accent)}`;
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(given.look);
    shadow.adoptedStyleSheets = [sheet];
  } catch (_) { // a browser of before 2023
    shadow.append(make("style", {}, given.look));
  }
  shadow.append(all);

  const state = make("p", { role: "status" });
  const toPage = /** @type {HTMLAnchorElement} */ (make("a", { target: "_blank", rel: "noopener" }));
  const call = make("a", { href: "tel:1414" }, "1414");
  const shut = make("button", { type: "button" });
  const cover = make("div", { class: "cover" }, state, toPage, call, shut);
  const panel = make("div", { class: "panel", role: inline ? "region" : "dialog" }, cover);
  const brand = make("span");
  const bubble = drawn("M16 3C8.8 3 3 8.2 3 14.7c0 3.6 1.8 6.8 4.7 8.9L7 29l5.6-3c1.1.2 2.2.4 3.4.4 7.2 0 13-5.2 13-11.7S23.2 3 16 3Z", "M16 10v9m-4.5-4.5h9");
  bubble.setAttribute("class", "talk");
  const cross = drawn("M8 8l16 16M24 8 8 24");
  cross.setAttribute("class", "shut");
  const launch = make("button", { type: "button", class: "launch", "aria-haspopup": "dialog", "aria-expanded": "false" }, bubble, brand, cross);
  const bar = make("div", { class: "bar", role: "region" }, ...(given.off ? [call, toPage] : []));

  /** Put on the colours of the day or of the night. */
  function shade() {
    all.classList.toggle("dark", theme === "dark" || (theme === "auto" && night.matches));
  }

  /** Write every label in the language. */
  function label() {
    const words = given.words[lang];
    root.lang = lang;
    brand.textContent = words.brand;
    for (const named of [launch, panel, bar]) named.setAttribute("aria-label", words.name);
    if (frame) frame.title = words.name;
    toPage.href = `${host}/${lang}/`;
    toPage.textContent = given.off ? words.brand : words.page;
    shut.textContent = words.close;
  }

  /** Tell whoever listens. @param {string} name @param {Detail} [detail] */
  function emit(name, detail = {}) {
    document.dispatchEvent(new CustomEvent(`komek:${name}`, { detail }));
  }

  /** Say something to the frame, now or when it listens. @param {{type: string, [key: string]: unknown}} said */
  function say(said) {
    if (heard && frame?.contentWindow) frame.contentWindow.postMessage({ komek: 1, ...said }, host);
    else unsaid.push(said);
  }

  /** Return what the frame has to know, at each of its pages. */
  function setting() {
    return { type: "init", theme, close: !inline, touch: matchMedia("(pointer: coarse)").matches };
  }

  /** Hear what the frame says; anything of another origin, another window or another shape is not heard. @param {MessageEvent} event */
  function hear(event) {
    const said = event.data;
    if (event.origin !== host || !frame || event.source !== frame.contentWindow) return;
    if (said?.komek !== 1) return;
    if (said.type === "hello" && langs.includes(said.lang)) greet(said.lang);
    else if (said.type === "close") api.close();
    else if (said.type === "event" && EVENTS.includes(said.name)) emit(said.name, known(said.detail));
  }

  /** Keep of a detail only names and codes that we know. @param {any} detail @returns {Detail} */
  function known(detail) {
    const pairs = DETAIL.map((key) => [key, detail?.[key]]);
    return Object.fromEntries(pairs.filter(([, code]) => typeof code === "string" && CODE.test(code)));
  }

  /** Let the frame's page in. @param {string} spoken its language */
  function greet(spoken) {
    clearTimeout(timer);
    heard = true;
    panel.className = "panel heard";
    say(setting());
    if (first && data.guide) say({ type: "guide", id: data.guide, gently: 1 });
    else if (first && data.topic) say({ type: "topic", slug: data.topic, gently: 1 });
    first = false;
    const rest = unsaid;
    unsaid = [];
    for (const each of rest) say(/** @type {any} */ (each));
    if (spoken === lang) return;
    lang = spoken;
    label();
    emit("langchange", { lang });
  }

  /** Say that the chat does not come, and where else there is an answer. @param {string} code */
  function refuse(code) {
    if (heard) return;
    clearTimeout(timer);
    state.textContent = given.words[lang].refused;
    failed = true;
    toPage.hidden = call.hidden = false;
    if (opened && !inline) toPage.focus();
    console.warn(`Komek is not let in here (${code}): ${host}/${lang}/partners`);
    emit("error", { code });
  }

  /** Make the frame: not before a visitor wants it. */
  function load() {
    if (given.off || (frame && !failed)) return;
    frame?.remove();
    failed = false;
    state.textContent = given.words[lang].loading;
    toPage.hidden = call.hidden = true;
    const made = /** @type {HTMLIFrameElement} */ (make("iframe", {
      sandbox: "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads allow-modals",
      referrerpolicy: "no-referrer",
      allow: "",
      title: given.words[lang].name,
      src: `${host}/${lang}/frame`,
    }));
    made.addEventListener("load", () => {
      if (heard) return;
      clearTimeout(timer);
      timer = setTimeout(refuse, HELLO, "refused");
    }, live);
    timer = setTimeout(refuse, PATIENCE, "slow");
    frame = made;
    panel.append(made);
  }

  /** Give the chat the whole screen of a phone, above its keyboard, also on a page that is wider; and the page back. */
  function fit() {
    const whole = opened && !inline && phone.matches;
    const view = visualViewport;
    const above = whole && view && Math.abs(view.scale - 1) < 0.01; // enlarged by fingers it stays as it is
    panel.style.cssText = above ? `width:${view.width}px;height:${view.height}px;transform:translate(${view.offsetLeft}px,${view.offsetTop}px)` : "";
    panel.setAttribute("aria-modal", String(whole));
    if (whole && !sealed && !document.body.inert) {
      sealed = document.body;
      sealed.inert = true; // Tab stays in the chat
    } else if (!whole && sealed) {
      sealed.inert = false;
      sealed = null;
    }
  }

  /** Draw what there is to draw, where it belongs. */
  function mount() {
    const place = inline ? data.target && document.querySelector(data.target) : document.documentElement;
    if (!place) return;
    if (inline) all.style.height = `${place.clientHeight < LEAST ? HIGH : place.clientHeight}px`;
    place.append(root);
    if (!inline || given.off) return;
    frame?.remove();
    frame = null; // taken off a page a frame is empty: it begins again, and knows what was said
    heard = false;
    new IntersectionObserver((seen, watcher) => {
      if (!seen.some((each) => each.isIntersecting)) return;
      watcher.disconnect();
      load();
    }).observe(root);
  }

  const api = {
    version: given.version,
    /** @type {Promise<void>} */
    ready: Promise.resolve(),
    /** Show the chat. */
    open() {
      if (given.off) return;
      load();
      if (inline) root.scrollIntoView({ block: "nearest" });
      else if (!opened) {
        opener = document.activeElement;
        if (!opener || opener === document.body || opener === root) opener = launch;
        opened = true;
        panel.hidden = false;
        launch.setAttribute("aria-expanded", "true");
        fit();
        emit("open");
      }
      frame?.focus();
      say({ type: "focus" });
    },
    /** Put the chat away; the conversation stays. */
    close() {
      if (inline || !opened) return;
      opened = false;
      panel.hidden = true;
      launch.setAttribute("aria-expanded", "false");
      fit();
      const back = opener?.isConnected ? opener : launch;
      /** @type {HTMLElement} */ (back).focus({ preventScroll: true });
      emit("close");
    },
    toggle() { if (opened && !inline) api.close(); else api.open(); },
    /** Ask a question for the visitor. @param {string} text */
    ask(text) {
      api.open();
      say({ type: "ask", text: String(text) });
    },
    /** Begin a guide. @param {string} id */
    startGuide(id) {
      api.open();
      say({ type: "guide", id: String(id) });
    },
    /** Speak another language. @param {string} wanted kk or ru */
    setLang(wanted) {
      if (!langs.includes(wanted) || wanted === lang) return;
      if (frame) say({ type: "lang", lang: wanted });
      else {
        lang = wanted;
        label();
        emit("langchange", { lang });
      }
    },
    /** Change the colours. @param {string} wanted auto, light or dark */
    setTheme(wanted) {
      if (!["auto", "light", "dark"].includes(wanted)) return;
      theme = wanted;
      shade();
      if (frame) say(setting());
    },
    /** Forget the conversation and begin anew. */
    reset() { if (frame) say({ type: "reset" }); },
    hide() {
      api.close();
      launch.hidden = bar.hidden = true;
    },
    show() { launch.hidden = bar.hidden = false; },
    /** Take everything off the page. */
    destroy() {
      api.close();
      ends.abort();
      watch?.disconnect();
      clearTimeout(timer);
      if (page.Komek === api) delete page.Komek;
      panel.hidden = launch.hidden = true;
      say({ type: "forget" });
      setTimeout(() => root.remove(), heard ? LAST : 0);
    },
    /** Listen. @param {string} name @param {Function} ear @param {boolean} [once] */
    on(name, ear, once) {
      const hears = ears.get(ear) || ((event) => ear(/** @type {CustomEvent} */ (event).detail));
      ears.set(ear, hears);
      document.addEventListener(`komek:${name}`, hears, { ...live, once });
    },
    /** Stop listening. @param {string} name @param {Function} ear */
    off(name, ear) { document.removeEventListener(`komek:${name}`, /** @type {EventListener} */ (ears.get(ear))); },
    /** Listen to the next one. @param {string} name @param {Function} ear */
    once(name, ear) { api.on(name, ear, true); },
    /** Call methods by name, as was done before the loader came. @param {...any[]} calls */
    push(...calls) {
      for (const [name, ...args] of calls) {
        const method = /** @type {any} */ (api)[name];
        if (Object.hasOwn(api, name) && typeof method === "function") method(...args);
      }
    },
  };

  /** @type {MutationObserver | null} */
  let watch = null;
  function begin() {
    label();
    shade();
    panel.hidden = !inline;
    all.append(...(given.off ? [bar] : inline ? [panel] : [panel, launch]));
    mount();
    if (inline) {
      shut.hidden = true;
      watch = new MutationObserver(() => { if (!root.isConnected) mount(); }); // a page that is changed without a load
      watch.observe(document.documentElement, { childList: true, subtree: true });
    }
    emit("ready");
    if (Array.isArray(queue)) api.push(...queue);
  }

  launch.addEventListener("click", () => api.toggle(), live);
  launch.addEventListener("pointerenter", (event) => { if (event.pointerType === "mouse") load(); }, live);
  shut.addEventListener("click", () => api.close(), live);
  panel.addEventListener("keydown", (event) => { if (event.key === "Escape") api.close(); }, live);
  addEventListener("message", hear, live);
  phone.addEventListener("change", fit, live);
  night.addEventListener("change", shade, live);
  visualViewport?.addEventListener("resize", fit, live);
  visualViewport?.addEventListener("scroll", fit, live);
  document.addEventListener("click", (event) => {
    const found = event.target instanceof Element && /** @type {HTMLElement | null} */ (event.target.closest("[data-komek-open],[data-komek-guide]"));
    if (!found || event.defaultPrevented || given.off) return;
    event.preventDefault(); // it may be a link to the page of the chat, for whom no script runs
    if (found.dataset.komekGuide) api.startGuide(found.dataset.komekGuide);
    else api.open();
  }, live);

  const queue = page.Komek;
  page.Komek = api;
  api.ready = new Promise((resolve) => {
    const go = () => { begin(); resolve(); };
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", go, { once: true, signal: ends.signal });
    else go();
  });
})(/** @type {any} */ ("KOMEK_GIVEN"));
