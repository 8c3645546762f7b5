// What pages rely on when they ask who is logged in.
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

test("a session of an earlier visit is announced as such", async () => {
  const lock = newLock({ container: page.body });
  const events = heard(lock, "session_restored", "authenticated");
  await settled();
  page.widgets[0].stored = { idToken: tokenOf({ sub: "sms|1" }) };
  page.widgets[0].notify("session_restored", page.widgets[0].stored);
  await settled();
  assert.equal(events[0][0], "session_restored");
  assert.equal(events[0][1].idTokenPayload.sub, "sms|1");
  assert.equal(await lock.isAuthenticated(), true);
});

test("a session that goes on, ends or was none is told", async () => {
  const lock = newLock({ container: page.body });
  const events = heard(lock, "session_refreshed", "session_expired", "warning");
  await settled();
  const { notify } = page.widgets[0];
  const idToken = tokenOf({ sub: "sms|1" });
  notify("session_refreshed", { idToken, accessToken: "at", refreshToken: "rt", expiresAt: Date.now() + 60_000 });
  notify("session_expired", "refresh_refused");
  notify("session_dropped", "foreign");
  await settled();
  assert.deepEqual(events.map(([name]) => name), ["session_refreshed", "session_expired", "warning"]);
  assert.equal(events[0][1].idTokenPayload.sub, "sms|1");
  assert.equal(events[0][1].refreshToken, "rt");
  assert.deepEqual(events[1][1], { reason: "refresh_refused" });
  assert.equal(events[2][1].code, "session_dropped");
  assert.equal(events[2][1].reason, "foreign");
  assert.match(events[2][1].description, /foreign/);
});

test("a session says what its token says", async () => {
  page.stored = { idToken: tokenOf({ sub: "sms|1", exp: 7 }), expiresAt: 7000 };
  assert.deepEqual(await newLock().getSession(), { ...page.stored, claims: { sub: "sms|1", exp: 7 } });
  page.stored = null;
  assert.equal(await newLock().getSession(), null);
});

test("the first answer about the session waits until the widget has looked for one", async () => {
  page.stored = { idToken: tokenOf({ sub: "sms|1" }) };
  assert.equal(await newLock().isAuthenticated(), true);
});

test("logout forgets the session and goes to the backend when it is to return", async () => {
  const lock = newLock();
  await lock.logout();
  assert.deepEqual(page.widgets[0].calls, ["logOut"]);
  assert.deepEqual(page.addresses, []);
  await lock.logout({ returnTo: "https://shop.example/?bye" });
  assert.deepEqual(page.addresses, [
    "http://127.0.0.1:4000/v2/logout?client_id=demo&returnTo=https%3A%2F%2Fshop.example%2F%3Fbye",
  ]);
});
