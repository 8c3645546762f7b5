// The shared sources as a module, joined by the rules of js/README.md around a frame that the tests control.
import { readFileSync } from "node:fs";

const folder = new URL("../", import.meta.url);
let pages = 0;

/** A first form, as crates/painter writes it. */
export const FORM = {
  card: [
    "section",
    {},
    ["button", { class: "pl-quiet pl-close", "aria-label": { key: "close", text: "Close" } }],
    ["div", { class: "pl-tile" }],
    ["h2", { class: "pl-title" }, { key: "signIn", text: "Sign in" }],
    ["form", {}, ["button", { class: "pl-country" }], ["input", { name: "phone" }], ["div", { role: "alert" }],
      ["button", { type: "submit" }, { key: "askForCode", text: "Text me a code" }]],
  ],
  inline: ["div", { class: "pl pl-inline" }, 0],
  dialog: ["div", { class: "pl" }, ["dialog", {}, 0]],
};

/** The locks of `passlock.mjs`, with their other files; each time a new module, which shares nothing with others. */
export async function joined() {
  const prelude = `const STYLES = ".pl { color: red }\\n.pl-card { color: blue }";
    const fetchWidget = async () => {
      const [glue, { connect }] = await Promise.all([globalThis.loadWidget(), import(${JSON.stringify(dataUrl(widget()))})]);
      return connect(glue);
    };
    const fetchManners = async () => globalThis.loadManners?.() ?? import(${JSON.stringify(dataUrl(manners()))});
    const FORM = ${JSON.stringify(FORM)};
    const LANGUAGES = ["ar", "de", "en", "nb", "pt-BR", "pt-PT", "sr", "zh-Hans", "zh-Hant"];
    const fetchDictionary = () => globalThis.loadDictionary();
    const languageAddress = (tag) => "https://cdn.example/languages/" + tag + ".json";\n`;
  // Each page has a module of its own, which remembers nothing of the one before.
  pages += 1;
  return import(dataUrl(`${prelude}${sourcesOf("module_entry.js")}\n// ${pages}`));
}

/** What reads a page's own texts, as `dist` writes it. */
export async function joinedDictionary() {
  return import(dataUrl(`const TEXTS = ${JSON.stringify(blanks())};\n${sourcesOf("dictionary_entry.js")}`));
}

/** The blanks of each text, by its name. */
function blanks() {
  const english = JSON.parse(readFileSync(new URL("../languages/en.json", folder), "utf8"));
  const blanksOf = (text) => [...(text.other ?? text).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return Object.fromEntries(Object.entries(english).map(([name, text]) => [name, blanksOf(text)]));
}

/** What one of the sources keeps to itself, with what it finds around it. */
export function constantsOf(source, names, around = "") {
  return import(dataUrl(`${around}\n${read(source)}\nexport { ${names.join(", ")} };`));
}

/** The text of the second file, as `dist` writes it. */
function manners() {
  return withSources("manners_entry.js");
}

/** What stands behind the glue of the WebAssembly, as `dist` writes it. */
function widget() {
  return withSources("widget_entry.js")
    .replace(/^\s*\/\/ @other-styles$/m, 'const STYLES = ".pl-box { color: green }\\n";')
    .replaceAll("import.meta.url", '"https://cdn.example/"');
}

/** A frame with its sources. */
function withSources(frame) {
  return read(frame).replace(/^\s*\/\/ @sources .+$/m, () => sourcesOf(frame));
}

function sourcesOf(frame) {
  return read(frame).match(/^\s*\/\/ @sources (.+)$/m)[1].split(" ").map(read).join("\n");
}

function dataUrl(script) {
  return `data:text/javascript,${encodeURIComponent(script)}`;
}

/** The text of the classic script, as `dist` writes it. */
export function classicScript() {
  return withSources("script_entry.js")
    .replace(/^\s*\/\/ @integrity$/m, 'const WASM_INTEGRITY = "";')
    .replace(/^\s*\/\/ @styles$/m, 'const STYLES = "";')
    .replace(/^\s*\/\/ @form$/m, "const FORM = {};")
    .replace(/^\s*\/\/ @languages$/m, 'const LANGUAGES = ["en"];')
    .replace(/^export /gm, "");
}

function read(name) {
  return readFileSync(new URL(name, folder), "utf8");
}
