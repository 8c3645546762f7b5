// PasslockClient: the login without the lock, for pages that draw their own. The widget's module does the work.

export class PasslockClient {
  #options;
  #headless = null;

  constructor(options) {
    this.#options = readGiven(options, CLIENT_OPTIONS);
    readText("client id", this.#options.clientId);
    originOf(readText("domain", this.#options.domain));
  }

  startPasswordlessWithPhoneNumber(phone, { signal } = {}) {
    return this.#ask("start", phone, "", signal);
  }

  async loginWithPhoneNumber(phone, code, { signal } = {}) {
    return withClaims(await this.#ask("logIn", phone, String(code), signal));
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

  logoutUrl({ returnTo, clientId = this.#options.clientId } = {}) {
    const query = new URLSearchParams({ client_id: clientId });
    if (returnTo !== undefined) query.set("returnTo", returnTo);
    return logoutAddress(this.#options.domain, query);
  }

  async #ask(wish, given, code, signal) {
    if (typeof given !== "string") throw new TypeError("passlock: a number or a token has to be a text");
    const headless = await this.#load();
    try {
      return await headless.ask(wish, given, code, signal);
    } catch (failure) {
      throw clientError(failure, signal);
    }
  }

  async #load() {
    const { Headless } = await load().catch((cause) => {
      throw lockError("load_failed", `the client did not load: ${cause.message}`, cause);
    });
    try {
      return (this.#headless ??= new Headless(this.#options));
    } catch (cause) {
      throw lockError("mount_failed", cause.message, cause);
    }
  }
}

/** An error of what the widget's module says of a failure; one that was asked for has the name that `fetch` gives it. */
function clientError(failure, signal) {
  if (typeof failure?.code !== "string") return lockError("widget_failed", failure?.message ?? "it broke", failure);
  const cause = signal?.aborted ? signal.reason : undefined;
  const error = Object.assign(lockError(failure.code, failure.description, cause), failure);
  if (failure.code === "cancelled") error.name = "AbortError";
  return error;
}
