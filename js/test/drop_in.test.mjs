// What pages written for lock-passwordless v2 rely on.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

let page;
let lock;

beforeEach(async () => {
  page = newPage();
  const { Auth0LockPasswordless } = await joined();
  lock = new Auth0LockPasswordless("demo", "127.0.0.1:4000");
});

const claims = {
  iss: "http://127.0.0.1:4000/",
  aud: "demo",
  exp: 4_000_000_000,
  sub: "sms|1",
  name: "+44 7911 123456",
  nickname: "123456",
  picture: "http://127.0.0.1:4000/picture.svg",
};
const profile = { sub: claims.sub, name: claims.name, nickname: claims.nickname, picture: claims.picture, user_id: "sms|1" };
const session = { idToken: tokenOf(claims), accessToken: "at", refreshToken: "rt", expiresAt: 4e12, profile: {} };

/** Opens the lock and hands out its widget and what the callback was called with. */
async function open(...given) {
  const calls = [];
  lock.sms(...given, (...details) => calls.push(details));
  await settled();
  return { widget: page.widgets.at(-1), calls };
}

test("a login calls back with profile, tokens and state", async () => {
  const { widget, calls } = await open({ autoclose: true });
  widget.notify("code_sent", { phoneNumber: "+447911123456" });
  widget.notify("logged_in", session);
  await settled();
  assert.deepEqual(calls, [[null, profile, session.idToken, "at", null, "rt"]]);
});

test("a wrong code calls back with the error, each time", async () => {
  const { widget, calls } = await open();
  widget.notify("code_sent", { phoneNumber: "+447911123456" });
  const failure = { code: "wrong_code", error: "invalid_grant", description: "Wrong phone number or code." };
  widget.notify("failed", failure);
  widget.notify("failed", failure);
  widget.notify("logged_in", session);
  await settled();
  assert.equal(calls.length, 3);
  assert.deepEqual(calls[0], [{ ...failure, error_description: failure.description }]);
  assert.equal(calls[2][0], null);
});

test("a message that could not be sent does not call back", async () => {
  const { widget, calls } = await open();
  widget.notify("failed", { code: "rate_limited", error: "too_many_requests", description: "Too many." });
  widget.notify("code_sent", { phoneNumber: "+447911123456" });
  widget.notify("failed", { code: "rate_limited", error: "too_many_requests", description: "Too many.", stage: "start" });
  await settled();
  assert.deepEqual(calls, []);
});

test("options and callback may both be left out", async () => {
  lock.sms();
  lock.sms({ closable: false });
  lock.sms(() => {});
  await settled();
  assert.deepEqual(page.widgets.at(-1).calls, ["show"]);
});

test("v2's options become today's", async () => {
  const { widget } = await open({
    autoclose: true,
    icon: "/logo.png",
    dict: { title: "Swapart" },
    defaultLocation: "DE",
    authParams: { scope: "openid offline_access", state: "s" },
    rememberLastLogin: true,
    primaryColor: "#ea5323",
  });
  assert.deepEqual(widget.options, {
    clientId: "demo",
    domain: "127.0.0.1:4000",
    flags: "https://cdn.example/flags.webp",
    storage: "none",
    autoclose: true,
    closable: true,
    logo: "/logo.png",
    remember: true,
    title: "Swapart",
    primaryColor: "#ea5323",
    country: "DE",
    scope: "openid profile offline_access",
    inline: false,
  });
  assert.deepEqual(page.warnings, []);
});

test("what has no effect is reported by name and the page goes on", async () => {
  const told = [];
  lock.on("warning", ({ name }) => told.push(name));
  const connections = ["facebook"];
  await open({ connections, dict: { title: "A" }, authParams: { device: "d" }, autoClose: true });
  assert.equal(page.widgets.length, 1);
  assert.match(page.warnings[0], /social connections are not enabled/);
  assert.match(page.warnings[1], /did you mean "autoclose"\?/);
  assert.match(page.warnings[2], /"authParams.device" has no effect/);
  assert.deepEqual(told, ["connections", "autoClose", "authParams.device"]);
  await open({ connections });
  assert.equal(page.warnings.length, 3, "once is enough");
});

test("a page may ask for silence", async () => {
  await open({ connections: ["facebook"], disableWarnings: true });
  assert.deepEqual(page.warnings, []);
});

test("a lock in the page cannot be closed, and one that cannot be closed stays", async () => {
  page.byId.set("login", page.newElement("div"));
  const { widget } = await open({ container: "login", closable: true, autoclose: true });
  assert.equal(widget.options.closable, false);
  assert.equal(widget.options.autoclose, false);
});

test("each sms() starts fresh", async () => {
  await open();
  await open();
  assert.deepEqual(page.widgets.map((widget) => widget.destroyed), [true, false]);
  assert.equal(page.body.children.length, 1);
});

test("close calls back without arguments, open or not", async () => {
  const calls = [];
  lock.close((...details) => calls.push(details));
  await settled();
  await open();
  lock.close((...details) => calls.push(details));
  await settled();
  assert.deepEqual(calls, [[], []]);
  assert.deepEqual(page.widgets[0].calls, ["show", "hide"]);
});

test("a destroyed lock cannot be opened", async () => {
  await open();
  lock.destroy();
  lock.destroy();
  assert.equal(page.body.children.length, 0);
  assert.throws(() => lock.sms(), /destroyed/);
});

test("emailcode() opens a lock for addresses, and calls back as sms() does", async () => {
  const calls = [];
  lock.emailcode({ autoclose: true, connections: ["facebook"] }, (...details) => calls.push(details));
  await settled();
  const widget = page.widgets.at(-1);
  assert.deepEqual(widget.options.connections, ["email"]);
  widget.notify("failed", { code: "rate_limited", error: "too_many_requests", description: "Too many.", stage: "start" });
  widget.notify("code_sent", { email: "ada@example.com" });
  widget.notify("failed", { code: "wrong_code", error: "invalid_grant", description: "Wrong.", stage: "login" });
  widget.notify("logged_in", session);
  await settled();
  assert.deepEqual(calls.map(([error]) => error?.code ?? null), ["wrong_code", null]);
  assert.deepEqual(calls[1], [null, profile, session.idToken, "at", null, "rt"]);
  assert.equal(page.warnings.length, 1, "social connections are not enabled");

  lock.socialOrEmailcode(() => {});
  await settled();
  assert.deepEqual(page.widgets.at(-1).options.connections, ["email"]);
});

test("a link by email is not enabled, which is answered later and without opening anything", async () => {
  const calls = [];
  lock.social((error) => calls.push(error.error));
  lock.magiclink({ closable: false }, (error) => calls.push(error.error));
  assert.deepEqual(calls, []);
  await settled();
  assert.deepEqual(calls, ["connection_not_enabled", "connection_not_enabled"]);
  assert.equal(page.widgets.length, 0);
});

test("a widget that does not load calls back", async () => {
  // Once ahead of time, once in earnest.
  page.failures = 2;
  const { calls } = await open();
  assert.equal(calls[0][0].error, "load_failed");
  assert.equal(page.reports.length, 1);
});

test("a second file that does not load calls back, and the next call tries again", async () => {
  globalThis.loadManners = async () => {
    throw new Error("offline");
  };
  const { calls } = await open();
  assert.deepEqual([calls.length, calls[0][0].error, page.reports.length], [1, "load_failed", 1]);
  delete globalThis.loadManners;
  const { widget } = await open();
  assert.deepEqual(widget.calls, ["show"]);
});

test("getProfile reads id_tokens of this client, and asks the backend about access tokens", async () => {
  const calls = [];
  globalThis.fetch = async (address, { headers }) => {
    calls.push([address, headers.Authorization]);
    return { ok: true, json: async () => ({ sub: "sms|2" }) };
  };
  lock.getProfile(session.idToken, (error, found) => calls.push([error, found]));
  lock.getProfile(tokenOf({ ...claims, exp: 1 }), (error) => calls.push(error.error));
  lock.getProfile("at", (error, found) => calls.push([error, found]));
  await settled();
  assert.deepEqual(calls, [
    ["http://127.0.0.1:4000/userinfo", "Bearer at"],
    [null, { sub: "sms|2" }],
    [null, profile],
    "invalid_token",
  ]);
});

test("parseHash tells a result, an error and an ordinary fragment apart", () => {
  const found = lock.parseHash(`#id_token=${session.idToken}&access_token=at&state=s`);
  assert.deepEqual([found.profile, found.access_token, found.state], [profile, "at", "s"]);
  const failed = { error: "unauthorized", error_description: "no" };
  assert.deepEqual(lock.parseHash("#error=unauthorized&error_description=no"), failed);
  assert.equal(lock.parseHash("#top"), null);
  assert.equal(lock.parseHash(""), null);
});

test("logout goes to the backend with the page's query", async () => {
  await lock.logout({ returnTo: "https://shop.example/" });
  assert.deepEqual(page.addresses, [
    "http://127.0.0.1:4000/v2/logout?returnTo=https%3A%2F%2Fshop.example%2F&client_id=demo",
  ]);
});
