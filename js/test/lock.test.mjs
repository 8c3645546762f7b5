// What pages rely on when they use `Passlock`.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

let page;
let Passlock;

beforeEach(async () => {
  page = newPage();
  ({ Passlock } = await joined());
});

const newLock = (options) => new Passlock("demo", "127.0.0.1:4000", options);

/** The events of a lock, in order, as `[name, ...arguments]`. */
function heard(lock, ...names) {
  const events = [];
  for (const name of names) lock.on(name, (...details) => events.push([name, ...details]));
  return events;
}

test("calls made before the widget is there are carried out in order", async () => {
  const lock = newLock();
  lock.show();
  lock.hide();
  const session = lock.getSession();
  lock.show();
  assert.equal(page.widgets.length, 0);
  assert.equal(await session, null);
  assert.deepEqual(page.widgets[0].calls, ["show", "hide", "session", "show"]);
});

test("calls made afterwards are carried out at once", async () => {
  const lock = newLock({ container: page.body });
  await settled();
  lock.show();
  assert.deepEqual(page.widgets[0].calls, ["show"]);
});

test("a lock behind a button loads when the page has nothing to do", async () => {
  newLock();
  await settled();
  assert.equal(page.loads, 0);
  page.idle();
  await settled();
  assert.equal(page.loads, 1);
  assert.deepEqual(page.widgets[0].calls, []);
});

test("a lock behind a button loads when a person comes near, once", async () => {
  newLock();
  page.signs.get("pointerover")();
  page.signs.get("focusin")();
  page.idle();
  await settled();
  assert.equal(page.loads, 1);
  assert.equal(page.widgets.length, 1);
});

test("a lock in a container loads at once and tells the widget that it is inline", async () => {
  page.byId.set("login", page.newElement("div"));
  newLock({ container: "login" });
  await settled();
  const [host] = page.byId.get("login").children;
  assert.equal(host.className, "passlock-host");
  assert.equal(host.shadowRoot.children[0], page.widgets[0].root);
  assert.equal(page.widgets[0].root.className, "pl-root");
  assert.equal(page.widgets[0].options.inline, true);
});

test("news from the widget arrives as Lock's events with Lock's arguments", async () => {
  const lock = newLock({ scope: "openid" });
  const events = heard(lock, "show", "hide", "code_sent", "authenticated", "authorization_error", "warning", "logged_out");
  lock.show();
  await settled();
  const { notify } = page.widgets[0];
  const idToken = tokenOf({ sub: "sms|1", name: "Zoë" });
  notify("code_sent", { phoneNumber: "+447911123456" });
  notify("failed", { code: "wrong_code", error: "invalid_grant", description: "Wrong phone number or code." });
  notify("logged_in", { idToken, accessToken: "at", refreshToken: null, expiresAt: Date.now() + 60_000, profile: {} });
  notify("storage_denied");
  notify("hidden");
  notify("logged_out");
  await settled();
  assert.deepEqual(events.map(([name]) => name), [
    "show", "code_sent", "authorization_error", "authenticated", "warning", "hide", "logged_out",
  ]);
  assert.deepEqual(events[2][1], {
    code: "wrong_code",
    error: "invalid_grant",
    description: "Wrong phone number or code.",
    error_description: "Wrong phone number or code.",
  });
  assert.deepEqual(events[3][1], {
    accessToken: "at",
    idToken,
    idTokenPayload: { sub: "sms|1", name: "Zoë" },
    refreshToken: null,
    state: null,
    expiresIn: 60,
    tokenType: "Bearer",
    scope: "openid",
    appState: null,
  });
  assert.equal(events[4][1].code, "storage_denied");
});

test("a colour that is none is told by name", async () => {
  const lock = newLock({ primaryColor: "mauve-ish" });
  const events = heard(lock, "warning");
  await settled();
  assert.equal(page.widgets.length, 0);
  lock.show();
  await settled();
  assert.equal(page.widgets[0].options.primaryColor, "mauve-ish");
  page.widgets[0].notify("colour_unknown", "mauve-ish");
  await settled();
  assert.equal(events[0][1].code, "colour_unknown");
  assert.match(events[0][1].description, /"mauve-ish"/);
});

test("`once` hears once and `off` stops hearing", async () => {
  const lock = newLock();
  let shows = 0;
  const count = () => (shows += 1);
  lock.once("show", count);
  lock.show();
  lock.show();
  await settled();
  assert.equal(shows, 1);
  lock.on("show", count).off("show", count).show();
  await settled();
  assert.equal(shows, 1);
});

test("a listener that throws is reported and disturbs nobody", async () => {
  const lock = newLock();
  lock.on("show", () => {
    throw new Error("the page's own");
  });
  const events = heard(lock, "show");
  lock.show();
  await settled();
  assert.equal(events.length, 1);
  assert.equal(page.reports[0].message, "the page's own");
});

test("a failed load is an event and the next show() tries again", async () => {
  page.failures = 1;
  const lock = newLock();
  const events = heard(lock, "unrecoverable_error", "show");
  lock.show();
  await settled();
  assert.equal(events[0][1].code, "load_failed");
  assert.match(events[0][1].message, /offline/);
  assert.equal(page.reports.length, 0);
  page.idle();
  await settled();
  assert.equal(page.loads, 1, "only a call tries again");
  lock.show();
  await settled();
  assert.equal(events.at(-1)[0], "show");
  assert.deepEqual(page.widgets[0].calls, ["show"]);
});

test("a listener may try again at once", async () => {
  page.failures = 1;
  const lock = newLock();
  lock.once("unrecoverable_error", () => lock.show());
  lock.show();
  await settled();
  assert.deepEqual(page.widgets[0].calls, ["show"]);
});

test("a failure that nobody listens for is reported like one that nobody caught", async () => {
  page.failures = 1;
  const lock = newLock();
  await assert.rejects(lock.getSession(), { code: "load_failed" });
  assert.equal(page.reports[0].code, "load_failed");
});

test("a value that the widget refuses and a missing container are unrecoverable", async () => {
  const codes = [];
  for (const options of [{ theme: "pink" }, { container: "nowhere" }, { container: null }]) {
    const lock = newLock(options);
    lock.on("unrecoverable_error", ({ code }) => codes.push(code));
    lock.show();
    await settled();
  }
  assert.deepEqual(codes.sort(), ["container_missing", "container_missing", "mount_failed"].sort());
  const [host, ...others] = page.body.children;
  assert.equal(others.length, 0);
  assert.match(host.shadowRoot.textContent, /Please tell its owner/);
});

test("new options at show() make a new widget", async () => {
  const lock = newLock({ appName: "Swapart" });
  lock.show();
  await settled();
  lock.show({ theme: "dark" });
  await settled();
  const [old, current] = page.widgets;
  assert.equal(old.destroyed, true);
  assert.equal(current.options.theme, "dark");
  assert.equal(current.options.appName, "Swapart");
  assert.equal(page.body.children.length, 1);
});

test("new options while the widget is on its way lose no call", async () => {
  const lock = newLock();
  lock.show();
  await Promise.resolve().then(() => {}).then(() => {});
  lock.show({ theme: "dark" });
  await settled();
  await settled();
  assert.deepEqual(page.widgets.at(-1).calls, ["show", "show"]);
  assert.equal(page.body.children.length, 1);
});

test("destroy() removes everything, any number of times", async () => {
  const lock = newLock();
  const events = heard(lock, "show");
  lock.show();
  await settled();
  lock.destroy();
  lock.destroy();
  page.widgets[0].notify("shown");
  await settled();
  assert.equal(page.body.children.length, 0);
  assert.equal(page.widgets[0].destroyed, true);
  assert.equal(events.length, 1);
  assert.throws(() => lock.show(), /destroyed/);
  lock.hide();
});

test("a lock destroyed while loading never appears", async () => {
  const lock = newLock();
  const session = lock.getSession();
  lock.destroy();
  await assert.rejects(session, /destroyed/);
  await settled();
  assert.equal(page.widgets.length, 0);
});

test("two locks never meet", async () => {
  const [one, other] = [newLock({ storageKey: "a" }), newLock({ storageKey: "b" })];
  const events = heard(other, "show", "code_sent");
  one.show();
  await settled();
  page.widgets[0].notify("code_sent", { phoneNumber: "+447911123456" });
  one.destroy();
  await settled();
  assert.deepEqual(events, []);
  other.show();
  await settled();
  assert.deepEqual(page.widgets.map((widget) => widget.options.storageKey), ["a", "b"]);
  assert.equal(page.body.children.length, 1);
});

test("user information comes as a promise and to a callback", async (t) => {
  const lock = newLock();
  t.mock.method(globalThis, "fetch", async (address, { headers }) => {
    assert.equal(address, "http://127.0.0.1:4000/userinfo");
    const ok = headers.Authorization === "Bearer right";
    return { ok, status: ok ? 200 : 401, json: async () => (ok ? { sub: "sms|1" } : { error: "invalid_token" }) };
  });
  assert.deepEqual(await lock.getUserInfo("right"), { sub: "sms|1" });
  await assert.rejects(lock.getUserInfo("wrong"), { error: "invalid_token" });
  const called = new Promise((resolve) => lock.getUserInfo("right", (...given) => resolve(given)));
  assert.deepEqual(await called, [null, { sub: "sms|1" }]);
});
