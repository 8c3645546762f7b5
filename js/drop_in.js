// Auth0LockPasswordless: the manner of Auth0's own locks, old and new. What it does is in a second file, which is loaded
// when a lock is first used; here is only what has to answer at once.

const RESULT_IN_HASH = /(^|[#&/])(access_token|id_token|error)=/;

export class Auth0LockPasswordless {
  #party;
  #listeners = new Map();
  #manner = null;
  #isDestroyed = false;

  constructor(clientId, domain, options) {
    readText("client id", clientId);
    originOf(readText("domain", domain));
    if (options === null || typeof (options ?? {}) !== "object") {
      throw new TypeError("passlock: options have to be an object");
    }
    this.#party = { clientId, domain, options: options ?? {}, listeners: this.#listeners };
    if (typeof document !== "undefined") this.#begin(location.hash, options !== undefined);
  }

  static {
    // These answer later, if at all.
    const later = ["show", "hide", "close", "sms", "emailcode", "magiclink", "social", "socialOrSms", "socialOrEmailcode"];
    for (const method of [...later, "socialOrMagiclink", "getProfile", "checkSession", "resumeAuth", "logout"]) {
      this.prototype[method] = function (...given) {
        if (this.#isDestroyed) throw new Error("Auth0LockPasswordless: a destroyed lock cannot be opened");
        return this.#call(method, given);
      };
    }
    this.prototype.addListener = this.prototype.on;
    this.prototype.removeListener = this.prototype.off;
  }

  on(name, listener) {
    return this.#listen(name, listener, false);
  }

  once(name, listener) {
    return this.#listen(name, listener, true);
  }

  off(name, listener) {
    this.#listeners.get(name)?.delete(listener);
    return this;
  }

  removeAllListeners(name) {
    if (name === undefined) this.#listeners.clear();
    else this.#listeners.delete(name);
    return this;
  }

  getUserInfo(accessToken, callback) {
    return calledBack(fetchUserInfo(this.#party.domain, accessToken), callback);
  }

  parseHash(hash = location.hash) {
    const { id_token, error, error_description, ...rest } = Object.fromEntries(
      new URLSearchParams(hash.replace(/^#?\/?/, "")),
    );
    if (error) return { error, error_description };
    if (!id_token) return null;
    const profile = profileOf(id_token, this.#party);
    if (!profile) return { error: "invalid_token", error_description: "The id_token is not for this client." };
    const { access_token, state, refresh_token } = rest;
    return { profile, id_token, access_token, state, refresh_token };
  }

  destroy() {
    this.#isDestroyed = true;
    this.#manner?.destroy();
  }

  /** A page in the manner of Lock 11 wants to hear of a login that it comes back from; one of v2 asks `parseHash`. */
  #begin(hash, hasOptions) {
    setTimeout(() => {
      const listens = this.#listeners.has("hash_parsed") || RESULT_IN_HASH.test(hash);
      if (listens && (hasOptions || this.#listeners.size > 0)) this.#call("arrive", [hash]);
    });
    const ready = () => this.#call("ready", []);
    if (typeof requestIdleCallback === "function") requestIdleCallback(ready, { timeout: 2000 });
    else setTimeout(ready, 200);
  }

  #listen(name, listener, isOnce) {
    if (typeof listener !== "function") throw new TypeError("passlock: a listener has to be a function");
    if (!this.#listeners.has(name)) this.#listeners.set(name, new Map());
    this.#listeners.get(name).set(listener, isOnce);
    this.#manner?.checkEvents();
    return this;
  }

  /** Has the second file do something, in its turn. Whoever is to hear of an end hears of a failure to load it. */
  async #call(method, given) {
    if (this.#isDestroyed) return;
    // The widget at the same time, when the lock is about to be seen or the page has nothing to do.
    if (OPENING.test(method)) load().catch(reportedByEvent);
    try {
      const { Manner } = await connectManners().catch((error) => {
        this.#tellFailure(error, given);
        throw error;
      });
      if (this.#isDestroyed) return;
      this.#manner ??= new Manner(this.#party);
      await this.#manner[method](...given);
    } catch (error) {
      reportError(error);
    }
  }

  #tellFailure(error, given) {
    const callback = given.find((each) => typeof each === "function");
    const listeners = this.#listeners.get("unrecoverable_error")?.keys() ?? [];
    for (const hear of [callback, ...listeners]) hear?.(error);
  }
}

const OPENING = /^(ready|show|sms|socialOrSms)$/;

let connecting = null;

/** The second file, joined to this one once; a failure to load it may be tried again. */
function connectManners() {
  connecting ??= loadManners()
    .then(({ connect }) => connect(manners()))
    .catch((cause) => {
      connecting = null;
      throw lockError("load_failed", `the lock did not load: ${cause.message}`, cause);
    });
  return connecting;
}

/** What the second file uses of this one. */
function manners() {
  return {
    Passlock,
    LOCK_OPTIONS,
    asPromise,
    authResultOf,
    calledBack,
    claimsOf,
    clientError,
    fetchUserInfo,
    load,
    lockError,
    logoutAddress,
    originOf,
    profileOf,
    unknownName,
    v2Profile,
  };
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
