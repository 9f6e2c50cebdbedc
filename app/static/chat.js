// The page works without this script. It posts the same form with fetch, inserts the same fragment,
// suggests while a person types, and tells what is going on. Nothing typed is stored or sent elsewhere.
(function () {
  "use strict";
  var form = document.getElementById("composer");
  var field = document.getElementById("text");
  var send = document.getElementById("send");
  var log = document.getElementById("log");
  var state = document.getElementById("state");
  var list = document.getElementById("suggestions");
  var says = document.getElementById("says").dataset;
  if (!window.fetch || !window.FormData || !window.DOMParser || !form) return;

  var WAITING = 300; // ms before "looking for the answer" shows: most answers come sooner
  var SLOW = 15000; // ms until an answer is given up
  var PAUSE = 150; // ms of rest in typing before suggestions are asked for
  var busy = false;
  var failed = null; // what to send again: the button or form that was sent, or null for the field
  var failedBy = null; // the button that sent that form
  var rules = {
    createHTML: function (html) { return html; },
    createScriptURL: function (address) { return address; }
  };
  var policy = window.trustedTypes ? window.trustedTypes.createPolicy("komek", rules) : rules;

  // how long to wait stands on the button, not in the line: a line that changes is read out each time
  function countDown(button, seconds) {
    button.disabled = seconds > 0;
    button.textContent = seconds > 0 ? says.again + " · " + seconds : says.again;
    if (seconds > 0) setTimeout(countDown, 1000, button, seconds - 1);
  }

  function tell(text, bad, retry, wait) {
    state.textContent = text;
    if (bad) state.setAttribute("data-bad", ""); else state.removeAttribute("data-bad");
    if (retry) {
      var again = document.createElement("button");
      again.type = "button";
      again.setAttribute("aria-live", "off");
      countDown(again, wait || 0);
      again.addEventListener("click", function () { submit(failed, null, failedBy); });
      state.appendChild(again);
    }
  }

  // what happened, for frame.js and others on this page: names and codes, never a word that was typed
  function happened(name, detail) {
    document.dispatchEvent(new CustomEvent("komek:" + name, { detail: detail || {} }));
  }

  function clearState() { tell("", false, false); }

  function insert(html) {
    var page = new DOMParser().parseFromString(policy.createHTML(html), "text/html");
    var turn = page.querySelector(".turn");
    var value = page.querySelector("input[name=conversation]");
    if (!turn || !value) throw new Error("not a turn");
    form.elements.conversation.value = value.value;
    document.querySelector(".welcome").hidden = true;
    if (!document.getElementById("talk")) {
      var title = document.createElement("h1");
      title.id = "talk";
      title.className = "unseen";
      title.textContent = says.talk;
      log.parentNode.insertBefore(title, log);
    }
    // the question of a guide waits in the newest turn alone; the form for a number until a newer one, or its answer
    forget("form.guide.asking");
    if (turn.querySelector("form.guide, form.given, .reply.status")) forget("form.guide, form.file, form.given .tool");
    log.appendChild(document.importNode(turn, true));
    addStartOver();
    var shown = log.lastElementChild;
    uncover(shown);
    shown.scrollIntoView({ block: "start" });
    happened("turn", Object.assign({}, shown.dataset));
    return shown;
  }

  function forget(which) {
    Array.prototype.forEach.call(log.querySelectorAll(which), function (old) { old.parentNode.removeChild(old); });
  }

  // what only works with a script: it is hidden until the script is there
  function uncover(place) {
    Array.prototype.forEach.call(place.querySelectorAll("[data-copy], [data-print]"), function (button) { button.hidden = false; });
  }

  function copy(button) {
    var text = button.parentNode.querySelector("pre");
    var range = document.createRange();
    range.selectNodeContents(text);
    window.getSelection().removeAllRanges();
    window.getSelection().addRange(range);
    if (navigator.clipboard) navigator.clipboard.writeText(text.textContent).then(function () { tell(button.dataset.copy, false, false); }, function () {});
  }

  function addStartOver() {
    if (document.getElementById("again")) return;
    var link = document.createElement("a");
    link.id = "again";
    link.className = "tool";
    link.href = says.home;
    link.setAttribute("aria-label", says.over);
    link.innerHTML = policy.createHTML('<span class="icon" aria-hidden="true">↺</span> <span class="words"></span>');
    link.lastElementChild.textContent = says.over;
    var tools = document.querySelector(".tools");
    tools.insertBefore(link, tools.firstChild);
    document.querySelector(".top").classList.add("talking");
  }

  function refusal(response) {
    return response.json().then(function (problem) {
      return problem.detail ? problem : { detail: says.trouble };
    }, function () {
      var wait = response.headers.get("Retry-After");
      return { detail: response.status === 429 ? says.busy + (wait || "10") : says.trouble };
    });
  }

  // a number is looked up from the form of a guide: what is wrong with it is told beside its field
  function tellGuide(guide, text) {
    var wrong = guide.querySelector(".wrong");
    if (!wrong) { if (text) tell(text, true, false); return; }
    var input = guide.querySelector("input[type=text], textarea, select, input[type=checkbox], .choice");
    wrong.textContent = text;
    if (text) input.focus();
    if (input.tagName === "BUTTON" || input.type === "checkbox") return;
    if (text) input.setAttribute("aria-invalid", "true"); else input.removeAttribute("aria-invalid");
  }

  function work(challenge) {
    return new Promise(function (resolve, reject) {
      if (window.komekWork) { resolve(); return; }
      var script = document.createElement("script");
      script.src = policy.createScriptURL(says.work);
      script.onload = resolve;
      script.onerror = reject;
      document.head.appendChild(script);
    }).then(function () { return window.komekWork(challenge); });
  }

  function submit(button, solution, pressed) {
    if (busy) return;
    var guide = button && button.tagName === "FORM" ? button : null;
    var data = new FormData(guide || form);
    if (guide) data.set("conversation", form.elements.conversation.value);
    if (pressed && pressed.name) data.append(pressed.name, pressed.value);
    else if (button) data.append(button.name, button.value);
    if (solution) data.append("work", solution);
    if (!button && !field.value.trim()) { form.reportValidity(); return; }
    var typed = field.value;
    var next = null;
    busy = true;
    failed = button;
    failedBy = pressed || null;
    if (guide) tellGuide(guide, "");
    closeList();
    clearState();
    send.disabled = true;
    if (!solution) happened("message");
    form.setAttribute("aria-busy", "true");
    var waiting = setTimeout(function () { tell(says.waiting, false, false); }, WAITING);
    var stop = window.AbortController ? new AbortController() : null;
    var late = false;
    var limit = setTimeout(function () { late = true; if (stop) stop.abort(); }, SLOW);
    fetch(guide ? guide.getAttribute("action").split("#")[0] : "/" + says.lang + "/", {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-Komek-Fragment": "1" },
      credentials: "omit",
      signal: stop ? stop.signal : undefined
    }).then(function (response) {
      if (!response.ok) {
        return refusal(response).then(function (problem) {
          if (problem.challenge && !solution) { next = problem.challenge; return; }
          happened("error", { code: problem.reason || "http-" + response.status });
          if (guide && response.status < 500) { clearState(); tellGuide(guide, problem.detail); }
          else tell(problem.detail, true, response.status === 429 || response.status >= 500, response.status === 429 ? Number(response.headers.get("Retry-After") || 10) : 0);
          if (problem.reason === "conversation-bad") form.elements.conversation.value = "";
        });
      }
      return response.text().then(function (html) {
        clearTimeout(waiting);
        clearState();
        var shown = insert(html);
        failed = null;
        var again = guide && shown.querySelector("form.guide input[type=text]");
        if (again && !again.value && data.get("iin")) again.value = data.get("iin"); // not found, or no answer: nothing is typed twice
        if ((!button || button.pick) && field.value === typed) field.value = "";
        var touch = window.matchMedia && window.matchMedia("(pointer: coarse)").matches; // a keyboard would cover the answer
        var wrong = shown.querySelector("[aria-invalid]"); // a slip in a number that was typed as a message
        if (wrong) wrong.focus({ preventScroll: true });
        else if (touch || (button && !button.pick)) shown.focus({ preventScroll: true });
        else field.focus({ preventScroll: true });
      });
    }).catch(function () {
      happened("error", { code: late ? "slow" : navigator.onLine === false ? "offline" : "trouble" });
      tell(late ? says.slow : navigator.onLine === false ? says.offline : says.trouble, true, true);
    }).then(function () {
      clearTimeout(waiting);
      clearTimeout(limit);
      if (state.textContent === says.waiting) clearState();
      busy = false;
      send.disabled = false;
      form.removeAttribute("aria-busy");
      if (next) prove(button, next, pressed);
    });
  }

  function prove(button, challenge, pressed) {
    tell(says.proving, false, false);
    work(challenge).then(function (solution) {
      clearState();
      submit(button, solution, pressed);
    }, function () {
      tell(says.unproved, true, false);
    });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target.closest("button[name=article], a[data-article]") : null;
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    submit(target.tagName === "A" ? { name: "article", value: target.dataset.article } : target);
  });
  var pressed = null; // the button that sends a form: older browsers do not tell it with the event
  log.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("button") : null;
    if (!button) return;
    pressed = button;
    if (button.dataset.copy) copy(button);
    if (button.hasAttribute("data-print")) window.print();
  });
  log.addEventListener("submit", function (event) {
    if (event.target.className === "file") return; // a file is saved, not shown
    event.preventDefault();
    submit(event.target, null, event.submitter || (pressed && pressed.form === event.target ? pressed : null));
    pressed = null;
  });
  uncover(log);
  form.addEventListener("submit", function (event) {
    if (event.submitter && (event.submitter.name === "do" || event.submitter.name === "thumb")) return;
    event.preventDefault();
    if (chosen >= 0) pick(chosen); else submit(null);
  });
  window.addEventListener("offline", function () { tell(says.offline, true, false); });
  window.addEventListener("online", function () { tell(says.online, false, Boolean(failed || field.value)); });

  // suggestions: a list under the arrow keys; never asked for when what is typed may be a number of a person
  var timer = 0;
  var asked = "";
  var shownFor = [];
  var chosen = -1;
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", "suggestions");
  field.setAttribute("aria-expanded", "false");

  function closeList() {
    list.hidden = true;
    chosen = -1;
    shownFor = [];
    clearTimeout(timer);
    asked = "";
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }

  function show(found) {
    list.textContent = "";
    shownFor = found;
    chosen = -1;
    found.forEach(function (item, at) {
      var row = document.createElement("li");
      row.id = "suggestion-" + at;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
      row.textContent = item.label;
      row.addEventListener("mousedown", function (event) { event.preventDefault(); });
      row.addEventListener("click", function () { pick(at); });
      list.appendChild(row);
    });
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(Boolean(found.length)));
    field.removeAttribute("aria-activedescendant");
  }

  function mark(at) {
    var rows = list.children;
    if (chosen >= 0) rows[chosen].setAttribute("aria-selected", "false");
    chosen = at;
    if (at < 0) { field.removeAttribute("aria-activedescendant"); return; }
    rows[at].setAttribute("aria-selected", "true");
    rows[at].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", rows[at].id);
  }

  function pick(at) {
    submit({ name: "article", value: shownFor[at].slug, pick: true });
  }

  field.addEventListener("input", function () {
    clearTimeout(timer);
    var typed = field.value.trim();
    if (typed.length < 2 || typed.length > 60 || (typed.match(/\d/g) || []).length > 5) { closeList(); return; }
    timer = setTimeout(function () {
      asked = typed;
      fetch("/api/v1/suggest?lang=" + says.lang + "&q=" + encodeURIComponent(typed), { credentials: "omit" })
        .then(function (response) { return response.ok ? response.json() : { suggestions: [] }; })
        .then(function (body) { if (asked === typed && !busy) show(body.suggestions); })
        .catch(function () { closeList(); });
    }, PAUSE);
  });
  field.addEventListener("keydown", function (event) {
    if (list.hidden) return;
    var last = shownFor.length - 1;
    if (event.key === "ArrowDown") mark(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") mark(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Escape") closeList();
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", function () { setTimeout(closeList, 150); });
})();
