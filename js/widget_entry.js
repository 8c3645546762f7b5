// The frame of what stands behind wasm-bindgen's own lines in passlock-embed.js: the part of the locks that is of use only
// with the WebAssembly, and the styles of what only the widget draws.

/** What a lock and a client are made of; `mount` and `Headless` are wasm-bindgen's. */
export function connect({ mount, Headless }) {
  // @other-styles
  // @sources names.js errors.js profile.js tokens.js answers.js news.js widget.js headless.js

  return { Client, Headless, STYLES, Widget };
}
