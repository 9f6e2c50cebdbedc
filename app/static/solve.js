// The worker of work.js: it derives keys, one after another, until one begins as the challenge wants.

/** @typedef {{nonce: string, salt: string, cost: number, keyLength: number, keyPrefix: string}} Parameters */

/** Return the bytes that are written in hex. @param {string} hex */
function bytes(hex) {
  return Uint8Array.from(hex.match(/../g) || [], (pair) => Number.parseInt(pair, 16));
}

/** Write bytes in hex. @param {ArrayBuffer} buffer */
function hex(buffer) {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return the key of one attempt, in hex. @param {Parameters} parameters @param {number} counter */
async function derive({ nonce, salt, cost, keyLength }, counter) {
  const start = bytes(nonce);
  const password = new Uint8Array(start.length + 4);
  password.set(start);
  new DataView(password.buffer).setUint32(start.length, counter);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(salt), iterations: cost };
  const key = await self.crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  return hex(await self.crypto.subtle.deriveBits(how, key, keyLength * 8));
}

/** Return the first attempt whose key begins as it should. @param {Parameters} parameters */
async function solve(parameters) {
  for (let counter = 0; ; counter++) {
    const derivedKey = await derive(parameters, counter);
    if (derivedKey.startsWith(parameters.keyPrefix)) return { counter, derivedKey };
  }
}

self.onmessage = async (event) => {
  self.postMessage(await solve(event.data).catch(() => null));
};
