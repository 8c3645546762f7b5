// Notes what locks tell the page, and what they leave running.
var heard = [];
var running = new Set();
var listening = new Map();

for (const name of ["show", "hide", "code-sent", "authenticated", "authorization-error", "unrecoverable-error", "logged-out"]) {
  document.addEventListener(`passlock-${name}`, (event) => {
    heard.push(event.type);
    if (name === "unrecoverable-error") event.preventDefault();
  });
}

const { setInterval: start, clearInterval: stop } = window;
window.setInterval = (...given) => {
  const id = start(...given);
  running.add(id);
  return id;
};
window.clearInterval = (id) => {
  running.delete(id);
  stop(id);
};

// What is listened for where it outlives an element: on the window, the document and the visual viewport.
const { addEventListener, removeEventListener } = EventTarget.prototype;
const lasting = (target) => [undefined, null, window, document, visualViewport].includes(target);
const keyOf = (target, type) => `${target === document ? "document" : target === visualViewport ? "viewport" : "window"} ${type}`;
const count = (target, type, by) => {
  if (lasting(target)) listening.set(keyOf(target, type), (listening.get(keyOf(target, type)) ?? 0) + by);
};
EventTarget.prototype.addEventListener = function (type, ...given) {
  count(this, type, 1);
  return addEventListener.call(this ?? window, type, ...given);
};
EventTarget.prototype.removeEventListener = function (type, ...given) {
  count(this, type, -1);
  return removeEventListener.call(this ?? window, type, ...given);
};

/** Everything that still listens or runs, as a text. */
function left() {
  const listeners = [...listening].filter(([, times]) => times !== 0).map(([key, times]) => `${key} ${times}`);
  return [...listeners.sort(), `${running.size} intervals`].join(", ");
}

/** What the page itself writes as HTML, as pages under Trusted Types do. */
const html = globalThis.trustedTypes?.createPolicy("page", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** Puts a lock, as HTML has it, into an element of the page. */
function add(attributes = "", children = "", place = document.getElementById("here")) {
  place.innerHTML = html.createHTML(
    `<pass-lock id="lock" client-id="${AUTH0_CLIENT_ID}" domain="${AUTH0_DOMAIN}" ${attributes}>${children}</pass-lock>`,
  );
  return (window.lock = place.firstChild);
}

/** What is in a lock, wherever it keeps it. */
function inside(selector) {
  return (lock.shadowRoot ?? lock).querySelector(selector);
}
