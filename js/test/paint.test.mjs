// The form that is there before the widget: what a person can do in it, and what becomes of that.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { joined } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

let page;
let Passlock;
let arrive;
let fail;

beforeEach(async () => {
  page = newPage();
  ({ Passlock } = await joined());
  const widget = globalThis.loadWidget;
  globalThis.loadWidget = () =>
    new Promise((resolve, reject) => {
      arrive = () => resolve(widget());
      fail = reject;
    });
  page.byId.set("login", page.newElement("div"));
});

/** An inline lock that is shown, with the shadow root that it lives in. */
function shown(options = {}) {
  const lock = new Passlock("app", "login.example.com", { container: "login", ...options });
  lock.show();
  return { lock, root: page.byId.get("login").children[0]?.shadowRoot };
}

const field = (root) => root.querySelector("[name=phone]");
/** The widget's view comes onto the screen; answers with what may be pressed in it. */
async function comes(view) {
  const [{ root, notify }] = page.widgets;
  const [form, country] = [page.newElement("form"), page.newElement("button")];
  country.className = "pl-country";
  root.append(form, country);
  notify("view_changed", view);
  await settled();
  return { root, form, country };
}

const said = (root, selector) => root.querySelector(selector).textContent;

test("the form is there at once, and the widget gets its field", async () => {
  const { root } = shown();
  const painted = field(root);
  await settled();
  assert.equal(said(root, ".pl-title"), "Sign in");
  assert.equal(root.querySelector(".pl-root.pl-mute"), null);
  arrive();
  await settled();
  assert.equal(page.widgets[0].field, painted);
  assert.equal(root.children.length, 2, "the widget has a place of its own, and takes the painted one away");
});

test("what the lock is called, its picture and its colours are those of its options", async () => {
  const { root } = shown({ appName: "Swapart", logo: "logo.svg", theme: "dark" });
  await settled();
  assert.equal(said(root, ".pl-title"), "Sign in to Swapart");
  assert.equal(root.querySelector(".pl-logo").src, "logo.svg");
  assert.equal(root.querySelector(".pl-inline").dataset.theme, "dark");
  assert.equal(said(shown({ title: "Hello" }).root ?? root, ".pl-title").length > 0, true);
});

test("in a part of the page there is nothing to close, unless it says so", () => {
  assert.equal(shown().root.querySelector(".pl-close"), null);
  page.byId.set("login", page.newElement("div"));
  assert.notEqual(shown({ closable: true }).root.querySelector(".pl-close"), null);
});

test("a submit is kept until the widget can carry it out", async () => {
  const { root } = shown();
  await settled();
  assert.equal(root.querySelector("form").fire("submit"), true, "the page is not left");
  assert.equal(said(root, "[type=submit]"), "Sending…");
  assert.equal(field(root).readOnly, true);
  arrive();
  await settled();
  assert.equal(page.widgets[0].root.hidden, true, "not before it stands in the place of what was painted");
  const { form } = await comes("phone");
  assert.equal(form.pressed, 1);
  assert.equal((await comes("phone")).form.pressed, 0, "once");
});

test("a submit is not for a code", async () => {
  const { root } = shown();
  root.querySelector("form").fire("submit");
  arrive();
  await settled();
  const widget = await comes("code");
  assert.equal(widget.form.pressed, 0);
  assert.equal(widget.root.hidden, false);
  assert.deepEqual(root.children, [widget.root]);
});

test("the country that was asked for opens when it can", async () => {
  const { root } = shown();
  root.querySelector("button.pl-country").fire("click");
  arrive();
  await settled();
  assert.equal((await comes("phone")).country.pressed, 1);
});

test("a text that is being composed keeps its field until it is done", async () => {
  const { root } = shown();
  root.querySelector(".pl-root").fire("compositionstart");
  arrive();
  await settled();
  assert.equal(page.widgets.length, 0);
  root.querySelector(".pl-root").fire("compositionend");
  await settled();
  assert.equal(page.widgets.length, 1);
});

test("a button keeps its place until it is let go of", async () => {
  const form = shown().root.querySelector(".pl-root");
  form.fire("pointerdown");
  arrive();
  await settled();
  assert.equal(page.widgets.length, 0);
  form.fire("pointerup");
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  assert.equal(page.widgets.length, 0, "the click comes behind it");
  await settled();
  assert.equal(page.widgets.length, 1);
});

test("whoever is logged in, awaited or known sees no form that goes again", () => {
  const { localStorage, sessionStorage } = globalThis;
  localStorage.setItem("id_token", tokenOf({}));
  assert.equal(shown().root, undefined);
  assert.equal(shown({ storage: "session" }).root === undefined, false);
  page.byId.set("login", page.newElement("div"));
  sessionStorage.setItem("other_code_sent", "");
  assert.equal(shown({ storageKey: "other" }).root, undefined);
  localStorage.setItem("third_phone", "");
  assert.equal(shown({ storageKey: "third", remember: true }).root, undefined);
  assert.equal(shown({ storageKey: "fourth", readonly: true }).root, undefined);
});

test("when the widget does not come the person reads why, and can try again", async () => {
  const { lock, root } = shown();
  const codes = [];
  lock.on("unrecoverable_error", ({ code }) => codes.push(code));
  field(root).value = "0740";
  root.querySelector("form").fire("submit");
  fail(new Error("offline"));
  await settled();
  assert.deepEqual(codes, ["load_failed"]);
  assert.match(said(root, "[role=alert]"), /could not be loaded/);
  assert.equal(said(root, "[type=submit]"), "Try again");
  assert.equal(field(root).readOnly, false);
  assert.equal(field(root).value, "0740");

  root.querySelector("form").fire("submit");
  assert.equal(said(root, "[role=alert]"), "");
  arrive();
  await settled();
  assert.equal(page.widgets[0].field, field(root));
});

test("a policy without WebAssembly is the owner's to mend", async () => {
  const { lock, root } = shown();
  let told;
  lock.on("unrecoverable_error", (error) => (told = error));
  fail(new WebAssembly.CompileError("refused"));
  await settled();
  assert.equal(told.code, "wasm_blocked");
  assert.match(said(root, "[role=alert]"), /tell its owner/);
});

test("a dialog opens at once, closes again, and gives the focus back", async () => {
  const opener = page.newElement("button");
  opener.focus();
  const lock = new Passlock("app", "login.example.com");
  lock.show();
  const root = page.body.children[0].shadowRoot;
  assert.equal(root.querySelector("dialog").isOpen, true);
  assert.equal(document.activeElement, field(root));
  root.querySelector("dialog").fire("cancel");
  assert.equal(page.body.children.length, 0);
  assert.equal(document.activeElement, opener);
  arrive();
  await settled();
  assert.equal(page.widgets[0].field, undefined);
  assert.deepEqual(page.widgets[0].calls, ["show", "hide"]);
});

test("the widget's dialog is closed when the focus goes back, which nothing behind an open one can take", async () => {
  const opener = page.newElement("button");
  opener.focus();
  new Passlock("app", "login.example.com").show();
  arrive();
  await settled();
  const [{ root, notify }] = page.widgets;
  const dialog = page.newElement("dialog");
  root.append(dialog);
  dialog.showModal();
  notify("view_changed", "phone");
  await settled();
  let wasOpen;
  opener.focus = () => (wasOpen = dialog.isOpen);
  notify("hidden");
  await settled();
  assert.equal(wasOpen, false);
});

test("the styles of what comes later are put between those of the form, in the order of the stylesheet", async () => {
  const { root } = shown();
  const [styles] = root.adoptedStyleSheets;
  assert.equal(styles.text, ".pl { color: red }\n.pl-card { color: blue }");
  arrive();
  await settled();
  assert.equal(styles.text, ".pl { color: red }.pl-box { color: green }.pl-card { color: blue }");
  assert.deepEqual(root.adoptedStyleSheets, [styles]);
});

test("a form of the page's own goes when another view comes", async () => {
  globalThis.localStorage.setItem("id_token", tokenOf({}));
  const host = page.newElement("div");
  const painted = page.newElement("div");
  host.className = "passlock-host";
  painted.className = "pl-root";
  host.attachShadow({ mode: "open" }).append(painted);
  page.byId.get("login").append(host);
  new Passlock("app", "login.example.com", { container: "login" }).show();
  arrive();
  await settled();
  assert.deepEqual(host.shadowRoot.children, [page.widgets[0].root]);
});

test("a lock that is closed before it was drawn takes the painted form along", async () => {
  const opener = page.newElement("button");
  opener.focus();
  new Passlock("app", "login.example.com").show();
  const root = page.body.children[0].shadowRoot;
  arrive();
  await settled();
  assert.equal(root.children.length, 2);
  page.widgets[0].notify("hidden");
  await settled();
  assert.deepEqual(root.children, [page.widgets[0].root]);
  assert.equal(document.activeElement, opener);
});
