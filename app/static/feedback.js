// Sends a thumb without leaving the page, and says thanks in its place. Without this script the same buttons post the
// form of the page. What is sent: the article, its language, the thumb, the reason.
(function () {
  "use strict";
  if (!window.fetch || !Element.prototype.closest) return;

  function each(inside, selector, act) { Array.prototype.forEach.call(inside.querySelectorAll(selector), act); }

  function thank(slug, pressed) {
    each(document, ".thumbs", function (thumbs) {
      if (thumbs.dataset.slug !== slug) return;
      thumbs.querySelector(".rate").hidden = true;
      thumbs.querySelector(".thanks").hidden = false;
      thumbs.querySelector("input[name=thanked]").disabled = false; // so that a switch of the language knows it
    });
    pressed.querySelector(".thanks").focus({ preventScroll: true });
  }

  function wait(thumbs, on) {
    thumbs.setAttribute("aria-busy", String(on));
    if (on) thumbs.querySelector(".failed").textContent = "";
  }

  function refusal(response) {
    return response.json().then(function (problem) { throw new Error(problem.detail); });
  }

  function rate(thumbs, thumb, reason) {
    var slug = thumbs.dataset.slug;
    var sent = { slug: slug, lang: thumbs.dataset.lang, thumb: thumb };
    if (reason) sent.reason = reason;
    wait(thumbs, true);
    fetch("/api/v1/feedback", {
      method: "POST",
      body: JSON.stringify(sent),
      headers: { "Content-Type": "application/json" },
      credentials: "omit"
    }).then(function (response) {
      return response.ok ? null : refusal(response);
    }).then(function () {
      wait(thumbs, false);
      thank(slug, thumbs);
      document.dispatchEvent(new CustomEvent("komek:feedback", {
        detail: { slug: slug, thumb: thumb, reason: reason || null }
      }));
    }, function (error) {
      wait(thumbs, false);
      var told = error instanceof TypeError || error instanceof SyntaxError ? "" : error.message; // no network; no JSON
      thumbs.querySelector(".failed").textContent = told || thumbs.dataset.trouble;
    });
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("button[name=thumb]");
    if (!button) return;
    event.preventDefault();
    var thumbs = button.closest(".thumbs");
    var given = button.value.split(":");
    if (thumbs.getAttribute("aria-busy") !== "true") rate(thumbs, given[2], given[3]);
  });
})();
