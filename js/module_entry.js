// The frame of passlock.mjs: the same locks for pages that import them; importing does nothing else.

/** The widget's module with its WebAssembly, both asked for at once: the one does nothing without the other. */
async function fetchWidget() {
  // Written out, as below, so that bundlers see the files and take them along.
  const [module, wasm] = await Promise.all([
    import("./passlock-embed.js"),
    fetchFrom(new URL("./passlock-embed_bg.wasm", import.meta.url), { integrity: WASM_INTEGRITY }),
  ]);
  await module.default({ module_or_path: wasm });
  return module.connect(module);
}

/** What reads the texts that a page has of its own. */
function fetchDictionary() {
  return import("./passlock-dictionary.mjs");
}

/** Auth0LockPasswordless' second file. */
function fetchManners() {
  return import("./passlock-lock.js");
}

function languageAddress(tag) {
  return new URL(`./languages/${tag}.json`, import.meta.url).href;
}

// @integrity
// @styles
// @form
// @languages
// @sources errors.js loading.js given.js names.js profile.js answers.js listeners.js host.js languages.js elements.js paint.js lock.js client.js drop_in.js element.js
