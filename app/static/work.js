// Proof of work (ALTCHA, version 2) without a widget: solve.js beside it does the work, in a worker. A refusal has a
// message for whoever asks: "no-crypto" (an old browser, or http to another machine), "no-worker", "unknown-challenge"
// or "too-slow".

/**
 * @typedef {import("./solve.js").Parameters} Parameters
 * @typedef {{parameters: Parameters & {algorithm: string}}} Challenge
 * @typedef {{createScriptURL: (address: string) => string}} Rules
 */

const SLOW = 60000; // ms until the work is given up: a phone that needs longer had better be used to call
const address = new URL("./solve.js", import.meta.url).href;
const rules = { createScriptURL: () => address }; // no other worker can be made
const { trustedTypes } =
  /** @type {{trustedTypes?: {createPolicy: (name: string, rules: Rules) => Rules}}} */ (window);
const policy = trustedTypes ? trustedTypes.createPolicy("komek-work", rules) : rules;

/** Solve a challenge and return what proves it. @param {Challenge} challenge @returns {Promise<string>} */
export async function work(challenge) {
  if (!window.crypto?.subtle) throw new Error("no-crypto");
  if (typeof Worker === "undefined") throw new Error("no-worker");
  if (challenge.parameters.algorithm !== "PBKDF2/SHA-256") throw new Error("unknown-challenge");
  const worker = new Worker(policy.createScriptURL(""));
  try {
    const solution = await solved(worker, challenge.parameters);
    return btoa(JSON.stringify({ challenge, solution }));
  } finally {
    worker.terminate();
  }
}

/** @param {Worker} worker @param {Parameters} parameters */
function solved(worker, parameters) {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error("too-slow")), SLOW);
    worker.onerror = (event) => {
      event.preventDefault();
      clearTimeout(limit);
      reject(new Error("no-worker"));
    };
    worker.onmessage = ({ data }) => {
      clearTimeout(limit);
      if (data) resolve(data);
      else reject(new Error("no-crypto"));
    };
    worker.postMessage(parameters);
  });
}
