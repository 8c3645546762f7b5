// How the backend is asked, out of sight, whether somebody is logged in there; and which answers count.
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

const ORIGIN = "http://127.0.0.1:4000";
const session = { idToken: tokenOf({ sub: "sms|1" }), accessToken: "at", refreshToken: null, expiresAt: 4e12, profile: {} };

let page;
let lock;
let discovery;
let hear;

beforeEach(async () => {
  page = newPage();
  hear = new Set();
  discovery = { status: 200, body: { authorization_endpoint: `${ORIGIN}/authorize` } };
  const newElement = document.createElement;
  document.createElement = (tag) =>
    Object.assign(newElement(tag), { contentWindow: {}, addEventListener(_name, run) { this.loaded = run; } });
  Object.assign(globalThis, {
    addEventListener: (_name, run) => hear.add(run),
    removeEventListener: (_name, run) => hear.delete(run),
    fetch: async () => {
      if (!discovery) throw new TypeError("offline");
      return { status: discovery.status, ok: discovery.status === 200, json: async () => discovery.body };
    },
  });
  const { Auth0LockPasswordless } = await joined();
  lock = new Auth0LockPasswordless("demo", "127.0.0.1:4000", {
    auth: { params: { scope: "openid" }, audience: "https://api.example" },
  });
});

/** Asks; hands out what the callback got so far, the frame, and what was asked in it. */
async function ask(params = {}) {
  const calls = [];
  lock.checkSession(params, (...given) => calls.push(given));
  await settled();
  const frame = [...page.body.children].findLast(({ tag }) => tag === "iframe");
  return { calls, frame, query: frame && Object.fromEntries(new URL(frame.src).searchParams) };
}

const say = (message) => [...hear].forEach((run) => run(message));

test("the question is asked in a hidden frame, without a word to the person", async () => {
  assert.equal((await ask()).query.audience, "https://api.example");
  const { frame, query } = await ask({ login_hint: "zoe", audience: undefined });
  assert.equal(frame.hidden, true);
  const { state, nonce, ...rest } = query;
  assert.match(state, /^[\w-]{32}$/);
  assert.match(nonce, /^[\w-]{32}$/);
  assert.deepEqual(rest, {
    login_hint: "zoe",
    client_id: "demo",
    response_type: "token id_token",
    redirect_uri: "https://shop.example/login?next=cart",
    scope: "openid",
    response_mode: "web_message",
    prompt: "none",
  });
});

test("an answer counts only from that frame, of that origin, to that question", async () => {
  const { calls, frame, query } = await ask();
  const response = { state: query.state, access_token: "at", id_token: session.idToken, expires_in: "60" };
  const right = { origin: ORIGIN, source: frame.contentWindow, data: { type: "authorization_response", response } };
  for (const wrong of [
    { origin: "https://evil.example" },
    { source: {} },
    { data: { type: "other", response } },
    { data: { type: "authorization_response", response: { ...response, state: "other" } } },
    { data: null },
  ]) {
    say({ ...right, ...wrong });
  }
  await settled();
  assert.deepEqual(calls, []);
  page.answers.push({ answer: session });
  say(right);
  await settled();
  assert.equal(calls[0][0], null);
  assert.deepEqual([calls[0][1].idToken, calls[0][1].expiresIn, calls[0][1].state], [session.idToken, 60, query.state]);
  const [[wish, body, nonce]] = page.clients[0].asked;
  assert.deepEqual([wish, nonce, JSON.parse(body).access_token], ["accept", query.nonce, "at"]);
  assert.equal(hear.size, 0);
  assert.equal(page.body.children.length, 0);
});

test("a token that the widget refuses logs nobody in", async () => {
  const { calls, frame, query } = await ask();
  page.answers.push({ failure: { code: "token_refused", error: "invalid_token", description: "No.", check: "nonce" } });
  const response = { state: query.state, access_token: "at", id_token: "x" };
  say({ origin: ORIGIN, source: frame.contentWindow, data: { type: "authorization_response", response } });
  await settled();
  assert.deepEqual([calls.length, calls[0][0].error, calls[0][0].check], [1, "invalid_token", "nonce"]);
});

test("nobody logged in is an error of the backend's", async () => {
  const { calls, frame, query } = await ask();
  const response = { state: query.state, error: "login_required", error_description: "Login required" };
  say({ origin: ORIGIN, source: frame.contentWindow, data: { type: "authorization_response", response } });
  await settled();
  const [[error, result]] = calls;
  assert.deepEqual([error.code, error.error, error.description, result], ["login_required", "login_required", "Login required", undefined]);
});

test("a backend without such an endpoint has nobody logged in, and no frame is made", async () => {
  const elsewhere = { authorization_endpoint: "https://elsewhere.example/authorize" };
  for (const said of [{ status: 404 }, { status: 200, body: {} }, { status: 200, body: elsewhere }]) {
    discovery = said;
    const { calls, frame } = await ask();
    assert.deepEqual([frame, calls[0][0].error], [undefined, "login_required"]);
  }
  discovery = null;
  assert.equal((await ask()).calls[0][0].error, "unreachable");
});

test("a page that says nothing is not waited for", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const turns = async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  };
  const asked = async () => {
    const calls = [];
    lock.checkSession({}, (error) => calls.push(error.error));
    await turns();
    return { calls, frame: page.body.children.at(-1) };
  };
  const { calls, frame } = await asked();
  frame.loaded();
  mock.timers.tick(3000);
  await turns();
  assert.deepEqual(calls, ["login_required"]);
  const silent = await asked();
  mock.timers.tick(60_000);
  await turns();
  assert.deepEqual(silent.calls, ["timeout"]);
  mock.timers.reset();
  assert.equal(page.body.children.length, 0);
});

test("what cannot work is refused before anything is asked", async () => {
  for (const [params, error] of [
    [{ responseType: "code" }, "invalid_request"],
    [{ redirectUri: "https://other.example/" }, "origin_mismatch"],
  ]) {
    const { calls, frame } = await ask(params);
    assert.deepEqual([calls[0][0].error, frame], [error, undefined]);
  }
});
