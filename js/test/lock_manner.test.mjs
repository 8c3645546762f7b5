// What pages written for Lock 11 to 15 rely on.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined, joinedDictionary } from "../testing/joined.mjs";
import { newPage, settled, tokenOf } from "../testing/page.mjs";

let page;
let Auth0LockPasswordless;

beforeEach(async () => {
  page = newPage();
  ({ Auth0LockPasswordless } = await joined());
});

const EVENTS = [
  "show", "hide", "authenticated", "authorization_error", "unrecoverable_error", "hash_parsed", "warning",
  "socialOrPhoneNumber ready", "socialOrPhoneNumber submit", "vcode ready", "vcode submit",
  "socialOrEmail ready", "socialOrEmail submit",
];

/** A lock, and what its page hears. */
function newLock(options) {
  const lock = new Auth0LockPasswordless("demo", "127.0.0.1:4000", options);
  const events = [];
  for (const name of EVENTS) lock.on(name, (...details) => events.push([name, ...details]));
  return { lock, events, names: () => events.map(([name]) => name) };
}

/** The lock on the screen, with its widget. */
async function shown(options, overrides) {
  const made = newLock(options);
  made.lock.show(overrides);
  await settled();
  return { ...made, widget: page.widgets.at(-1) };
}

const IN_PLACE = { auth: { redirect: false } };
const session = { idToken: tokenOf({ sub: "sms|1" }), accessToken: "at", refreshToken: "rt", expiresAt: 4e12, profile: {} };

test("options of Lock become today's", async () => {
  globalThis.loadDictionary = joinedDictionary;
  const { widget, events } = await shown({
    allowedConnections: ["sms"],
    auth: { params: { scope: "openid email", state: "s", login_hint: "+44 7911 123456" }, redirect: false, audience: "https://api" },
    autoclose: true,
    autofocus: false,
    defaultLocation: "GB",
    languageDictionary: { title: "Swapart" },
    language: "en",
    leeway: 30,
    rememberLastLogin: true,
    theme: { logo: "/logo.png" },
  });
  const { hooks, ...options } = widget.options;
  assert.deepEqual(options, {
    clientId: "demo",
    domain: "127.0.0.1:4000",
    flags: "https://cdn.example/flags.webp",
    inline: false,
    storage: "none",
    audience: "https://api",
    autoclose: true,
    closable: true,
    autofocus: false,
    country: "GB",
    leeway: 30,
    logo: "/logo.png",
    phone: "+44 7911 123456",
    remember: true,
    scope: "openid email",
    title: "Swapart",
  });
  assert.equal(typeof hooks.loggingIn, "function");
  assert.deepEqual(events.filter(([name]) => name === "warning"), []);
});

test("what is left out is Lock's default, where that is safe", async () => {
  const { widget } = await shown(IN_PLACE);
  assert.equal(widget.options.scope, "openid profile email");
  assert.equal("remember" in widget.options, false);
});

test("a custom connection sends the codes when the page says so", async () => {
  const { widget } = await shown({ ...IN_PLACE, allowedConnections: ["my-sms"], useCustomPasswordlessConnection: true });
  assert.equal(widget.options.connection, "my-sms");
});

test("an option without effect is named once, as a warning and on the console, and the page goes on", async () => {
  const options = { ...IN_PLACE, mustAcceptTerms: true, autoClose: true, theme: { authButtons: { a: {} }, primryColor: "" } };
  const { events, lock } = await shown({ ...options, allowedConnections: ["sms", "facebook"] });
  const told = () => events.filter(([name]) => name === "warning").map(([, { code, name }]) => [code, name]);
  const expected = [
    ["option_ignored", "mustAcceptTerms"],
    ["option_unknown", "autoClose"],
    ["option_ignored", "theme.authButtons"],
    ["option_unknown", "theme.primryColor"],
    ["connection_not_enabled", "allowedConnections: facebook"],
  ];
  assert.deepEqual(told(), expected);
  assert.equal(page.warnings.length, 5);
  assert.match(page.warnings[1], /did you mean "autoclose"\?/);
  assert.match(page.warnings[3], /did you mean "theme.primaryColor"\?/);
  lock.hide();
  await settled();
  lock.show({ rememberLastLogin: false });
  await settled();
  assert.deepEqual(told(), expected, "once is enough");
});

test("options that passwordless logins never had any use for are passed over", async () => {
  const options = { allowSignUp: false, allowForgotPassword: false, popupOptions: {}, avatar: null, oidcConformant: true };
  const { events } = await shown({ ...IN_PLACE, ...options, configurationBaseUrl: "https://cdn.eu.auth0.com" });
  assert.deepEqual(events.filter(([name]) => name === "warning"), []);
});

test("an unknown event is named with the one that was meant", async () => {
  const { lock, events } = newLock(IN_PLACE);
  lock.on("authenticate", () => {}).on("signup success", () => {});
  lock.show();
  await settled();
  lock.on("vcode redy", () => {});
  const told = events.filter(([name]) => name === "warning").map(([, { name, description }]) => [name, description]);
  assert.deepEqual(told, [
    ["authenticate", 'unknown event "authenticate"; did you mean "authenticated"?'],
    ["signup success", 'the event "signup success" never comes here; docs/coming-from-lock.md says why'],
    ["vcode redy", 'unknown event "vcode redy"; did you mean "vcode ready"?'],
  ]);
});

test("listeners are added, taken away and called once as in Node.js", async () => {
  const { lock } = newLock(IN_PLACE);
  const heard = [];
  const listener = (name) => () => heard.push(name);
  const gone = listener("gone");
  lock.once("show", listener("once")).addListener("show", listener("always"));
  lock.on("show", gone).removeListener("show", gone);
  lock.on("hide", gone).removeAllListeners("hide");
  for (let round = 0; round < 2; round += 1) {
    lock.show();
    lock.hide();
    await settled();
  }
  assert.deepEqual(heard, ["once", "always", "always"]);
});

test("the events of a login come in Lock's order", async () => {
  const { widget, names, events } = await shown({ auth: { redirect: false, params: { state: "s" } } });
  widget.notify("view_changed", "phone");
  await settled();
  await widget.options.hooks.loggingIn({ stage: "start", connection: "sms", phoneNumber: "+447911123456" });
  widget.notify("view_changed", "code");
  await settled();
  await widget.options.hooks.loggingIn({ stage: "login", connection: "sms", phoneNumber: "+447911123456" });
  widget.notify("failed", { code: "wrong_code", error: "invalid_user_password", description: "No.", stage: "login" });
  widget.notify("logged_in", session);
  await settled();
  assert.deepEqual(names().filter((name) => name !== "hash_parsed"), [
    "show", "socialOrPhoneNumber ready", "socialOrPhoneNumber submit", "vcode ready", "vcode submit",
    "authorization_error", "authenticated",
  ]);
  const [, result] = events.at(-1);
  assert.deepEqual([result.idToken, result.accessToken, result.state, result.tokenType], [session.idToken, "at", "s", "Bearer"]);
  assert.deepEqual(page.addresses, []);
});

test("the connections of a page are offered in its order, and a hint fills in what it is", async () => {
  const wanted = { allowedConnections: ["email", "facebook", "sms", "email"], passwordlessMethod: "code" };
  const { widget, events } = await shown({ ...wanted, auth: { redirect: false, params: { login_hint: "ada@example.com" } } });
  const { connections, email, phone } = widget.options;
  assert.deepEqual([connections, email, phone], [["email", "sms"], "ada@example.com", undefined]);
  const told = events.filter(([name]) => name === "warning").map(([, { code, name }]) => [code, name]);
  assert.deepEqual(told, [["connection_not_enabled", "allowedConnections: facebook"]]);
  const prefilled = await shown({ ...IN_PLACE, allowedConnections: ["email"], prefill: { email: "ada@example.com" } });
  assert.deepEqual([prefilled.widget.options.connections, prefilled.widget.options.email], [["email"], "ada@example.com"]);
});

test("a login by email has the events of Lock's own screens", async () => {
  const { widget, names } = await shown({ ...IN_PLACE, allowedConnections: ["email"] });
  widget.notify("view_changed", "email");
  await settled();
  await widget.options.hooks.loggingIn({ stage: "start", connection: "email", email: "ada@example.com" });
  widget.notify("view_changed", "code");
  await settled();
  await widget.options.hooks.loggingIn({ stage: "login", connection: "email", email: "ada@example.com" });
  assert.deepEqual(names().filter((name) => name !== "hash_parsed"), [
    "show", "socialOrEmail ready", "socialOrEmail submit", "vcode ready", "vcode submit",
  ]);
});

test("a hook of the page is waited for after the event", async () => {
  const order = [];
  const loggingIn = (context, goOn) => {
    order.push(context.stage);
    setTimeout(goOn);
  };
  const { widget, lock } = await shown({ ...IN_PLACE, hooks: { loggingIn } });
  lock.on("vcode submit", () => order.push("event"));
  await widget.options.hooks.loggingIn({ stage: "login" });
  assert.deepEqual(order, ["event", "login"]);
});

test("show() again shows the same lock; with other options, another", async () => {
  const { lock, widget } = await shown(IN_PLACE);
  lock.show({ rememberLastLogin: true });
  await settled();
  assert.equal(page.widgets.length, 1, "it is open");
  lock.hide();
  lock.show();
  await settled();
  assert.deepEqual(widget.calls, ["show", "hide", "show"]);
  lock.hide();
  lock.show({ auth: { params: { scope: "openid" } }, flashMessage: { type: "info", text: "Hello." } });
  await settled();
  assert.equal(page.widgets.length, 2);
  assert.equal(page.widgets[1].options.scope, "openid");
  assert.deepEqual(page.widgets[1].options.flashMessage, { type: "info", text: "Hello." });
});

test("a lock that cannot work says so and opens nothing", async () => {
  for (const [options, code] of [
    [{ allowedConnections: ["facebook"] }, "connection_not_enabled"],
    [{ auth: { responseType: "code" } }, "unsupported_response_type"],
    [{ auth: { redirect: false, responseType: "token code" } }, "unsupported_response_type"],
    [{ auth: { redirectUrl: "/callback" } }, "unsupported_response_type"],
    [{ auth: { redirectUrl: "https://evil.example/", responseType: "token" } }, "origin_mismatch"],
    [{ auth: { redirectUrl: "https://", responseType: "token" } }, "origin_mismatch"],
    [{ auth: { responseMode: "query" } }, "unsupported_response_mode"],
  ]) {
    const { events } = await shown(options);
    const told = events.filter(([name]) => name !== "hash_parsed").map(([name, error]) => [name, error.code]);
    assert.deepEqual(told, [["unrecoverable_error", code]]);
  }
  assert.equal(page.widgets.length, 0);
  assert.equal(page.warnings.length, 7, "the console hears of it, too");
});

test("options have to be an object, and a destroyed lock stays closed", async () => {
  assert.throws(() => new Auth0LockPasswordless("demo", "127.0.0.1:4000", "x"), /have to be an object/);
  const { lock } = await shown(IN_PLACE);
  lock.destroy();
  assert.throws(() => lock.show(), /destroyed/);
  assert.equal(page.body.children.length, 0);
});

test("a lock loads what it needs when the page has nothing to do, and shows nothing", async () => {
  newLock(IN_PLACE);
  await settled();
  assert.equal(page.loads, 0);
  page.idle();
  await settled();
  assert.equal(page.loads, 1);
  assert.equal(page.widgets.length, 0);
});

test("a lock may be made where there is no page", async () => {
  delete globalThis.document;
  const { lock } = newLock({});
  lock.destroy();
  await settled();
  assert.deepEqual([page.loads, page.reports], [0, []]);
});
