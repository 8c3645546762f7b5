// The documentation of what becomes of Auth0's options, methods and events says what the code does.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { page } from "../lock_page.mjs";
import * as table from "../lock_table.mjs";
import { constantsOf, joined } from "../testing/joined.mjs";

const { LOCK_OPTIONS: OWN_OPTIONS } = await constantsOf("names.js", ["LOCK_OPTIONS"]);

const names = (rows) => rows.map(([name]) => name).sort();

test("docs/coming-from-lock.md is what the table says", () => {
  const written = readFileSync(new URL("../../docs/coming-from-lock.md", import.meta.url), "utf8");
  assert.ok(written === page(), "docs/coming-from-lock.md is out of date; node js/lock_page.mjs writes it anew");
});

test("no name has two rows, and every row says something that is known", () => {
  const kinds = ["same", "mapped", "ignored", "passed over", "refused", "never"];
  for (const [list, rows] of Object.entries(table)) {
    assert.equal(new Set(names(rows)).size, rows.length, list);
    for (const [name, does, note] of rows) {
      assert.ok(kinds.includes(does), `${name}: ${does}`);
      assert.ok(note || does === "same", `${name} is ${does} without a reason`);
      assert.doesNotMatch(note, /\|/, name);
    }
  }
});

test("options of Lock do what the table says", async () => {
  const code = await constantsOf("lock_options.js", ["LOCK_WITH_EFFECT", "LOCK_WITHOUT_EFFECT", "LOCK_PASSED_ON", "LOCK_GROUPS", "ALWAYS"]);
  const { LOCK_WITH_EFFECT, LOCK_WITHOUT_EFFECT, LOCK_PASSED_ON, LOCK_GROUPS, ALWAYS } = code;
  const groups = table.LOCK_OPTION_ROWS.filter(([name]) => LOCK_GROUPS.includes(name));
  const rows = table.LOCK_OPTION_ROWS.filter((row) => !groups.includes(row));
  assert.deepEqual(names(rows), [...LOCK_WITH_EFFECT, ...Object.keys(LOCK_WITHOUT_EFFECT), ...Object.keys(LOCK_PASSED_ON)].sort());
  for (const [name, does] of rows) {
    if (name in LOCK_PASSED_ON) assert.equal(does === "same", OWN_OPTIONS.includes(LOCK_PASSED_ON[name]), name);
    else assert.equal(["same", "mapped"].includes(does), LOCK_WITH_EFFECT.includes(name), name);
    if (name in LOCK_WITHOUT_EFFECT) assert.equal(does === "passed over", LOCK_WITHOUT_EFFECT[name] === ALWAYS, name);
  }
});

test("options of v2 do what the table says", async () => {
  const code = await constantsOf("v2_options.js", ["V2_DEFAULTS", "V2_RENAMED"]);
  const { V2_DEFAULTS, V2_RENAMED } = code;
  const shared = ["autoclose", "closable", "container", "authParams", "dict", "primaryColor"];
  const known = [...shared, ...Object.keys(V2_DEFAULTS), ...Object.keys(V2_RENAMED)];
  assert.deepEqual(names(table.V2_OPTION_ROWS), known.sort());
  for (const [name, does] of table.V2_OPTION_ROWS) {
    const isPassedOver = V2_DEFAULTS[name]?.("anything") === true;
    if (does === "passed over") assert.ok(isPassedOver, name);
    if (["ignored", "refused"].includes(does) && name !== "dict") assert.ok(!isPassedOver, name);
    if (name in V2_RENAMED) assert.ok(OWN_OPTIONS.includes(V2_RENAMED[name]), name);
  }
});

test("what the lock has an option of its own for is handed over under that name", async () => {
  const around = `const LOCK_OPTIONS = ["primaryColor"];`;
  const { translateLockOptions } = await constantsOf("lock_options.js", ["translateLockOptions"], around);
  const reports = [];
  const options = { language: "de", languageDictionary: { title: "A", welcome: "B" }, theme: { primaryColor: "green" } };
  const { language, languageDictionary, primaryColor } = translateLockOptions(options, (...told) => reports.push(told));
  assert.deepEqual({ language, languageDictionary, theme: { primaryColor } }, options);
  assert.deepEqual(reports, []);
});

test("events of Lock are those that the table has", async () => {
  const { MANNER_EVENTS, MANNER_NEVER } = await constantsOf("manner.js", ["MANNER_EVENTS", "MANNER_NEVER"]);
  const never = table.LOCK_EVENT_ROWS.filter(([, does]) => does === "never");
  assert.deepEqual(names(never), [...MANNER_NEVER].sort());
  assert.deepEqual(names(table.LOCK_EVENT_ROWS.filter((row) => !never.includes(row))), [...MANNER_EVENTS].sort());
  const types = readFileSync(new URL("../passlock-drop-in.d.ts", import.meta.url), "utf8");
  const [, typed] = types.match(/interface LockEvents [^{]*\{([^]*?)\n\}/);
  for (const [, name] of typed.matchAll(/^ {2}"?([\w ]+)"?: \[/gm)) assert.ok(MANNER_EVENTS.includes(name), name);
});

test("every method of the table is there, and the table has every method", async () => {
  const { Auth0LockPasswordless } = await joined();
  const methods = Object.getOwnPropertyNames(Auth0LockPasswordless.prototype).filter((name) => name !== "constructor");
  const told = new Set([...names(table.LOCK_METHOD_ROWS), ...names(table.V2_METHOD_ROWS)]);
  assert.deepEqual(methods.sort(), [...told].sort());
  for (const name of names(table.LOCK_INNER_ROWS)) assert.ok(!told.has(name), name);
});
