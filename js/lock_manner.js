// The manner of Lock 11 to 15: the page shows the lock and listens to events; a login goes on to another address, or not.

/** The names of Lock's screens, by the view and by the stage of the login. */
const LOCK_SCREENS = { phone: "socialOrPhoneNumber", email: "socialOrEmail", code: "vcode" };

/** The views of the connections. */
const LOCK_VIEWS = { sms: "phone", email: "email" };

class LockManner {
  #manner;
  #lock = null;
  #isSpecial = false;
  #screen = null;

  constructor(manner) {
    this.#manner = manner;
  }

  /** Shows the lock; with `overrides`, one that is made for this time. */
  show(overrides) {
    const { party, news } = this.#manner;
    if (this.#manner.isOpen) return;
    const isSpecial = Object.keys(overrides ?? {}).length > 0;
    if (this.#lock && this.#lock === this.#manner.current && !isSpecial && !this.#isSpecial) return this.#lock.show();
    const options = { ...party.options, ...overrides, auth: { ...party.options.auth, ...overrides?.auth } };
    news.isSilent = options.disableWarnings === true;
    const refusal = refusalOf(options);
    if (refusal) return this.#refuse(refusal);
    const translated = translateLockOptions(options, (...told) => news.warn(...told));
    this.#isSpecial = isSpecial;
    this.#lock = this.#manner.place({ ...translated, hooks: this.#hooks(options.hooks) });
    this.#listen(this.#lock, options, translated.scope);
    this.#lock.show();
  }

  /** Takes up the login that a fragment tells of, and tells the page; the address is rid of it first. */
  async resume(hash) {
    const { party, news } = this.#manner;
    const isResult = RESULT.test(hash);
    if (isResult && party.options.hashCleanup !== false && location.hash === hash) {
      history.replaceState(history.state, "", withoutHash(location.href));
    }
    try {
      const result = await resumeAuth({ ...party, leeway: party.options.leeway }, hash);
      news.emit("hash_parsed", result);
      if (result) news.emit("authenticated", result);
      return result;
    } catch (error) {
      news.emit("hash_parsed", error);
      news.emit("authorization_error", error);
      throw error;
    }
  }

  #refuse([code, description]) {
    console.error(`Auth0LockPasswordless: ${description}`);
    this.#manner.news.emit("unrecoverable_error", lockError(code, description));
  }

  #listen(lock, options, scope) {
    const { news } = this.#manner;
    lock.on("authenticated", (result) => this.#finish(options, scope, result));
    lock.on("authorization_error", (error) => news.emit("authorization_error", error));
    lock.on("unrecoverable_error", (error) => news.emit("unrecoverable_error", error));
    lock.on("view_changed", ({ view }) => {
      const screen = LOCK_SCREENS[view];
      if (screen && screen !== this.#screen) news.emit(`${screen} ready`);
      this.#screen = screen ?? null;
    });
  }

  /** The page's hooks, after the events that go before them. */
  #hooks({ loggingIn } = {}) {
    const { news } = this.#manner;
    const ask = typeof loggingIn === "function" ? asPromise(loggingIn) : null;
    return {
      loggingIn: async (context) => {
        const { stage, connection } = context;
        news.emit(`${LOCK_SCREENS[stage === "login" ? "code" : LOCK_VIEWS[connection]]} submit`);
        await ask?.(context);
      },
    };
  }

  #finish(options, scope, result) {
    const redirect = redirectOf(options);
    if (redirect && this.#manner.goOn({ ...redirect, scope }, result)) return;
    const state = options.auth.params?.state ?? options.auth.state ?? null;
    this.#manner.news.emit("authenticated", { ...result, state });
  }
}

const RESULT = /(^|[#&/])(access_token|id_token|error)=/;
