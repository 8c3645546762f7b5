// What a PasslockClient does: the widget's module without the lock.

class Client {
  #headless;

  constructor(options) {
    try {
      checkNames("option", Object.keys(options), CLIENT_OPTIONS);
      this.#headless = new Headless(options);
    } catch (cause) {
      throw errorBy("mount_failed", cause);
    }
  }

  startPasswordlessWithPhoneNumber(phone, { signal } = {}) {
    return this.#ask("start", phone, "", signal);
  }

  async loginWithPhoneNumber(phone, code, { signal } = {}) {
    return withClaims(await this.#ask("logIn", phone, String(code), signal));
  }

  startPasswordlessWithEmail(address, { signal } = {}) {
    return this.#ask("startEmail", address, "", signal);
  }

  async loginWithEmail(address, code, { signal } = {}) {
    return withClaims(await this.#ask("logInEmail", address, String(code), signal));
  }

  userInfo(accessToken, { signal } = {}) {
    return this.#ask("userInfo", accessToken, "", signal);
  }

  async refresh(refreshToken, { signal } = {}) {
    return withClaims(await this.#ask("refresh", refreshToken, "", signal));
  }

  revoke(refreshToken, { signal } = {}) {
    return this.#ask("revoke", refreshToken, "", signal);
  }

  async #ask(wish, given, code, signal) {
    if (typeof given !== "string") throw new TypeError("passlock: a number, an address or a token has to be a text");
    try {
      return await this.#headless.ask(wish, given, code, signal);
    } catch (failure) {
      throw clientError(failure, signal);
    }
  }
}
