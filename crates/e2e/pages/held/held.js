// The WebAssembly comes when `release()` says so, and not at all after `refuse()`.
var held = new Promise((resolve, reject) => {
  globalThis.release = resolve;
  globalThis.refuse = () => {
    reject(new TypeError("Failed to fetch"));
    globalThis.held = null;
  };
});
held.catch(() => {});
var fetchNow = globalThis.fetch;
globalThis.fetch = async (resource, options) => {
  if (String(resource.url ?? resource).includes(".wasm")) await globalThis.held;
  return fetchNow(resource, options);
};

/** How far things have moved by themselves. */
var shifts = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) shifts += value;
}).observe({ type: "layout-shift", buffered: true });

/** The phone field that a person sees. */
function phoneField() {
  for (const host of document.querySelectorAll(".passlock-host")) {
    for (const field of host.shadowRoot.querySelectorAll("[name=phone]")) if (field.checkVisibility()) return field;
  }
  return null;
}

/** Text, caret and focus of the field, and whether it is the one that was there at first. */
function fieldNow() {
  const field = phoneField();
  globalThis.firstField ??= field;
  const { value, selectionStart } = field;
  return [value, selectionStart, field.matches(":focus"), field === globalThis.firstField].join(" | ");
}

function isTakenOver() {
  const field = phoneField();
  return !!field?.placeholder && field.getRootNode().querySelectorAll(".pl-root").length === 1;
}
