// The lock: loads the widget when it is time, hands calls to it in order and tells the page what happened.

const DEFAULT_SCOPE = "openid profile";

export class Passlock {
  #clientId;
  #domain;
  #options;
  #listeners = new Map(LOCK_EVENTS.map((name) => [name, new Map()]));
  #queue = [];
  #hasBegun = false;
  #opening = false;
  #destroyed = false;
  #host = null;
  #handle = null;
  #painting = null;
  /** What is known of the language, for a form that is painted later. */
  #spoken = null;
  /** Whether the page, or the person, wants the lock on the screen. */
  #isWanted = false;
  #opener = null;

  constructor(clientId, domain, options = {}) {
    this.#clientId = readText("client id", clientId);
    this.#domain = readText("domain", domain);
    originOf(domain);
    this.#options = readOptions(options);
    this.#warmUp();
  }

  show(options) {
    this.#refuseWhenDestroyed();
    if (options !== undefined) {
      this.#options = { ...this.#options, ...readOptions(options) };
      // A widget keeps the options it was made with.
      this.#removeWidget();
    }
    this.#isWanted = true;
    this.#paint();
    this.#ask((handle) => handle.show()).catch(reportedByEvent);
  }

  hide() {
    // Nothing is shown and nothing is about to be: that is no reason to load anything.
    if (!this.#handle && this.#queue.length === 0 && !this.#painting) return;
    this.#isWanted = false;
    if (!this.#handle) this.#removeWidget();
    this.#ask((handle) => handle.hide()).catch(reportedByEvent);
  }

  on(name, listener) {
    return this.#listen(name, listener, false);
  }

  once(name, listener) {
    return this.#listen(name, listener, true);
  }

  off(name, listener) {
    this.#listenersOf(name).delete(listener);
    return this;
  }

  async logout({ returnTo, clientId = this.#clientId } = {}) {
    if (!this.#destroyed) await this.#ask((handle) => handle.logOut()).catch(reportedByEvent);
    if (returnTo === undefined) return;
    const query = new URLSearchParams({ client_id: clientId, returnTo });
    location.assign(logoutAddress(this.#domain, query));
  }

  async getSession() {
    this.#refuseWhenDestroyed();
    return withClaims(await this.#ask((handle) => handle.session()));
  }

  async isAuthenticated() {
    return (await this.getSession()) !== null;
  }

  async country() {
    this.#refuseWhenDestroyed();
    return this.#ask((handle) => handle.country());
  }

  getUserInfo(accessToken, callback) {
    return calledBack(fetchUserInfo(this.#domain, accessToken), callback);
  }

  resumeAuth(hash, callback) {
    return calledBack(this.#inLockManner("resumeAuth", hash), callback);
  }

  checkSession(params, callback) {
    return calledBack(this.#inLockManner("checkSession", params), callback);
  }

  destroy() {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#removeWidget();
    this.#giveUp(new Error("passlock: the lock was destroyed"));
    for (const listeners of this.#listeners.values()) listeners.clear();
  }

  /** A lock on the page is about to be used; one behind a button can wait until the page has nothing to do. */
  #warmUp() {
    if (typeof document === "undefined") return;
    const open = () => {
      if (!this.#hasBegun) this.#open();
    };
    if (this.#options.container !== undefined) open();
    else if (typeof requestIdleCallback === "function") requestIdleCallback(open, { timeout: 2000 });
    else setTimeout(open, 200);
  }

  async #inLockManner(method, given) {
    this.#refuseWhenDestroyed();
    const { leeway, audience, scope = DEFAULT_SCOPE } = this.#options;
    const party = { clientId: this.#clientId, domain: this.#domain, leeway, audience, scope };
    return (await connectManners())[method](party, given);
  }

  /** Has the widget do something: at once when it is there, otherwise in its turn. */
  #ask(run) {
    return new Promise((resolve, reject) => {
      this.#queue.push({ run, resolve, reject });
      if (this.#handle && !this.#opening) this.#workOff();
      else this.#open();
    });
  }

  async #open() {
    if (this.#opening || this.#handle || this.#destroyed) return;
    this.#hasBegun = true;
    this.#opening = true;
    let failure = null;
    try {
      const { module, options } = await this.#load();
      if (!this.#destroyed) this.#addWidget(module, options);
      // The widget renders, and finds an earlier session, in microtasks: by the next task it knows what to answer.
      await new Promise((resolve) => setTimeout(resolve));
    } catch (error) {
      failure = error;
    }
    // Before anyone hears of it: a listener may well try again.
    this.#opening = false;
    if (failure) this.#giveUp(failure);
    if (failure && !this.#destroyed) {
      if (this.#isWanted) this.#paintFailure(failure);
      this.#emit("unrecoverable_error", failure);
    }
    if (this.#handle) this.#workOff();
    else if (this.#queue.length > 0) this.#open();
  }

  /** The widget's module and its options, with the texts of their language. */
  async #load() {
    const given = this.#options;
    const warn = (warning) => this.#emit("warning", warning);
    const [module, options] = await Promise.all([
      load().catch((cause) => {
        // As browsers say that the page's policy does not allow WebAssembly.
        const code = cause instanceof WebAssembly.CompileError ? "wasm_blocked" : "load_failed";
        throw lockError(code, `the widget did not load: ${cause.message}`, cause);
      }),
      inLanguage(given, warn).then((options) => {
        this.#spoken = options;
        this.#painting?.say(options);
        return options;
      }),
    ]);
    await this.#painting?.rest();
    // The page may have changed its mind meanwhile.
    return given === this.#options || this.#destroyed ? { module, options } : this.#load();
  }

  #addWidget(module, { container, ...options }) {
    const host = this.#host ?? addHost(container);
    const root = addRoot(host);
    // Until it stands in the place of what was painted there.
    root.hidden = this.#painting !== null;
    const settings = {
      clientId: this.#clientId,
      domain: this.#domain,
      flags: flagsAddress(),
      ...options,
      inline: container !== undefined,
    };
    const { loggingIn } = options.hooks ?? {};
    if (typeof loggingIn === "function") settings.hooks = { ...options.hooks, loggingIn: asPromise(loggingIn) };
    this.#host = host;
    // News comes out of the widget's own code, which must not be called again before it has returned. What an
    // earlier widget of this lock still has to say is of no interest.
    const notify = (name, detail) =>
      queueMicrotask(() => {
        if (this.#host === host) this.#tell(name, detail);
      });
    try {
      this.#handle = module.mount(root, settings, notify, this.#painting?.field);
      // It is about how the person came here, this time.
      delete this.#options.flashMessage;
    } catch (cause) {
      this.#removeWidget();
      throw lockError("mount_failed", cause.message, cause);
    }
  }

  #removeWidget() {
    const [handle, host] = [this.#handle, this.#host];
    this.#painting?.remove();
    this.#handle = this.#host = this.#painting = this.#spoken = null;
    handle?.destroy();
    host?.remove();
  }

  /** Shows the first form until the widget is there, if that is the form which comes. */
  #paint(options = this.#options, isNeeded = isFirstFormNext(options)) {
    if (this.#handle || this.#painting || typeof document === "undefined" || !isNeeded) return;
    try {
      this.#host ??= addHost(options.container);
    } catch {
      // Said when the widget is put there.
      return;
    }
    const root = this.#host.shadowRoot.querySelector(".pl-root") ?? addRoot(this.#host);
    this.#painting = new Painting(root, options, () => this.hide(), () => this.show());
    if (this.#spoken) this.#painting.say(this.#spoken);
  }

  #paintFailure({ code }) {
    this.#paint(this.#options, true);
    this.#painting?.fail(code === "load_failed" ? "notLoaded" : "notAllowed");
  }

  /** The widget stands where its form was painted. */
  #finishPainting(view) {
    if (!this.#painting) return;
    const { shadowRoot } = this.#host;
    this.#opener = this.#painting.finish(view === "phone" ? shadowRoot : null);
    this.#painting = null;
    shadowRoot.querySelector(".pl-root").hidden = false;
  }

  #workOff() {
    while (this.#handle && this.#queue.length > 0) {
      const { run, resolve, reject } = this.#queue.shift();
      try {
        resolve(run(this.#handle));
      } catch (cause) {
        const error = lockError("widget_failed", cause.message, cause);
        reject(error);
        this.#emit("unrecoverable_error", error);
      }
    }
  }

  #giveUp(error) {
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }

  /** Translates the widget's news into the page's events. */
  #tell(name, detail) {
    switch (name) {
      case "shown":
        return this.#emit("show");
      case "hidden":
        this.#isWanted = false;
        this.#opener?.focus();
        this.#opener = null;
        return this.#emit("hide");
      case "logged_in":
        return this.#emit("authenticated", this.#authResult(detail));
      case "session_restored":
      case "session_refreshed":
        return this.#emit(name, this.#authResult(detail));
      case "view_changed":
        this.#finishPainting(detail);
        return this.#emit("view_changed", { view: detail });
      case "session_expired":
        return this.#emit("session_expired", { reason: detail });
      case "code_sent":
        return this.#emit("code_sent", detail);
      case "logged_out":
        return this.#emit("logged_out");
      case "failed":
        return this.#emit("authorization_error", { ...detail, error_description: detail.description });
      case "storage_denied":
        return this.#emit("warning", {
          code: "storage_denied",
          description: "The browser keeps nothing for this page; the session ends when the page is left.",
        });
      case "session_dropped":
        return this.#emit("warning", {
          code: "session_dropped",
          reason: detail,
          description: `What was stored as a session is none and was removed (${detail}).`,
        });
    }
  }

  #authResult(session) {
    return authResultOf(session, this.#options.scope ?? DEFAULT_SCOPE);
  }

  #emit(name, ...details) {
    const listeners = this.#listeners.get(name);
    if (name === "unrecoverable_error" && listeners.size === 0) reportError(details[0]);
    for (const [listener, isOnce] of [...listeners]) {
      if (isOnce) listeners.delete(listener);
      try {
        listener(...details);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #listen(name, listener, isOnce) {
    if (typeof listener !== "function") throw new TypeError("passlock: a listener has to be a function");
    this.#listenersOf(name).set(listener, isOnce);
    return this;
  }

  #listenersOf(name) {
    const listeners = this.#listeners.get(name);
    if (!listeners) throw unknownName("event", name, LOCK_EVENTS);
    return listeners;
  }

  #refuseWhenDestroyed() {
    if (this.#destroyed) throw new Error("passlock: a destroyed lock cannot be used again");
  }
}

/** The options that were really given. What their values may be is the widget's to say. */
function readOptions(options) {
  return readGiven(options, LOCK_OPTIONS);
}

/** Whoever listens for `unrecoverable_error` has heard of it already. */
function reportedByEvent() {}
