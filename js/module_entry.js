// The frame of passlock.mjs: the same locks for pages that import them; importing does nothing else.

let loading = null;

/** The widget's module, loaded once for all locks of the page; a failure may be tried again. */
function load() {
  loading ??= fetchModule().catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function fetchModule() {
  // Written out, as below, so that bundlers see the files and take them along.
  const [module, wasm] = await Promise.all([
    import("./passlock-embed.js"),
    fetch(new URL("./passlock-embed_bg.wasm", import.meta.url), { integrity: WASM_INTEGRITY }),
  ]);
  if (!wasm.ok) throw new Error(`${wasm.url} answered with status ${wasm.status}`);
  await module.default({ module_or_path: wasm });
  return module;
}

function loadDictionary() {
  return import("./passlock-dictionary.mjs");
}

/** Auth0LockPasswordless' second file. */
function loadManners() {
  return import("./passlock-lock.js");
}

function flagsAddress() {
  return new URL("./flags.webp", import.meta.url).href;
}

function languageAddress(tag) {
  return new URL(`./languages/${tag}.json`, import.meta.url).href;
}

// @integrity
// @styles
// @form
// @languages
// @sources names.js tokens.js answers.js listeners.js host.js languages.js elements.js paint.js news.js lock.js client.js drop_in.js element.js
