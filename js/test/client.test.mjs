// What pages rely on that draw the login themselves.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, tokenOf } from "../testing/page.mjs";

let page;
let PasslockClient;

beforeEach(async () => {
  page = newPage();
  ({ PasslockClient } = await joined());
});

const newClient = (options) => new PasslockClient({ clientId: "demo", domain: "127.0.0.1:4000", ...options });

/** What the module was asked, without the signals. */
const asked = () => page.clients.at(-1).asked.map((given) => given.slice(0, 3));

const wrongCode = {
  code: "wrong_code",
  error: "invalid_user_password",
  description: "That code is not right.",
  until: null,
  attemptsLeft: 2,
};

test("nothing is loaded before something is asked", async () => {
  const client = newClient();
  assert.equal(page.loads, 0);
  await client.revoke("rt");
  assert.equal(page.loads, 1);
});

test("a login is two calls and a session with claims", async () => {
  const client = newClient();
  const sent = { phoneNumber: "+447911123456", codeLength: 6 };
  const session = { idToken: tokenOf({ sub: "sms|1" }), accessToken: "at", refreshToken: "rt", expiresAt: 1, profile: {} };
  page.answers.push({ answer: sent }, { answer: session });
  assert.deepEqual(await client.startPasswordlessWithPhoneNumber("+447911123456"), sent);
  const found = await client.loginWithPhoneNumber("+447911123456", 427193);
  assert.deepEqual(found, { ...session, claims: { sub: "sms|1" } });
  assert.deepEqual(asked(), [
    ["start", "+447911123456", ""],
    ["logIn", "+447911123456", "427193"],
  ]);
  assert.equal(page.clients.length, 1, "one client for all calls");
});

test("tokens open the profile, are renewed and given back", async () => {
  const client = newClient();
  const session = { idToken: tokenOf({ sub: "sms|1" }), refreshToken: "next" };
  page.answers.push({ answer: { sub: "sms|1" } }, { answer: session }, {});
  assert.deepEqual(await client.userInfo("at"), { sub: "sms|1" });
  assert.equal((await client.refresh("rt")).refreshToken, "next");
  assert.equal(await client.revoke("next"), undefined);
  assert.deepEqual(asked(), [["userInfo", "at", ""], ["refresh", "rt", ""], ["revoke", "next", ""]]);
});

test("a failure is an error with everything that is known of it", async () => {
  page.answers.push({ failure: wrongCode });
  const error = await newClient().loginWithPhoneNumber("+447911123456", "1").catch((error) => error);
  assert.ok(error instanceof Error);
  assert.equal(error.message, "passlock: That code is not right.");
  const { code, error: name, description, error_description, attemptsLeft } = error;
  assert.deepEqual(
    [code, name, description, error_description, attemptsLeft],
    ["wrong_code", "invalid_user_password", wrongCode.description, wrongCode.description, 2],
  );
});

test("a signal goes along, and its reason is the cause of what follows", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  page.answers.push({ failure: { code: "cancelled", error: "request_error", description: "Stopped." } });
  const answer = newClient().startPasswordlessWithPhoneNumber("+447911123456", { signal });
  controller.abort(new Error("the person left"));
  const error = await answer.catch((error) => error);
  assert.equal(page.clients[0].asked[0][3], signal);
  assert.deepEqual([error.name, error.code, error.cause.message], ["AbortError", "cancelled", "the person left"]);
});

test("a module that does not load, refuses an option or breaks is told as such", async () => {
  page.failures = 1;
  const client = newClient();
  await assert.rejects(client.refresh("rt"), { code: "load_failed" });
  page.answers.push({ answer: undefined });
  assert.equal(await client.revoke("rt"), undefined, "the next call tries again");
  await assert.rejects(newClient({ scope: "pink" }).refresh("rt"), { code: "mount_failed", message: /pink/ });
  page.answers.push({ failure: new Error("unreachable executed") });
  await assert.rejects(newClient().refresh("rt"), { code: "widget_failed" });
});

test("what is no client is refused at once, and what is no option, number or token when it is asked with", async () => {
  assert.throws(() => new PasslockClient(), /options have to be an object/);
  assert.throws(() => newClient({ clientId: "" }), /the client id is missing/);
  assert.throws(() => newClient({ domain: undefined }), /the domain is missing/);
  assert.throws(() => newClient({ domain: "http://example.com" }), /is not a domain/);
  await assert.rejects(newClient().refresh(null), TypeError);
  const unknown = newClient({ clientID: "demo" }).refresh("rt");
  await assert.rejects(unknown, { code: "mount_failed", message: /unknown option "clientID"; did you mean "clientId"\?/ });
});

test("the address of the logout is known without loading anything", () => {
  const client = newClient();
  assert.equal(client.logoutUrl(), "http://127.0.0.1:4000/v2/logout?client_id=demo");
  assert.equal(
    client.logoutUrl({ returnTo: "https://shop.example/?bye", clientId: "other" }),
    "http://127.0.0.1:4000/v2/logout?client_id=other&returnTo=https%3A%2F%2Fshop.example%2F%3Fbye",
  );
  assert.equal(page.loads, 0);
});
