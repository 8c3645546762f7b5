// One lock in Auth0's manners: both open one and the same lock on the page, and tell their news to the same listeners.

/** The events of Lock 11 to 15 that come here, and what the lock itself has to tell. */
const MANNER_EVENTS = [
  "show",
  "hide",
  "unrecoverable_error",
  "authenticated",
  "authorization_error",
  "hash_parsed",
  "socialOrPhoneNumber ready",
  "socialOrPhoneNumber submit",
  "socialOrEmail ready",
  "socialOrEmail submit",
  "vcode ready",
  "vcode submit",
  "warning",
  "code_sent",
  "view_changed",
  "logged_out",
  "session_restored",
  "session_refreshed",
  "session_expired",
];

/** Those of Lock that do not. */
const MANNER_NEVER = [
  "signin ready",
  "signup ready",
  "signin submit",
  "signup submit",
  "signup success",
  "signup error",
  "forgot_password ready",
  "forgot_password submit",
  "federated login",
  "sso login",
  "ssodata fetched",
];

/** What the lock tells under the same name. */
const MANNER_FORWARDED = [
  ...["show", "hide", "code_sent", "view_changed", "logged_out"],
  ...["session_restored", "session_refreshed", "session_expired"],
];

class Manner {
  current = null;
  isOpen = false;
  #v2 = new V2Manner(this);
  #lock = new LockManner(this);

  constructor(party) {
    this.party = party;
    this.news = new MannerNews(party.listeners);
    this.checkEvents();
  }

  checkEvents() {
    for (const name of this.party.listeners.names()) {
      if (MANNER_NEVER.includes(name)) {
        this.news.warn("event_never", name, `the event "${name}" never comes here; docs/coming-from-lock.md says why`);
      } else if (!MANNER_EVENTS.includes(name)) {
        this.news.warn("event_unknown", name, unknownName("event", name, MANNER_EVENTS).message);
      }
    }
  }

  /** Puts a fresh lock in the place of the one that was there. */
  place(options) {
    this.current?.destroy();
    this.isOpen = false;
    const lock = new Passlock(this.party.clientId, this.party.domain, options);
    this.current = lock;
    lock.on("show", () => (this.isOpen = true));
    for (const name of ["hide", "unrecoverable_error"]) lock.on(name, () => (this.isOpen = false));
    lock.on("warning", (warning) => this.news.forward(warning));
    for (const name of MANNER_FORWARDED) lock.on(name, (...details) => this.news.emit(name, ...details));
    return lock;
  }

  /** Goes on to another address with a login. Answers whether it does: without a note in the tab nobody would take it up. */
  goOn(redirect, result) {
    try {
      leave(this.party, redirect, result);
      return true;
    } catch (cause) {
      this.news.warn("redirect_impossible", "auth.redirect", `the login stays on this page: ${cause.message}`);
      return false;
    }
  }

  show(overrides) {
    this.#lock.show(overrides);
  }

  hide() {
    // Its event comes later; a call may come before it.
    this.isOpen = false;
    this.current?.hide();
  }

  /** This file is there, which is all that was asked for. */
  ready() {}

  /**
   * A page in the manner of Lock 11 wants to hear of a login that it comes back from; one of v2, which gives its options
   * later and listens for nothing, asks `parseHash`.
   */
  async arrive(hash, hasOptions) {
    const { redirect, autoParseHash } = this.party.options.auth ?? {};
    if (redirect === false || autoParseHash === false) return;
    const names = this.party.listeners.names();
    const listens = names.includes("hash_parsed") || RESULT.test(hash);
    // Whoever listens has heard of a failure.
    if (listens && (hasOptions || names.length > 0)) await this.#lock.resume(hash).catch(() => {});
  }

  resumeAuth(hash, callback) {
    return answered(this.#lock.resume(String(hash ?? "")), callback);
  }

  checkSession(params, callback) {
    const { auth, leeway } = this.party.options;
    const { scope = LOCK_SCOPE, audience = auth?.audience } = auth?.params ?? {};
    const party = { ...this.party, leeway, scope, audience, redirectUrl: auth?.redirectUrl };
    return answered(checkSession(party, params), callback);
  }

  sms(...given) {
    this.#v2.open(given);
  }

  socialOrSms(...given) {
    this.#v2.open(given);
  }

  emailcode(...given) {
    this.#v2.open(given, { connections: ["email"] });
  }

  socialOrEmailcode(...given) {
    this.#v2.open(given, { connections: ["email"] });
  }

  magiclink(...given) {
    this.#v2.refuseConnection(given);
  }

  social(...given) {
    this.#v2.refuseConnection(given);
  }

  socialOrMagiclink(...given) {
    this.#v2.refuseConnection(given);
  }

  close(callback) {
    this.#v2.close(callback);
  }

  /** v2 gives an id_token, Lock 11 and later an access token. */
  getProfile(token, callback) {
    const isIdToken = [claimsOf(token)?.aud].flat().includes(this.party.clientId);
    if (!isIdToken) return answered(fetchUserInfo(this.party.domain, token), callback);
    const profile = profileOf(token, this.party);
    const failure = { error: "invalid_token", description: "This is not a valid id_token for this client." };
    setTimeout(() => (profile ? callback(null, profile) : callback(failure)));
  }

  async logout(query = {}) {
    await this.current?.logout();
    const parameters = new URLSearchParams(query);
    if (!parameters.has("client_id")) parameters.set("client_id", this.party.clientId);
    location.assign(`${originOf(this.party.domain)}/v2/logout?${parameters}`);
  }

  destroy() {
    this.current?.destroy();
  }
}

/** What a page hears of one lock. */
class MannerNews {
  isSilent = false;
  #listeners;
  #warned = new Set();

  constructor(listeners) {
    this.#listeners = listeners;
  }

  emit(name, ...details) {
    this.#listeners.tell(name, ...details);
  }

  /** A warning of the lock's own. What is wrong with a page's texts its developer has to read, whatever they listen to. */
  forward(warning) {
    const { code, description } = warning;
    if (/^(language|dictionary)_/.test(code)) this.warn(code, description, description);
    else this.emit("warning", warning);
  }

  /** Reports something by name: once, on the console and as an event. */
  warn(code, name, description) {
    if (this.#warned.has(name)) return;
    this.#warned.add(name);
    const sentence = description.replace(/^passlock: /, "");
    if (!this.isSilent) console.warn(`Auth0LockPasswordless: ${sentence}`);
    this.emit("warning", { code, name, description: sentence });
  }
}

/** Waits for an answer that goes to a callback; without one, whoever called hears of a failure. */
async function answered(answer, callback) {
  if (callback) await calledBack(answer, callback).catch(() => {});
  else await answer;
}
