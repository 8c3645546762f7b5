// Auth0LockPasswordless: the manner of lock-passwordless v2, so that pages written for it log people in unchanged.

export class Auth0LockPasswordless {
  #clientId;
  #domain;
  #lock = null;
  #isOpen = false;
  #isDestroyed = false;

  constructor(clientId, domain) {
    this.#clientId = readText("client id", clientId);
    this.#domain = readText("domain", domain);
    originOf(domain);
  }

  sms(...given) {
    const [options, callback] = readV2Arguments(given);
    if (this.#isDestroyed) throw new Error("Auth0LockPasswordless: a destroyed lock cannot be opened");
    this.#lock?.destroy();
    const lock = new Passlock(this.#clientId, this.#domain, translateV2Options(options));
    this.#lock = lock;
    this.#isOpen = true;
    this.#callBack(lock, callback, options.authParams?.state ?? null);
    if (!options.disableWarnings) lock.on("warning", warnOfTexts);
    lock.show();
  }

  emailcode(...given) {
    this.#refuseEmail(given);
  }

  magiclink(...given) {
    this.#refuseEmail(given);
  }

  close(callback) {
    if (callback && this.#isOpen) this.#lock.once("hide", () => callback());
    else if (callback) setTimeout(() => callback());
    this.#lock?.hide();
  }

  destroy() {
    this.#isDestroyed = true;
    this.#isOpen = false;
    this.#lock?.destroy();
  }

  getProfile(idToken, callback) {
    const profile = profileOf(idToken, this.#clientId, this.#domain);
    if (profile) setTimeout(() => callback(null, profile));
    else setTimeout(() => callback(v2Error("invalid_token", "This is not a valid id_token for this client.")));
  }

  parseHash(hash = location.hash) {
    const { id_token, error, error_description, ...rest } = Object.fromEntries(
      new URLSearchParams(hash.replace(/^#?\/?/, "")),
    );
    if (error) return { error, error_description };
    if (!id_token) return null;
    const profile = profileOf(id_token, this.#clientId, this.#domain);
    if (!profile) return { error: "invalid_token", error_description: "The id_token is not for this client." };
    const { access_token, state, refresh_token } = rest;
    return { profile, id_token, access_token, state, refresh_token };
  }

  async logout(query = {}) {
    await this.#lock?.logout();
    const parameters = new URLSearchParams(query);
    if (!parameters.has("client_id")) parameters.set("client_id", this.#clientId);
    location.assign(logoutAddress(this.#domain, parameters));
  }

  #callBack(lock, callback, state) {
    // The page hears of failed logins; that no message could be sent only the person is told, as ever.
    let isAtLogin = false;
    lock.on("code_sent", () => (isAtLogin = true));
    lock.on("show", () => (this.#isOpen = true));
    lock.on("hide", () => (this.#isOpen = false));
    lock.on("authenticated", ({ idToken, accessToken, refreshToken }) => {
      const profile = v2Profile(claimsOf(idToken));
      callback?.(null, profile, idToken, accessToken, state, refreshToken);
    });
    lock.on("authorization_error", ({ stage = isAtLogin ? "login" : "start", ...error }) => {
      if (stage === "login") callback?.(error);
    });
    lock.on("unrecoverable_error", (error) => {
      this.#isOpen = false;
      reportError(error);
      callback?.(error);
    });
  }

  #refuseEmail(given) {
    const [, callback] = readV2Arguments(given);
    const error = v2Error("connection_not_enabled", "Logging in by email is not enabled; use sms().");
    if (callback) setTimeout(() => callback(error));
    else console.warn(`Auth0LockPasswordless: ${error.description}`);
  }
}

/** v2's methods take options, a callback, both or neither. */
function readV2Arguments([first, second]) {
  const [options, callback] = typeof first === "function" ? [{}, first] : [first ?? {}, second];
  if (typeof options !== "object") throw new TypeError("Auth0LockPasswordless: options have to be an object");
  return [options, callback];
}

/** Who a token is about, when it is for this client from this server and still valid; v2 checks no signature. */
function profileOf(idToken, clientId, domain) {
  const claims = claimsOf(idToken);
  const isOurs = [claims?.aud].flat().includes(clientId) && claims.iss === `${originOf(domain)}/`;
  return isOurs && claims.exp * 1000 > Date.now() ? v2Profile(claims) : null;
}

/** A profile names its person by `user_id`, too. Times and parties of the token are no part of it. */
function v2Profile({ iss, aud, exp, iat, nonce, ...profile }) {
  return { ...profile, user_id: profile.user_id ?? profile.sub };
}

function v2Error(error, description) {
  return { error, description };
}

/** v2 had no event for it. */
function warnOfTexts({ code, description }) {
  if (/^(language|dictionary)_/.test(code)) console.warn(`Auth0LockPasswordless: ${description.replace(/^passlock: /, "")}`);
}
