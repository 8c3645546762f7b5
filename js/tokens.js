// The backend's address, what a token says of its person, and login results in Auth0's shape.

/** Scheme, host and port of a domain, under the widget's own rules: plain http is for loopback addresses only. */
function originOf(domain) {
  const [, scheme, host] = /^(?:(\w+):\/\/)?([^\s/?#@]+)\/*$/.exec(domain.trim()) ?? [];
  const loopback = /^(127(\.\d{1,3}){3}|([^/]+\.)?localhost|\[::1\])(:\d+)?$/i.test(host);
  const wanted = scheme ?? (loopback ? "http" : "https");
  if (!host || !(wanted === "https" || (wanted === "http" && loopback))) {
    throw new TypeError(
      `passlock: "${domain}" is not a domain; one looks like example.eu.auth0.com or 127.0.0.1:4000` +
        " (plain http is allowed for loopback addresses only)",
    );
  }
  return `${wanted}://${host.toLowerCase()}`;
}

/** The address that ends the login at the backend, with the given query. */
function logoutAddress(domain, query) {
  return `${originOf(domain)}/v2/logout?${query}`;
}

/** The claims of a token, unchecked, or null when it is not a token. */
function claimsOf(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (sign) => sign.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

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

/** An error with the fields that Auth0's libraries put on theirs, old and new. */
function lockError(code, description, cause) {
  const error = new Error(`passlock: ${description}`, { cause });
  return Object.assign(error, { code, error: code, description, error_description: description });
}
