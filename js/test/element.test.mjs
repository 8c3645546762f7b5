// What pages rely on when the lock is an element of theirs.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newElements } from "../testing/elements.mjs";
import { newPage, settled } from "../testing/page.mjs";

let page;
let registry;
let define;

beforeEach(async () => {
  page = newPage();
  registry = newElements();
  ({ define } = await joined());
});

/** An element on the page with these attributes and properties. */
function newElement(attributes = {}, properties = {}) {
  const Element = define("pass-lock", registry);
  const element = Object.assign(new Element(), properties);
  const known = { "client-id": "demo", domain: "127.0.0.1:4000", ...attributes };
  for (const [name, value] of Object.entries(known)) element.setAttribute(name, value);
  element.enter();
  return element;
}

/** The options of the newest widget that are not as usual. */
function options() {
  return Object.fromEntries(Object.entries(page.widgets.at(-1).options).filter(([, value]) => value !== null));
}

const OWN = { clientId: "demo", domain: "127.0.0.1:4000", flags: "https://cdn.example/flags.webp" };

test("where there are no elements, importing and defining nothing is no failure", async () => {
  delete globalThis.HTMLElement;
  const { PasslockElement } = await joined();
  assert.equal(typeof PasslockElement, "function");
});

test("no option has the name of a method", () => {
  const Element = define("pass-lock", registry);
  const methods = ["show", "hide", "logout", "getSession", "isAuthenticated", "getCountry", "getUserInfo"];
  assert.deepEqual(methods.filter((name) => typeof Element.prototype[name] !== "function"), []);
  const inherited = ["title", "id", "lang", "style", "hidden", "slot", "dir", "part"];
  assert.deepEqual(inherited.filter((name) => Object.hasOwn(Element.prototype, name)), []);
});

test("a name is defined once, and other names are locks, too", () => {
  const first = define("pass-lock", registry);
  assert.equal(define("pass-lock", registry), first);
  const second = define("shop-lock", registry);
  assert.notEqual(second, first);
  assert.ok(new second() instanceof first);
});

test("attributes are read as what the option is", async () => {
  const attributes = { autoclose: "", "auto-submit": "false", "only-countries": "FR, DE GB", "code-length": "8", heading: "Hi" };
  newElement(attributes);
  await settled();
  const given = { autoclose: true, autoSubmit: false, onlyCountries: ["FR", "DE", "GB"], codeLength: 8, title: "Hi" };
  assert.deepEqual(options(), { ...OWN, ...given, inline: true });
});

test("the newer of property and attribute counts, and a property that is taken back leaves the attribute", async () => {
  const element = newElement({ theme: "dark" }, { onlyCountries: ["FR"] });
  assert.deepEqual([element.theme, element.onlyCountries, element.logo], ["dark", ["FR"], undefined]);
  element.theme = "light";
  assert.equal(element.theme, "light");
  element.setAttribute("theme", "auto");
  assert.equal(element.theme, "auto");
  element.theme = "light";
  element.theme = undefined;
  assert.equal(element.theme, "auto");
});

test("a text that is given as a property is read as an attribute is", async () => {
  const element = newElement({}, { autoclose: "", closable: "false", codeLength: "8", priorityCountries: "FR DE" });
  assert.deepEqual([element.autoclose, element.closable], [true, false]);
  await settled();
  const given = { autoclose: true, closable: false, codeLength: 8, priorityCountries: ["FR", "DE"] };
  assert.deepEqual(options(), { ...OWN, ...given, inline: true });
});

test("a change reaches the widget that is there, all changes of a moment as one", async () => {
  const element = newElement();
  await settled();
  element.theme = "dark";
  element.setAttribute("logo", "logo.svg");
  await settled();
  assert.equal(page.widgets.length, 1);
  assert.deepEqual(page.widgets[0].calls, ["show", "update"]);
  assert.deepEqual(options(), { ...OWN, theme: "dark", logo: "logo.svg", inline: true });
});

test("another client is another lock", async () => {
  const element = newElement();
  await settled();
  element.clientId = "other";
  await settled();
  assert.equal(page.widgets.length, 2);
  assert.ok(page.widgets[0].destroyed);
  assert.equal(options().clientId, "other");
});

test("an element waits until it knows its client and domain", async () => {
  const element = newElement({ domain: "" });
  await settled();
  assert.equal(page.loads, 0);
  await assert.rejects(element.getSession(), { code: "not_ready" });
  element.domain = "127.0.0.1:4000";
  assert.equal(await element.getSession(), null);
  assert.equal(page.widgets.length, 1);
});

test("one that is put elsewhere in the same task stays the same lock, one that is gone is none", async () => {
  const element = newElement();
  await settled();
  element.leave();
  await Promise.resolve();
  element.enter();
  await settled();
  assert.equal(page.widgets.length, 1);
  assert.ok(!page.widgets[0].destroyed);
  element.leave();
  await settled();
  assert.ok(page.widgets[0].destroyed && page.widgets[0].root.isGone);
  element.enter();
  await settled();
  assert.equal(page.widgets.length, 2);
});

test("a modal one loads when the page has nothing to do, and its attribute says whether it is open", async () => {
  const element = newElement({ modal: "" });
  await settled();
  assert.equal(page.loads, 0);
  element.show();
  await settled();
  assert.equal(options().inline, false);
  assert.ok(element.open);
  page.widgets[0].notify("hidden");
  await settled();
  assert.ok(!element.hasAttribute("open"));
  element.setAttribute("open", "");
  await settled();
  assert.deepEqual(page.widgets[0].calls, ["show", "show"]);
});

test("events bubble out of shadows with the details of the lock's own", async () => {
  const element = newElement();
  const heard = [];
  element.addEventListener("passlock-code-sent", ({ detail, bubbles, composed }) => heard.push({ detail, bubbles, composed }));
  await settled();
  page.widgets[0].notify("code_sent", { codeLength: 6 });
  await settled();
  assert.deepEqual(heard, [{ detail: { codeLength: 6 }, bubbles: true, composed: true }]);
});

test("what makes a lock impossible is reported unless the page has dealt with it", async () => {
  const element = newElement({ theme: "pink" });
  await settled();
  assert.deepEqual(page.reports.map((error) => error.code), ["mount_failed"]);
  element.addEventListener("passlock-unrecoverable-error", (event) => event.preventDefault());
  element.clientId = "other";
  await settled();
  assert.equal(page.reports.length, 1);
  element.theme = "light";
  await settled();
  assert.equal(options().theme, "light");
  assert.deepEqual(page.widgets.at(-1).calls, ["show"]);
});
