// What a person takes along: the link to an answer, and the conversation as a file made here. Nothing is sent.
import { part, says, tell } from "./state.js";

const save = part("save", HTMLButtonElement);
const LINKED = ["answer", "elsewhere"]; // kinds of replies that have an address of their own

/** Copy a text: the clipboard is closed to frames, a chosen text may be copied there. @param {string} text */
function copy(text) {
  const field = document.createElement("input");
  field.value = text;
  field.className = "unseen";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** Give a reply the button that copies its link. @param {HTMLElement} turn */
export function link(turn) {
  const { slug, kind = "" } = turn.dataset;
  const reply = turn.querySelector(".reply");
  if (!slug || !reply || !LINKED.includes(kind) || turn.querySelector(".copy")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = says.copy;
  button.lang = document.documentElement.lang;
  button.addEventListener("click", () => {
    const address = `${location.origin}/${reply.getAttribute("lang")}/help/${slug}`;
    tell(copy(address) ? says.copied : address);
    button.focus({ preventScroll: true });
  });
  reply.append(button);
}

/** Return the conversation as text. */
function written() {
  const turns = [...document.querySelectorAll(".turn")].map((turn) => {
    const asked = turn.querySelector(".asked")?.textContent || "";
    const reply = /** @type {HTMLElement | null} */ (turn.querySelector(".reply"));
    // biome-ignore lint/performance/useDomNodeTextContent: a line for each line that is seen, nothing that is hidden
    return `> ${asked.replace(/\s+/g, " ").trim()}\n\n${reply?.innerText.trim() || ""}\n`;
  });
  return [document.title, `${location.origin}/`, "", ...turns].join("\n");
}

const offer = () => {
  save.hidden = !document.querySelector(".turn");
};

save.addEventListener("click", () => {
  const address = URL.createObjectURL(new Blob(["\ufeff", written()], { type: "text/plain;charset=utf-8" }));
  const way = document.createElement("a");
  way.href = address;
  way.download = "komek.txt";
  way.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000); // ms: by then the browser has taken it
});
document.addEventListener("komek:turn", offer);
offer();
for (const turn of document.querySelectorAll(".turn")) link(/** @type {HTMLElement} */ (turn));
