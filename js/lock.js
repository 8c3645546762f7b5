// The lock: loads the widget when it is time, hands calls to it in order and tells the page what happened.

export class Passlock {
  #clientId;
  #domain;
  #options;
  #listeners = new Listeners(LOCK_EVENTS);
  #queue = [];
  #hasBegun = false;
  #opening = false;
  #destroyed = false;
  /** Where it lives on the page, with its host if it has one of its own. */
  #surface = null;
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

  update(options) {
    this.#refuseWhenDestroyed();
    const given = readOptions(options);
    if (given.container !== undefined) throw new TypeError("passlock: a lock stays in its container");
    this.#options = { ...this.#options, ...given };
    // A widget that is still to come begins with them.
    if (this.#handle) this.#follow().catch(reportedByEvent);
  }

  on(name, listener) {
    this.#listeners.add(name, listener);
    return this;
  }

  once(name, listener) {
    this.#listeners.add(name, listener, true);
    return this;
  }

  off(name, listener) {
    this.#listeners.remove(name, listener);
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
    this.#listeners.clear();
  }

  /** A lock on the page is about to be used; one behind a button can wait until the page has nothing to do. */
  #warmUp() {
    if (typeof document === "undefined") return;
    const open = () => {
      if (!this.#hasBegun) this.#open();
    };
    if (isInline(this.#options.container)) open();
    else whenIdle(open);
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
      this.#listeners.tell("unrecoverable_error", failure);
    }
    if (this.#handle) this.#workOff();
    else if (this.#queue.length > 0) this.#open();
  }

  /** Has the widget go on with the options as they are now. */
  async #follow() {
    const given = this.#options;
    const options = await this.#translated();
    // Whoever has changed them again meanwhile has that done.
    if (given !== this.#options || !this.#handle) return;
    await this.#ask((handle) => handle.update(this.#settings(options)));
  }

  /** The widget's module and its options, with the texts of their language. */
  async #load() {
    const given = this.#options;
    const [module, options] = await Promise.all([
      load().catch((cause) => {
        // As browsers say that the page's policy does not allow WebAssembly.
        const code = cause instanceof WebAssembly.CompileError ? "wasm_blocked" : "load_failed";
        throw lockError(code, `the widget did not load: ${cause.message}`, cause);
      }),
      this.#translated(),
    ]);
    await this.#painting?.rest();
    // The page may have changed its mind meanwhile.
    return given === this.#options || this.#destroyed ? { module, options } : this.#load();
  }

  /** The options, with the texts of their language. */
  async #translated() {
    this.#spoken = await inLanguage(this.#options, (warning) => this.#listeners.tell("warning", warning));
    this.#painting?.say(this.#spoken);
    return this.#spoken;
  }

  #addWidget(module, options) {
    const surface = (this.#surface ??= addHost(options.container));
    const root = addRoot(surface.place);
    // Until it stands in the place of what was painted there.
    root.hidden = this.#painting !== null;
    // News comes out of the widget's own code, which must not be called again before it has returned. What an
    // earlier widget of this lock still has to say is of no interest.
    const notify = (name, detail) =>
      queueMicrotask(() => {
        if (this.#surface === surface) this.#tell(name, detail);
      });
    try {
      this.#handle = module.mount(root, this.#settings(options), notify, this.#painting?.field);
      // It is about how the person came here, this time.
      delete this.#options.flashMessage;
    } catch (cause) {
      this.#removeWidget();
      throw lockError("mount_failed", cause.message, cause);
    }
  }

  /** What the widget is told of the lock. */
  #settings({ container, ...options }) {
    const own = { clientId: this.#clientId, domain: this.#domain, flags: flagsAddress() };
    const settings = { ...own, ...options, inline: isInline(container) };
    if (typeof options.hooks?.loggingIn === "function") settings.hooks = { ...options.hooks, loggingIn: this.#askPage };
    return settings;
  }

  /** The page's hook as it is by then. To the widget it is one and the same, which is no reason to begin anew. */
  #askPage = (context) => asPromise(this.#options.hooks.loggingIn)(context);

  #removeWidget() {
    const [handle, surface] = [this.#handle, this.#surface];
    this.#painting?.remove();
    this.#handle = this.#surface = this.#painting = this.#spoken = null;
    handle?.destroy();
    for (const root of rootsIn(surface)) root.remove();
    surface?.host?.remove();
  }

  /** Shows the first form until the widget is there, if that is the form which comes. */
  #paint(isNeeded = isFirstFormNext(this.#options)) {
    if (this.#handle || this.#painting || typeof document === "undefined" || !isNeeded) return;
    try {
      this.#surface ??= addHost(this.#options.container);
    } catch {
      // Said when the widget is put there.
      return;
    }
    const [root = addRoot(this.#surface.place)] = rootsIn(this.#surface);
    this.#painting = new Painting(root, this.#options, () => this.hide(), () => this.show());
    if (this.#spoken) this.#painting.say(this.#spoken);
  }

  #paintFailure({ code }) {
    this.#paint(true);
    this.#painting?.fail(code === "load_failed" ? "notLoaded" : "notAllowed");
  }

  /** The widget stands where its form was painted. */
  #finishPainting(view) {
    if (!this.#painting) return;
    this.#opener = this.#painting.finish(view === "phone" ? this.#surface.place : null);
    this.#painting = null;
    for (const root of rootsIn(this.#surface)) root.hidden = false;
  }

  #workOff() {
    while (this.#handle && this.#queue.length > 0) {
      const { run, resolve, reject } = this.#queue.shift();
      try {
        resolve(run(this.#handle));
      } catch (cause) {
        const error = lockError("widget_failed", cause.message, cause);
        reject(error);
        this.#listeners.tell("unrecoverable_error", error);
      }
    }
  }

  #giveUp(error) {
    for (const { reject } of this.#queue.splice(0)) reject(error);
  }

  #tell(name, detail) {
    if (name === "view_changed") this.#finishPainting(detail);
    if (name === "hidden") {
      this.#isWanted = false;
      this.#opener?.focus();
      this.#opener = null;
    }
    const event = eventOf(name, detail, this.#options.scope);
    if (event) this.#listeners.tell(...event);
  }

  #refuseWhenDestroyed() {
    if (this.#destroyed) throw new Error("passlock: a destroyed lock cannot be used again");
  }
}

/** The options that were really given. What their values may be is the widget's to say. */
const readOptions = (options) => readGiven(options, LOCK_OPTIONS);
