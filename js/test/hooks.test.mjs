// How a page has a say before requests, and what it may put above the form.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled } from "../testing/page.mjs";

let page;
let Passlock;

beforeEach(async () => {
  page = newPage();
  ({ Passlock } = await joined());
});

/** The hook as the widget gets it. */
async function handed(loggingIn) {
  new Passlock("demo", "127.0.0.1:4000", { hooks: { loggingIn } }).show();
  await settled();
  return page.widgets.at(-1).options.hooks.loggingIn;
}

/** Whether a promise is kept, broken, or neither yet. */
async function stateOf(promise) {
  let state = "open";
  promise.then(() => (state = "kept"), (error) => (state = error));
  await settled();
  return state;
}

test("a hook without a callback is done when it or its promise is", async () => {
  const seen = [];
  const context = { stage: "start", phoneNumber: "+447911123456" };
  assert.equal(await stateOf((await handed((given) => void seen.push(given)))(context)), "kept");
  assert.equal(await stateOf((await handed(() => new Promise(() => {})))(context)), "open");
  assert.equal(await stateOf((await handed(async () => { throw "no"; }))(context)), "no");
  assert.equal(await stateOf((await handed(() => { throw "no"; }))(context)), "no");
  assert.deepEqual(seen, [context]);
});

test("a hook that takes a callback is done when it calls it", async () => {
  let goOn;
  const waiting = (await handed((_context, callback) => (goOn = callback)))(null);
  assert.equal(await stateOf(waiting), "open");
  goOn();
  assert.equal(await stateOf(waiting), "kept");
  assert.equal(await stateOf((await handed((_context, callback) => callback("no")))(null)), "no");
  assert.equal(await stateOf((await handed((_context, _callback) => { throw "no"; }))(null)), "no");
  assert.equal(await stateOf((await handed(async (_context, _callback) => { throw "no"; }))(null)), "no");
});

test("what is no function goes to the widget as it is, which names the mistake", async () => {
  new Passlock("demo", "127.0.0.1:4000", { hooks: { loggingIn: 7 } }).show();
  await settled();
  assert.deepEqual(page.widgets[0].options.hooks, { loggingIn: 7 });
});

test("another hook at update() is asked by the function that the widget has", async () => {
  const lock = new Passlock("demo", "127.0.0.1:4000", { hooks: { loggingIn: () => "one" } });
  lock.show();
  await settled();
  const { loggingIn } = page.widgets[0].options.hooks;
  lock.update({ hooks: { loggingIn: () => "two" } });
  await settled();
  assert.equal(page.widgets[0].options.hooks.loggingIn, loggingIn);
  assert.equal(await loggingIn({ stage: "start" }), "two");
});

test("a message of show() is for that time", async () => {
  const lock = new Passlock("demo", "127.0.0.1:4000");
  const flashMessage = { type: "error", text: "Your link has expired." };
  lock.show({ flashMessage });
  await settled();
  lock.show({ title: "Again" });
  await settled();
  assert.deepEqual(page.widgets.map((widget) => widget.options.flashMessage), [flashMessage, undefined]);
});

test("the page hears which view is on the screen", async () => {
  const views = [];
  const lock = new Passlock("demo", "127.0.0.1:4000");
  lock.on("view_changed", ({ view }) => views.push(view));
  lock.show();
  await settled();
  page.widgets[0].notify("view_changed", "code");
  await settled();
  assert.deepEqual(views, ["code"]);
});
