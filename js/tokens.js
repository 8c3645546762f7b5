// Sessions as pages get them: with what their token says, and in Auth0's shape.

/** A session with what its id_token says, or null when there is none. */
function withClaims(session) {
  return session ? { ...session, claims: claimsOf(session.idToken) } : null;
}

/** A session as Lock 11 and later hand it to `authenticated`; what is absent is null. */
function authResultOf(session, scope) {
  const { idToken, accessToken, refreshToken, expiresAt } = session;
  return {
    accessToken: accessToken ?? null,
    idToken,
    idTokenPayload: claimsOf(idToken) ?? session.profile ?? null,
    refreshToken: refreshToken ?? null,
    state: null,
    expiresIn: expiresAt ? Math.max(0, Math.round((expiresAt - Date.now()) / 1000)) : null,
    tokenType: accessToken ? "Bearer" : null,
    scope,
    appState: null,
  };
}
