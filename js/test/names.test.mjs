// The names that a page may use are the same in the scripts, in their types and in the widget.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** The part of a text between two others, which have to be there. */
function between(text, start, end) {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  assert.ok(from >= 0 && to > from, `no ${start} … ${end}`);
  return text.slice(from, to);
}

const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

const listed = (name) => matches(between(read("js/names.js"), `const ${name} = [`, "];"), /"(\w+)"/g);
const TYPES = ["options", "client"].map((part) => read(`js/passlock-${part}.d.ts`)).join("") + read("js/passlock.d.ts");
const declared = (name, types = TYPES) => matches(between(types, `export interface ${name} `, "\n}"), /^ {2}(\w+)\??:/gm);

/** What the lock says of itself, on top of what the page says. */
const OF_THE_LOCK = ["clientId", "domain", "inline", "flags", "texts"];
/** What the lock does by itself. */
const NOT_THE_WIDGETS = ["container", "languageDictionary"];

test("options have the same names in the scripts and in their types", () => {
  assert.ok(listed("LOCK_OPTIONS").length > 10);
  assert.deepEqual(listed("LOCK_OPTIONS"), declared("PasslockOptions"));
});

test("the widget takes what the lock hands it", () => {
  const arms = between(read("src/embed/options.rs"), "match name {", "_ =>");
  const known = matches(arms.replace(/=>.*$/gm, ""), /"(\w+)"/g);
  const handed = [...OF_THE_LOCK, ...listed("LOCK_OPTIONS").filter((name) => !NOT_THE_WIDGETS.includes(name))];
  assert.deepEqual(known, handed.sort());
});

test("attributes of the element are read as what the types say that they are", () => {
  const types = between(TYPES, "export interface PasslockOptions ", "\n}");
  const element = readFileSync(new URL("../element.js", import.meta.url), "utf8");
  const objects = matches(types, /^ {2}(\w+)\?: (?:\{|PasslockDictionary)/gm);
  assert.deepEqual(matches(between(element, "const PROPERTIES_ONLY = [", "]"), /"(\w+)"/g), objects);
  const kinds = { boolean: "readFlag", number: "Number", "string[]": "readList", '("sms" | "email")[]': "readList" };
  const wanted = [...types.matchAll(/^ {2}(\w+)\?: ([^;]+);/gm)]
    .filter(([, name]) => ![...NOT_THE_WIDGETS, ...objects].includes(name))
    .map(([, name, type]) => [name, kinds[type] ?? (/^(string|"[^;]*")$/.test(type) ? undefined : type)])
    .filter(([, kind]) => kind);
  const read = between(element, "const ATTRIBUTE_KINDS = {", "};");
  const kept = [...read.matchAll(/^ {2}(\w+): (\w+),/gm)].map(([, name, kind]) => [name, kind]);
  assert.deepEqual(kept.sort(), wanted.sort());
});

test("the programs that TypeScript checks use every option, event and method", () => {
  const programs = ["lock.ts", "element.ts"].map((name) => read(`js/types/${name}`)).join("\n");
  const element = readFileSync(new URL("../passlock-element.d.ts", import.meta.url), "utf8");
  const methods = matches(between(TYPES, "export class Passlock ", "\n}"), /^ {2}(\w+)[<(]/gm);
  const more = matches(between(TYPES, "export class PasslockClient ", "\n}"), /^ {2}(\w+)\(/gm);
  const own = matches(between(element, "export class PasslockElement ", "\n}"), /^ {2}(\w+)[<(]/gm);
  const called = [...methods, ...more, ...own].filter((name) => name !== "constructor");
  const events = listed("LOCK_EVENTS");
  const dashed = events.map((name) => `"passlock-${name.replaceAll("_", "-")}"`);
  assert.ok(called.length > 15);
  const wanted = [
    ...[...listed("LOCK_OPTIONS"), ...declared("PasslockElementOptions", element)].map((name) => `  ${name}: `),
    ...called.map((name) => `.${name}(`),
    ...[...events.map((name) => `"${name}"`), ...dashed],
  ];
  assert.deepEqual(wanted.filter((words) => !programs.includes(words)), []);
});

test("the README has every slot and part of the views", () => {
  const folder = new URL("../../src/components/", import.meta.url);
  const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".rs"));
  const views = files.map((path) => readFileSync(new URL(path, folder), "utf8")).join("\n");
  const parts = matches(views, /\bpart="([^"]+)"/g).flatMap((names) => names.split(" "));
  const slots = matches(views, /\bslot\("([\w-]+)"/g);
  assert.ok(parts.length > 15 && slots.length > 3);
  const section = between(read("README.md"), "## An element", "\n## ");
  assert.deepEqual([...new Set([...parts, ...slots])].filter((name) => !section.includes(`\`${name}\``)), []);
});

test("events have the same names in the scripts and in their types", () => {
  assert.deepEqual(listed("LOCK_EVENTS"), declared("PasslockEvents"));
});

test("options of the client have the same names in the scripts and in their types, and a lock knows them", () => {
  const options = listed("CLIENT_OPTIONS");
  assert.deepEqual(options, declared("PasslockClientOptions"));
  const known = [...OF_THE_LOCK, ...listed("LOCK_OPTIONS")];
  assert.deepEqual(options.filter((name) => !known.includes(name)), []);
});

test("why a session ended or was dropped has the same names in the types and in the core", () => {
  const said = (start) => matches(between(TYPES, start, "\n").replace(/^.*reason: /, ""), /"(\w+)"/g);
  const codes = (path, type) => {
    const methods = between(read(path), `impl ${type} {`, "\n}");
    return matches(between(methods, "fn code(self)", "\n    }"), /=> "(\w+)"/g);
  };
  assert.deepEqual(said("session_expired: ["), codes("crates/core/src/flow/effect.rs", "Ending"));
  assert.deepEqual(said('code: "session_dropped"'), codes("crates/core/src/session/stored.rs", "Dropped").sort());
});

test("what says how a country was found has the same names in the types and in the widget", () => {
  const types = matches(between(TYPES, "interface FirstCountry ", "\n}"), /"([\w-]+)"/g);
  const widget = matches(between(read("src/country/first.rs"), "pub const fn name(", "\n    }"), /=> "([\w-]+)"/g);
  assert.deepEqual(types, widget);
});

test("the README has every option, event and way to find a country", () => {
  const readme = read("README.md");
  const ways = ["option", "time-zone", "language", "fallback"].map((name) => `"${name}"`);
  const missing = [...listed("LOCK_OPTIONS"), ...listed("LOCK_EVENTS"), ...ways].filter((name) => !readme.includes(`\`${name}\``));
  assert.deepEqual(missing, []);
});
