//! `openid-client`, which knows OpenID Connect and nothing of this server.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as oidc from "openid-client";
import { Browser, ISSUER } from "./server.mjs";

const CALLBACK = "http://localhost:8080/callback";
const config = await oidc.discovery(new URL(ISSUER), "demo", undefined, oidc.None());
// The signature of what comes by TLS need not be verified; here it is.
oidc.enableNonRepudiationChecks(config);

/** What a login is asked with, and what its answer is checked by. */
async function question(more = {}) {
  const [verifier, state, nonce] = [oidc.randomPKCECodeVerifier(), oidc.randomState(), oidc.randomNonce()];
  const address = oidc.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: "openid profile offline_access",
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    ...more,
  });
  return { address, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true } };
}

/** Who logs in anew, by a ticket. */
async function logIn(number) {
  const browser = new Browser();
  const { address, checks } = await question({ login_ticket: await browser.ticketFor(number) });
  const tokens = await oidc.authorizationCodeGrant(config, await browser.open(address), checks);
  return { browser, tokens };
}

test("a code and its verifier become tokens, and userinfo agrees with them", async () => {
  const { tokens } = await logIn("+447400300001");
  const { sub } = tokens.claims();
  const person = await oidc.fetchUserInfo(config, tokens.access_token, sub);
  assert.equal(person.sub, sub);
  assert.equal(typeof person.name, "string");
});

test("a code is of no use with another verifier, nor a second time", async () => {
  const browser = new Browser();
  const { address, checks } = await question({ login_ticket: await browser.ticketFor("+447400300002") });
  const back = await browser.open(address);
  const stolen = { ...checks, pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
  const refused = { name: "ResponseBodyError", error: "invalid_grant", status: 403 };
  await assert.rejects(oidc.authorizationCodeGrant(config, back, stolen), refused);
  const tokens = await oidc.authorizationCodeGrant(config, back, checks);
  await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), refused);
  await assert.rejects(oidc.refreshTokenGrant(config, tokens.refresh_token), refused);
});

test("a browser with a session needs no ticket, until its session is ended", async () => {
  const { browser, tokens } = await logIn("+447400300003");
  const quiet = await question({ prompt: "none" });
  const again = await oidc.authorizationCodeGrant(config, await browser.open(quiet.address), quiet.checks);
  assert.equal(again.claims().sub, tokens.claims().sub);

  const farewell = oidc.buildEndSessionUrl(config, {
    id_token_hint: tokens.id_token,
    post_logout_redirect_uri: "http://localhost:8080/",
    state: "bye",
  });
  assert.equal((await browser.open(farewell)).href, "http://localhost:8080/?state=bye");
  const late = await question({ prompt: "none" });
  await assert.rejects(oidc.authorizationCodeGrant(config, await browser.open(late.address), late.checks), {
    name: "AuthorizationResponseError",
    error: "login_required",
  });
});

test("a refresh token brings tokens of the same person, until it is revoked", async () => {
  const { tokens } = await logIn("+447400300004");
  const renewed = await oidc.refreshTokenGrant(config, tokens.refresh_token);
  assert.equal(renewed.claims().sub, tokens.claims().sub);
  await oidc.tokenRevocation(config, renewed.refresh_token);
  await assert.rejects(oidc.refreshTokenGrant(config, renewed.refresh_token), { error: "invalid_grant" });
});
