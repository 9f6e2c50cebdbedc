// Proof of work (ALTCHA, version 2) without a widget: window.komekWork(challenge) is a promise of the solution.
// The same file is the page's script and its worker, so one address with one digest serves both. A refusal has a
// message for the page to translate: "no-crypto" (an old browser, or http to another machine), "no-worker",
// "unknown-challenge" or "too-slow".
(function () {
  "use strict";
  var SLOW = 60000; // ms until the work is given up: a phone that needs longer had better be used to call

  function bytes(hex) {
    var made = new Uint8Array(hex.length / 2);
    for (var at = 0; at < made.length; at++) made[at] = parseInt(hex.substr(at * 2, 2), 16);
    return made;
  }

  function hex(buffer) {
    return Array.prototype.map.call(new Uint8Array(buffer), function (byte) {
      return (byte < 16 ? "0" : "") + byte.toString(16);
    }).join("");
  }

  function derive(parameters, counter) {
    var subtle = self.crypto.subtle;
    var nonce = bytes(parameters.nonce);
    var password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    new DataView(password.buffer).setUint32(nonce.length, counter);
    var how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
    return subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]).then(function (key) {
      return subtle.deriveBits(how, key, parameters.keyLength * 8);
    }).then(hex);
  }

  function solve(parameters, counter) {
    return derive(parameters, counter).then(function (key) {
      if (key.indexOf(parameters.keyPrefix) === 0) return { counter: counter, derivedKey: key };
      return solve(parameters, counter + 1);
    });
  }

  if (typeof document === "undefined") {
    self.onmessage = function (event) {
      solve(event.data, 0).then(self.postMessage, function () { self.postMessage(null); });
    };
    return;
  }

  var address = document.currentScript.src;
  var policy = window.trustedTypes
    ? window.trustedTypes.createPolicy("komek-work", { createScriptURL: function () { return address; } })
    : { createScriptURL: function () { return address; } };

  window.komekWork = function (challenge) {
    return new Promise(function (resolve, reject) {
      if (!window.crypto || !window.crypto.subtle) throw new Error("no-crypto");
      if (!window.Worker) throw new Error("no-worker");
      if (challenge.parameters.algorithm !== "PBKDF2/SHA-256") throw new Error("unknown-challenge");
      var worker = new Worker(policy.createScriptURL(""));
      var limit = setTimeout(function () { end(reject, new Error("too-slow")); }, SLOW);

      function end(settle, value) {
        clearTimeout(limit);
        worker.terminate();
        settle(value);
      }

      worker.onerror = function (event) {
        event.preventDefault();
        end(reject, new Error("no-worker"));
      };
      worker.onmessage = function (event) {
        if (!event.data) end(reject, new Error("no-crypto"));
        else end(resolve, btoa(JSON.stringify({ challenge: challenge, solution: event.data })));
      };
      worker.postMessage(challenge.parameters);
    });
  };
})();
