// What comes after the script: each part is loaded once for all locks of a page, and a failure may be tried again.

/** Loads the widget's module. */
const load = /* @__PURE__ */ once(() => fetchWidget());

/** Loads the manners of Auth0's locks, and joins them to this file. */
const loadManners = /* @__PURE__ */ once(async () => (await fetchManners()).connect({ Passlock, load }));

/** Has a function of the manners answer. */
async function inManners(name, ...given) {
  return (await loadManners())[name](...given);
}

/** A function that begins when it is first called; a failure has the code that a page gets to see. */
function once(begin) {
  let going = null;
  return () =>
    (going ??= begin().catch((cause) => {
      going = null;
      // As browsers say that the page's policy does not allow WebAssembly.
      const code = cause instanceof WebAssembly.CompileError ? "wasm_blocked" : "load_failed";
      throw lockError(code, `the widget did not load: ${cause.message}`, cause);
    }));
}

/** What an address has, when it has something. */
async function fetchFrom(address, options) {
  const response = await fetch(address, options);
  if (!response.ok) throw new Error(`${response.url} answered with status ${response.status}`);
  return response;
}
