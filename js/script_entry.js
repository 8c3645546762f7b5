// The frame of passlock.js: a classic script that finds its own folder and defines three globals.
(() => {
  "use strict";

  // Only now does the browser say which script this is; in a click handler it would not.
  const folder = document.currentScript?.src || document.baseURI;
  let loading = null;
  let failures = 0;

  /** The widget's module, loaded once for all locks of the page; a failure may be tried again. */
  function load() {
    loading ??= fetchModule().catch((error) => {
      loading = null;
      failures += 1;
      throw error;
    });
    return loading;
  }

  async function fetchModule() {
    // Both at once: the module does nothing without its WebAssembly.
    const [module, wasm] = await Promise.all([
      importFrom("passlock-embed.js"),
      fetch(new URL("passlock-embed_bg.wasm", folder), { integrity: WASM_INTEGRITY }),
    ]);
    if (!wasm.ok) throw new Error(`${wasm.url} answered with status ${wasm.status}`);
    await module.default({ module_or_path: wasm });
    return module;
  }

  function loadDictionary() {
    return import(new URL("passlock-dictionary.mjs", folder).href);
  }

  /** Auth0LockPasswordless' second file. */
  function loadManners() {
    return importFrom("passlock-lock.js").catch((error) => {
      failures += 1;
      throw error;
    });
  }

  function importFrom(name) {
    const script = new URL(name, folder);
    // Browsers remember that a module could not be had, so that only another address is asked for again.
    if (failures > 0) script.searchParams.set("retry", failures);
    return import(script.href);
  }

  function flagsAddress() {
    return new URL("flags.webp", folder).href;
  }

  function languageAddress(tag) {
    return new URL(`languages/${tag}.json`, folder).href;
  }

  // @integrity
  // @styles
  // @form
  // @languages
  // @sources names.js tokens.js answers.js listeners.js host.js languages.js elements.js paint.js news.js lock.js client.js drop_in.js

  Object.assign(globalThis, { Passlock, PasslockClient, Auth0LockPasswordless });

  /** Defines <pass-lock>: at once where the page has one, otherwise when it has nothing to do. */
  function warmUpElement() {
    if (document.querySelector("pass-lock")) loadElement();
    else whenIdle(loadElement);
  }

  function loadElement() {
    import(new URL("passlock-element.js", folder).href)
      .then((module) => module.default({ LOCK_EVENTS, LOCK_OPTIONS, OwnPlace, Passlock, adoptStyles, lockError })())
      .catch(reportError);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", warmUpElement, { once: true });
  else warmUpElement();
})();
