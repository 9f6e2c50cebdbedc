// Sends a thumb without leaving the page, and says thanks in its place. Without this script the same buttons post the
// form of the page. What is sent: the article, its language, the thumb, the reason.

/** @typedef {{slug: string, lang: string, thumb: string, reason?: string}} Thumb */

/** Return a part of the thumbs of an answer. @param {HTMLElement} thumbs @param {string} name its class */
const within = (thumbs, name) => /** @type {HTMLElement} */ (thumbs.querySelector(`.${name}`));

/** Say thanks wherever the article was rated. @param {string} slug @param {HTMLElement} pressed */
function thank(slug, pressed) {
  const all = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".thumbs"));
  for (const thumbs of all) {
    if (thumbs.dataset.slug !== slug) continue;
    within(thumbs, "rate").hidden = true;
    within(thumbs, "thanks").hidden = false;
    thumbs.querySelector("input[name=thanked]")?.removeAttribute("disabled"); // a switch of the language knows it then
  }
  within(pressed, "thanks").focus({ preventScroll: true });
}

/** Send a thumb and return why it was not taken: "" when the network or a proxy failed. @param {Thumb} given */
async function send(given) {
  try {
    const response = await fetch("/api/v1/feedback", {
      method: "POST",
      body: JSON.stringify(given),
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
    });
    return response.ok ? null : String((await response.json()).detail ?? "");
  } catch {
    return "";
  }
}

/** @param {HTMLElement} thumbs @param {Thumb} given */
async function rate(thumbs, given) {
  const failed = within(thumbs, "failed");
  thumbs.setAttribute("aria-busy", "true");
  failed.textContent = "";
  const refusal = await send(given);
  thumbs.setAttribute("aria-busy", "false");
  if (refusal !== null) {
    failed.textContent = refusal || String(thumbs.dataset.trouble);
    return;
  }
  thank(given.slug, thumbs);
  const detail = { slug: given.slug, thumb: given.thumb, reason: given.reason ?? null };
  document.dispatchEvent(new CustomEvent("komek:feedback", { detail }));
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("button[name=thumb]") : null;
  const thumbs = /** @type {HTMLElement | null | undefined} */ (button?.closest(".thumbs"));
  if (!(button instanceof HTMLButtonElement) || !thumbs) return;
  event.preventDefault();
  const [slug, lang, thumb, reason] = button.value.split(":");
  if (thumbs.getAttribute("aria-busy") !== "true") rate(thumbs, { slug, lang, thumb, reason });
});
