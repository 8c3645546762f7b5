// The manner of lock-passwordless v2: the page opens the lock, gets one callback, and keeps the tokens itself.

class V2Manner {
  #manner;

  constructor(manner) {
    this.#manner = manner;
  }

  /** Opens a lock that sends its codes as `ways` says. */
  open(given, ways) {
    const { news } = this.#manner;
    const [options, callback] = readV2Arguments(given);
    const { callbackURL, responseType = "code" } = options;
    const refusal = callbackURL ? redirectRefusal({ redirectUrl: callbackURL, responseType }) : null;
    if (refusal) return this.#refuse(callback, ...refusal);
    news.isSilent = options.disableWarnings === true;
    const translated = translateV2Options(options, (...told) => news.warn(...told));
    const lock = this.#manner.place({ ...translated, ...ways });
    const state = options.authParams?.state ?? null;
    const redirect = { target: callbackURL && addressOf(callbackURL), state: state ?? randomText(), scope: translated.scope };
    this.#callBack(lock, callback, redirect, state);
    lock.show();
  }

  refuseConnection(given) {
    const [, callback] = readV2Arguments(given);
    this.#refuse(callback, "connection_not_enabled", "This connection is not enabled; logins by text message and email are: use sms() or emailcode().");
  }

  close(callback) {
    const { current, isOpen } = this.#manner;
    if (callback && isOpen) current.once("hide", () => callback());
    else if (callback) setTimeout(() => callback());
    current?.hide();
  }

  #callBack(lock, callback, redirect, state) {
    const { news } = this.#manner;
    // The page hears of failed logins; that no message could be sent only the person is told, as ever.
    let isAtLogin = false;
    lock.on("code_sent", () => (isAtLogin = true));
    lock.on("authenticated", (result) => {
      const { idToken, accessToken, refreshToken, scope } = result;
      if (redirect.target && this.#manner.goOn({ ...redirect, scope: redirect.scope ?? scope }, result)) return;
      news.emit("authenticated", { ...result, state });
      callback?.(null, v2Profile(claimsOf(idToken)), idToken, accessToken, state, refreshToken);
    });
    lock.on("authorization_error", ({ stage = isAtLogin ? "login" : "start", ...error }) => {
      news.emit("authorization_error", { ...error, stage });
      if (stage === "login") callback?.(error);
    });
    lock.on("unrecoverable_error", (error) => {
      news.emit("unrecoverable_error", error);
      callback?.(error);
    });
  }

  #refuse(callback, error, description) {
    console.warn(`Auth0LockPasswordless: ${description}`);
    this.#manner.news.emit("authorization_error", { code: error, error, description, error_description: description });
    if (callback) setTimeout(() => callback({ error, description }));
  }
}

/** v2's methods take options, a callback, both or neither. */
function readV2Arguments([first, second]) {
  const [options, callback] = typeof first === "function" ? [{}, first] : [first ?? {}, second];
  if (typeof options !== "object") throw new TypeError("Auth0LockPasswordless: options have to be an object");
  return [options, callback];
}
