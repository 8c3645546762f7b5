// The frame of passlock.js: a classic script that finds its own folder and defines three globals.
(() => {
  "use strict";

  // Only now does the browser say which script this is; in a click handler it would not.
  const folder = document.currentScript?.src || document.baseURI;
  let failures = 0;

  /** The widget's module with its WebAssembly, both asked for at once: the one does nothing without the other. */
  async function fetchWidget() {
    const [module, wasm] = await Promise.all([
      importFrom("passlock-embed.js"),
      fetchFrom(new URL("passlock-embed_bg.wasm", folder), { integrity: WASM_INTEGRITY }),
    ]);
    await module.default({ module_or_path: wasm });
    return module.connect(module);
  }

  /** What reads the texts that a page has of its own. */
  function fetchDictionary() {
    return importFrom("passlock-dictionary.mjs");
  }

  /** Auth0LockPasswordless' second file. */
  function fetchManners() {
    return importFrom("passlock-lock.js");
  }

  function importFrom(name) {
    const script = new URL(name, folder);
    // Browsers remember that a module could not be had, so that only another address is asked for again.
    if (failures > 0) script.searchParams.set("retry", failures);
    return import(script.href).catch((error) => {
      failures += 1;
      throw error;
    });
  }

  function languageAddress(tag) {
    return new URL(`languages/${tag}.json`, folder).href;
  }

  // @integrity
  // @styles
  // @form
  // @languages
  // @sources errors.js loading.js given.js profile.js answers.js listeners.js host.js languages.js elements.js paint.js lock.js client.js drop_in.js

  Object.assign(globalThis, { Passlock, PasslockClient, Auth0LockPasswordless });

  /** Defines <pass-lock>: at once, and with its widget, where the page has one; otherwise when it has nothing to do. */
  function warmUpElement() {
    if (!document.querySelector("pass-lock")) return whenIdle(loadElement);
    loadElement();
    load().catch(reportedByEvent);
  }

  function loadElement() {
    importFrom("passlock-element.js")
      .then((module) => module.default({ OwnPlace, Passlock, adoptStyles })())
      .catch(reportError);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", warmUpElement, { once: true });
  else warmUpElement();
})();
