// The shared sources as a module, joined by the rules of js/README.md around a frame that the tests control.
import { readFileSync } from "node:fs";

const folder = new URL("../", import.meta.url);

/** The locks of a frame: `passlock.mjs`, or `passlock.js` with its globals handed out. */
export async function joined() {
  const frame = read("module_entry.js");
  const sources = frame.match(/^\s*\/\/ @sources (.+)$/m)[1].split(" ").map(read).join("\n");
  const prelude = `const STYLES = ".pl-root { color: red }";
    const load = () => globalThis.loadWidget();
    const flagsAddress = () => "https://cdn.example/flags.webp";\n`;
  return import(`data:text/javascript,${encodeURIComponent(prelude + sources)}`);
}

/** The text of the classic script, as `dist` writes it. */
export function classicScript() {
  return read("script_entry.js")
    .replace(/^\s*\/\/ @styles$/m, 'const STYLES = "";')
    .replace(/^\s*\/\/ @sources (.+)$/m, (_, names) => names.split(" ").map(read).join("\n").replace(/^export /gm, ""));
}

function read(name) {
  return readFileSync(new URL(name, folder), "utf8");
}
