// What an id_token says of its person.

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

/** Who a token is about, when it is for this client from this server and still valid; v2 checks no signature. */
function profileOf(idToken, { clientId, domain }) {
  const claims = claimsOf(idToken);
  const isOurs = [claims?.aud].flat().includes(clientId) && claims.iss === `${originOf(domain)}/`;
  return isOurs && claims.exp * 1000 > Date.now() ? v2Profile(claims) : null;
}

/** A profile names its person by `user_id`, too. Times and parties of the token are no part of it. */
function v2Profile({ iss, aud, exp, iat, nonce, ...profile }) {
  return { ...profile, user_id: profile.user_id ?? profile.sub };
}
