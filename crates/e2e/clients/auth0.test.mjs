//! `auth0`, Auth0's SDK for Node.js, in the hands of a backend that has a secret.

import assert from "node:assert/strict";
import { test } from "node:test";
import { AuthApiError, AuthenticationClient, UserInfoClient } from "auth0";
import { codeFor, DOMAIN, ISSUER, otherThan } from "./server.mjs";

const office = new AuthenticationClient({ domain: DOMAIN, clientId: "office", clientSecret: process.env.OFFICE_SECRET });

/** Tokens that can be renewed. The SDK verifies the id_token. */
async function logIn(phone_number) {
  await office.passwordless.sendSMS({ phone_number });
  const code = await codeFor(phone_number);
  const { data } = await office.passwordless.loginWithSMS({ phone_number, code, scope: "openid profile offline_access" });
  return data;
}

const refusal = (statusCode, error, description) => (thrown) => {
  assert.ok(thrown instanceof AuthApiError, String(thrown));
  assert.deepEqual([thrown.statusCode, thrown.error], [statusCode, error]);
  assert.match(thrown.error_description, description);
  return true;
};

test("somebody logs in by text message, and userinfo says who", async () => {
  const tokens = await logIn("+447400200001");
  assert.deepEqual([tokens.token_type, tokens.expires_in], ["Bearer", 86_400]);
  const { data } = await new UserInfoClient({ domain: DOMAIN }).getUserInfo(tokens.access_token);
  assert.match(data.sub, /^sms\|/);
  assert.equal(data.picture.startsWith(ISSUER), true);
});

test("a wrong code is refused in Auth0's words, and the right one still works", async () => {
  const phone_number = "+447400200002";
  await office.passwordless.sendSMS({ phone_number });
  const code = await codeFor(phone_number);
  await assert.rejects(
    office.passwordless.loginWithSMS({ phone_number, code: otherThan(code) }),
    refusal(403, "invalid_grant", /^Wrong phone number or verification code\.$/),
  );
  const { data } = await office.passwordless.loginWithSMS({ phone_number, code });
  assert.equal(typeof data.access_token, "string");
});

test("a refresh token renews once, and the next one goes on", async () => {
  const { refresh_token } = await logIn("+447400200003");
  const { data } = await office.oauth.refreshTokenGrant({ refresh_token });
  assert.notEqual(data.refresh_token, refresh_token);
  assert.equal(typeof data.id_token, "string");
  const { data: next } = await office.oauth.refreshTokenGrant({ refresh_token: data.refresh_token });
  assert.equal(typeof next.access_token, "string");
  await assert.rejects(office.oauth.refreshTokenGrant({ refresh_token }), refusal(403, "invalid_grant", /refresh token/));
});

test("a revoked refresh token renews nothing, and nobody is told what was known", async () => {
  const { refresh_token } = await logIn("+447400200004");
  assert.equal((await office.oauth.revokeRefreshToken({ token: refresh_token })).status, 200);
  await assert.rejects(office.oauth.refreshTokenGrant({ refresh_token }), refusal(403, "invalid_grant", /refresh token/));
  assert.equal((await office.oauth.revokeRefreshToken({ token: "never seen" })).status, 200);
});

test("a backend with another secret is refused, and a number that is none", async () => {
  const stranger = new AuthenticationClient({ domain: DOMAIN, clientId: "office", clientSecret: "x".repeat(32) });
  const login = { phone_number: "+447400200005", code: "123456" };
  await assert.rejects(stranger.passwordless.loginWithSMS(login), refusal(401, "invalid_client", /secret/));
  await assert.rejects(office.passwordless.sendSMS({ phone_number: "0740" }), refusal(400, "bad.phone_number", /./));
});
