// The page for partners: the tag is written anew with what is chosen, and shown on this page.
const form = /** @type {HTMLFormElement} */ (document.getElementById("tryout"));
const snippet = /** @type {HTMLElement} */ (document.getElementById("snippet"));
const page = /** @type {any} */ (window);
const address = (snippet.textContent || "").match(/"(.*)"/)?.[1] || "";
const rules = { createScriptURL: (/** @type {string} */ to) => to };
const policy = page.trustedTypes ? page.trustedTypes.createPolicy("komek", rules) : rules;

/** Return the attributes that differ from their defaults. */
function chosen() {
  const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form.querySelectorAll("[name]")]);
  return fields.filter((field) => field.value.trim() !== field.dataset.default).map((field) => [field.name, field.value.trim()]);
}

function write() {
  const attributes = chosen().map(([name, value]) => ` data-${name}="${value.replace(/"/g, "&quot;")}"`);
  snippet.textContent = `<script async src="${address}"${attributes.join("")}></${"script"}>`;
}

form.addEventListener("input", write);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (page.Komek) page.Komek.destroy();
  document.querySelector("script[data-tried]")?.remove();
  const tag = document.createElement("script");
  tag.dataset.tried = "";
  for (const [name, value] of chosen()) tag.setAttribute(`data-${name}`, value);
  if (tag.dataset.mode === "inline" && !tag.dataset.target) tag.dataset.target = "#here";
  tag.src = policy.createScriptURL(new URL(address).pathname);
  document.head.append(tag);
});

// a page that is too large would be refused and its fields come back empty: it is told before it is sent
const looked = /** @type {HTMLFormElement} */ (document.getElementById("looked"));
const html = /** @type {HTMLTextAreaElement} */ (document.getElementById("html"));
const most = Number(looked.dataset.most) * 0.9; // bytes: the rest is for the other fields
looked.addEventListener("input", () => {
  html.setCustomValidity(new Blob([html.value.replace(/\n/g, "\r\n")]).size > most ? looked.dataset.long || "" : "");
});
