// How a login goes on to another address, and what has to hold before it is taken up there.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

let page;
let globals;

beforeEach(async () => {
  page = newPage();
  globals = await joined();
});

const EVENTS = ["authenticated", "authorization_error", "unrecoverable_error", "hash_parsed", "warning"];
const DOMAIN = "127.0.0.1:4000";
const idToken = tokenOf({ sub: "sms|1" });
const session = { idToken, accessToken: "at", refreshToken: "rt", expiresAt: 4e12, profile: {} };

/** A lock, and what its page hears. */
function newLock(options) {
  const lock = new globals.Auth0LockPasswordless("demo", DOMAIN, options);
  const events = [];
  for (const name of EVENTS) lock.on(name, (...details) => events.push([name, ...details]));
  return { lock, events };
}

/** Logs in, and hands out the address that the browser goes to. */
async function logIn(options) {
  const { lock, events } = newLock(options);
  lock.show();
  await settled();
  page.widgets.at(-1).notify("logged_in", session);
  await settled();
  assert.deepEqual(events.filter(([name]) => name === "authenticated"), [], "the page is about to be left");
  return page.addresses;
}

/** Comes to a page with this fragment: what the page hears. */
async function arriveWith(hash, options = {}) {
  location.hash = hash;
  location.href = `https://shop.example/login?next=cart${hash}`;
  page.answers.push({ answer: session });
  const { events } = newLock(options);
  await settled();
  return events;
}

const hashOf = (address) => new URL(address.replace(/^replace /, "")).hash;

test("a login goes on to the page itself unless another is named, and loads it anew", async () => {
  location.href = "https://shop.example/login";
  const addresses = await logIn({ auth: { params: { state: "s-1" } } });
  assert.equal(addresses.length, 2);
  assert.equal(addresses[1], "reload");
  const url = new URL(addresses[0].replace(/^replace /, ""));
  assert.equal(url.origin + url.pathname + url.search, "https://shop.example/login");
  const fields = Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
  assert.ok(Number(fields.expires_in) > 0);
  assert.deepEqual({ ...fields, expires_in: "" }, {
    access_token: "at",
    id_token: idToken,
    state: "s-1",
    expires_in: "",
    token_type: "Bearer",
    scope: "openid profile email",
  });
});

test("a login goes on to the address that is named, without a token that renews others", async () => {
  const auth = { redirectUrl: "/callback?a=b", responseType: "token id_token", params: { scope: "openid offline_access" } };
  const [address, ...more] = await logIn({ auth });
  assert.deepEqual(more, []);
  assert.match(address, /^https:\/\/shop\.example\/callback\?a=b#access_token=at&id_token=/);
  assert.doesNotMatch(address, /refresh_token|offline_access/);
  assert.match(new URLSearchParams(hashOf(address).slice(1)).get("state"), /^[\w-]{32}$/);
});

test("the lock on the next page takes the login up, once, and rids the address of it", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-2" } } });
  page.addresses.length = 0;
  const [parsed, authenticated, ...more] = await arriveWith(hashOf(address));
  assert.deepEqual(more, []);
  assert.deepEqual([parsed[0], authenticated[0]], ["hash_parsed", "authenticated"]);
  const [, result] = authenticated;
  assert.deepEqual(parsed[1], result);
  assert.deepEqual([result.idToken, result.accessToken, result.state, result.refreshToken], [idToken, "at", "s-2", "rt"]);
  assert.deepEqual(page.addresses, ["replace https://shop.example/login?next=cart"]);
  const [wish, body, nonce] = page.clients.at(-1).asked[0];
  assert.deepEqual([wish, nonce], ["accept", ""]);
  assert.equal(JSON.parse(body).id_token, idToken);
  assert.equal(JSON.parse(body).refresh_token, undefined);

  globals = await joined();
  const [, failed] = await arriveWith(hashOf(address));
  assert.deepEqual([failed[0], failed[1].error, failed[1].errorDescription], [
    "authorization_error", "invalid_token", "`state` does not match: this tab has asked for no such login.",
  ]);
});

test("a login that this tab did not ask for is nobody's", async () => {
  for (const hash of [`#access_token=at&id_token=${idToken}&state=s-3`, `#access_token=at&id_token=${idToken}`, "#id_token=x"]) {
    const events = await arriveWith(hash, { _enableIdPInitiatedLogin: true });
    assert.deepEqual(events.map(([name, told]) => [name, told.error]), [
      ["hash_parsed", "invalid_token"], ["authorization_error", "invalid_token"],
    ]);
    globals = await joined();
  }
  assert.deepEqual(page.clients, [], "nothing of it was looked at");
});

test("another token than the one that was brought is refused although the state is right", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-4" } } });
  const other = `${tokenOf({ sub: "sms|666" }).replace(/[^.]+$/, "b3RoZXI")}`;
  const [, failed] = await arriveWith(hashOf(address).replace(idToken, other));
  assert.equal(failed[1].error, "invalid_token");
  assert.match(failed[1].errorDescription, /not the token/);
});

test("a login of another client or of long ago is not taken up", async () => {
  const auth = { redirectUrl: "/callback", responseType: "token", params: { state: "s-5" } };
  const [address] = await logIn({ auth });
  const key = "passlock.redirect.s-5";
  const note = JSON.parse(sessionStorage.getItem(key));
  for (const change of [{ clientId: "other" }, { domain: "other" }, { until: Date.now() - 1 }]) {
    sessionStorage.setItem(key, JSON.stringify({ ...note, ...change }));
    globals = await joined();
    const [, failed] = await arriveWith(hashOf(address));
    assert.equal(failed[1].error, "invalid_token", JSON.stringify(change));
  }
});

test("what the widget refuses is an error that says which check it was", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-6" } } });
  page.answers.push({ failure: { code: "token_refused", error: "invalid_token", description: "No.", check: "signature" } });
  const [, failed] = await arriveWith(hashOf(address));
  assert.deepEqual([failed[0], failed[1].error, failed[1].check, failed[1].state], [
    "authorization_error", "invalid_token", "signature", "s-6",
  ]);
});

test("a failure in the address is told by name, and nobody's words are shown for ours", async () => {
  const [, failed] = await arriveWith("#error=unauthorized&error_description=Call%20555&state=s-7");
  assert.deepEqual([failed[0], failed[1].error], ["authorization_error", "unauthorized"]);
  assert.equal(failed[1].errorDescription, "The address tells of a login that failed.");
  globals = await joined();
  const [, strange] = await arriveWith("#error=%3Cb%3E");
  assert.equal(strange[1].error, "unknown_error");
});

test("an ordinary fragment stays, and is told to be one", async () => {
  assert.deepEqual(await arriveWith("#top"), [["hash_parsed", null]]);
  assert.deepEqual(page.addresses, []);
});

test("two locks of a page hear of the same login", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-8" } } });
  location.hash = hashOf(address);
  page.answers.push({ answer: session });
  const [first, second] = [newLock({}), newLock({})];
  await settled();
  for (const { events } of [first, second]) assert.deepEqual(events.map(([name]) => name), ["hash_parsed", "authenticated"]);
});

test("a page that takes logins up itself asks resumeAuth", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-9" } } });
  const options = { auth: { autoParseHash: false } };
  assert.deepEqual(await arriveWith(hashOf(address), options), []);
  const { lock, events } = newLock(options);
  const answers = [];
  for (const hash of [hashOf(address), "", "#id_token=x&state=y"]) {
    lock.resumeAuth(hash, (...given) => answers.push(given));
    await settled();
  }
  assert.equal(answers[0][1].idToken, idToken);
  assert.deepEqual(answers[1], [null, null]);
  assert.equal(answers[2][0].error, "invalid_token");
  assert.deepEqual(events.map(([name]) => name), [
    "hash_parsed", "authenticated", "hash_parsed", "hash_parsed", "authorization_error",
  ]);
  assert.deepEqual(page.reports, []);
});

test("a lock in v2's manner leaves the address to parseHash", async () => {
  location.hash = `#id_token=${idToken}&state=s`;
  new globals.Auth0LockPasswordless("demo", DOMAIN);
  await settled();
  assert.deepEqual(page.addresses, []);
});

test("v2's callbackURL is gone on to with a token, and refused where it wants a code or another origin", async () => {
  const calls = [];
  const lock = new globals.Auth0LockPasswordless("demo", DOMAIN);
  lock.sms({ callbackURL: "/callback", responseType: "token" }, (...given) => calls.push(given));
  await settled();
  page.widgets[0].notify("logged_in", session);
  await settled();
  assert.match(page.addresses[0], /^https:\/\/shop\.example\/callback#access_token=at/);
  assert.deepEqual(calls, []);
  lock.sms({ callbackURL: "/callback" }, (error) => calls.push(error.error));
  lock.sms({ callbackURL: "http://mydomain/callback", responseType: "token" }, (error) => calls.push(error.error));
  await settled();
  assert.deepEqual(calls, ["unsupported_response_type", "origin_mismatch"]);
  assert.equal(page.widgets.length, 1);
});

test("where the tab keeps nothing the login stays on the page, with a warning", async () => {
  sessionStorage.setItem = () => {
    throw new Error("denied");
  };
  const { lock, events } = newLock({});
  lock.show();
  await settled();
  page.widgets[0].notify("logged_in", session);
  await settled();
  assert.deepEqual(events.map(([name, told]) => [name, told?.code]), [
    ["hash_parsed", undefined], ["warning", "redirect_impossible"], ["authenticated", undefined],
  ]);
  assert.deepEqual(page.addresses, []);
});

test("a login may be posted to the address instead", async () => {
  let posted;
  const newElement = document.createElement;
  document.createElement = (tag) => Object.assign(newElement(tag), { submit() { posted = this; } });
  await logIn({ auth: { redirectUrl: "/callback", responseType: "token", responseMode: "form_post", params: { state: "s" } } });
  assert.deepEqual([posted.method, posted.action], ["post", "https://shop.example/callback"]);
  const fields = Object.fromEntries(posted.children.map(({ name, value, type }) => [name, type === "hidden" && value]));
  assert.deepEqual([fields.access_token, fields.state], ["at", "s"]);
});

test("Passlock takes a login up by resumeAuth, too", async () => {
  const [address] = await logIn({ auth: { redirectUrl: "/callback", responseType: "token", params: { state: "s-10" } } });
  page.answers.push({ answer: session });
  const lock = new globals.Passlock("demo", DOMAIN, { leeway: 5 });
  const result = await lock.resumeAuth(hashOf(address));
  assert.equal(result.idToken, idToken);
  assert.equal(page.clients.at(-1).options.leeway, 5);
  await assert.rejects(lock.resumeAuth("#id_token=x&state=s-11"), { code: "invalid_token" });
  assert.equal(await lock.resumeAuth(""), null);
});
