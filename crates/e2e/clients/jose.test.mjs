//! `jose`, as an API would use it that trusts the server's published keys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { ISSUER, logIn } from "./server.mjs";

const KEYS = createRemoteJWKSet(new URL(`${ISSUER}.well-known/jwks.json`));
const RULES = { issuer: ISSUER, audience: "demo", algorithms: ["RS256"], requiredClaims: ["sub", "exp", "iat"] };

test("an id_token is what the published keys signed", async () => {
  const { id_token } = await logIn("+447400100001");
  const { payload, protectedHeader } = await jwtVerify(id_token, KEYS, RULES);
  assert.match(payload.sub, /^sms\|/);
  assert.equal(payload.exp - payload.iat, 36_000);
  assert.equal(typeof protectedHeader.kid, "string");
});

test("an access token is, too, and is for another audience", async () => {
  const { access_token } = await logIn("+447400100002");
  const { payload } = await jwtVerify(access_token, KEYS, { ...RULES, audience: `${ISSUER}userinfo` });
  assert.equal(payload.scope, "openid profile");
  await assert.rejects(jwtVerify(access_token, KEYS, RULES), { code: "ERR_JWT_CLAIM_VALIDATION_FAILED", claim: "aud" });
});

test("a changed token is refused", async () => {
  const { id_token } = await logIn("+447400100003");
  const [header, payload, signature] = id_token.split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url"));
  const changed = Buffer.from(JSON.stringify({ ...claims, sub: "sms|somebody-else" })).toString("base64url");
  const forged = [header, changed, signature].join(".");
  await assert.rejects(jwtVerify(forged, KEYS, RULES), { code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
  const unsigned = [Buffer.from('{"alg":"none"}').toString("base64url"), changed, ""].join(".");
  await assert.rejects(jwtVerify(unsigned, KEYS, RULES), { code: "ERR_JOSE_ALG_NOT_ALLOWED" });
});
