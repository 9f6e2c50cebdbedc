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
  var failed = null; // what to send again: the button that was pressed, or null for the field
  var policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("komek", { createHTML: function (html) { return html; } })
    : { createHTML: function (html) { return html; } };

  function tell(text, bad, retry) {
    state.textContent = text;
    if (bad) state.setAttribute("data-bad", ""); else state.removeAttribute("data-bad");
    if (retry) {
      var again = document.createElement("button");
      again.type = "button";
      again.textContent = says.again;
      again.addEventListener("click", function () { submit(failed); });
      state.appendChild(again);
    }
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
    log.appendChild(document.importNode(turn, true));
    addStartOver();
    var shown = log.lastElementChild;
    shown.scrollIntoView({ block: "start" });
    return shown;
  }

  function addStartOver() {
    if (document.getElementById("again")) return;
    var link = document.createElement("a");
    link.id = "again";
    link.className = "tool";
    link.href = "/" + says.lang + "/";
    link.setAttribute("aria-label", says.over);
    link.innerHTML = policy.createHTML('<span class="icon" aria-hidden="true">↺</span> <span class="words"></span>');
    link.lastElementChild.textContent = says.over;
    var tools = document.querySelector(".tools");
    tools.insertBefore(link, tools.firstChild);
  }

  function refusal(response) {
    var wait = response.headers.get("Retry-After");
    if (response.status === 429) return Promise.resolve(says.busy + (wait || "10"));
    return response.json().then(function (problem) { return problem.detail || says.trouble; }, function () { return says.trouble; });
  }

  function submit(button) {
    if (busy) return;
    var data = new FormData(form);
    if (button) data.append(button.name, button.value);
    if (!button && !field.value.trim()) { form.reportValidity(); return; }
    var typed = field.value;
    busy = true;
    failed = button;
    closeList();
    clearState();
    send.disabled = true;
    form.setAttribute("aria-busy", "true");
    var waiting = setTimeout(function () { tell(says.waiting, false, false); }, WAITING);
    var stop = window.AbortController ? new AbortController() : null;
    var late = false;
    var limit = setTimeout(function () { late = true; if (stop) stop.abort(); }, SLOW);
    fetch("/" + says.lang + "/", {
      method: "POST",
      body: new URLSearchParams(data),
      headers: { "X-Komek-Fragment": "1" },
      credentials: "omit",
      signal: stop ? stop.signal : undefined
    }).then(function (response) {
      if (!response.ok) {
        return refusal(response).then(function (text) {
          tell(text, true, response.status === 429 || response.status >= 500);
          if (response.status === 400) form.elements.conversation.value = "";
        });
      }
      return response.text().then(function (html) {
        clearTimeout(waiting);
        clearState();
        var shown = insert(html);
        failed = null;
        if ((!button || button.pick) && field.value === typed) field.value = "";
        var touch = window.matchMedia && window.matchMedia("(pointer: coarse)").matches; // a keyboard would cover the answer
        if (touch || (button && !button.pick)) shown.focus({ preventScroll: true });
        else field.focus({ preventScroll: true });
      });
    }).catch(function () {
      tell(late ? says.slow : navigator.onLine === false ? says.offline : says.trouble, true, true);
    }).then(function () {
      clearTimeout(waiting);
      clearTimeout(limit);
      if (state.textContent === says.waiting) clearState();
      busy = false;
      send.disabled = false;
      form.removeAttribute("aria-busy");
    });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target.closest("button[name=article], a[data-article]") : null;
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    submit(target.tagName === "A" ? { name: "article", value: target.dataset.article } : target);
  });
  form.addEventListener("submit", function (event) {
    if (event.submitter && event.submitter.name === "do") return;
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
