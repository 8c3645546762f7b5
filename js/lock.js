// The lock: loads the widget when it is time, hands calls to it in order and tells the page what happened.

export class Passlock {
  #party;
  #options;
  #listeners = new Listeners();
  #hasBegun = false;
  /** A promise while the widget is on its way. */
  #opening = null;
  #destroyed = false;
  /** Where it lives on the page, with its host if it has one of its own. */
  #surface = null;
  #widget = null;
  #painting = null;
  /** What is known of the language, for a form that is painted later. */
  #spoken = null;
  /** Whether the page, or the person, wants the lock on the screen. */
  #isWanted = false;

  constructor(clientId, domain, options = {}) {
    this.#party = readParty(clientId, domain);
    this.#options = readGiven(options);
    this.#warmUp();
  }

  show(options) {
    this.#refuseWhenDestroyed();
    if (options !== undefined) {
      this.#options = { ...this.#options, ...readGiven(options) };
      // A widget keeps the options it was made with.
      this.#removeWidget();
    }
    this.#isWanted = true;
    this.#paint();
    this.#ask("show").catch(reportedByEvent);
  }

  hide() {
    // Nothing is shown and nothing is about to be: that is no reason to load anything.
    if (!this.#widget && !this.#opening && !this.#painting) return;
    this.#isWanted = false;
    if (!this.#widget) this.#removeWidget();
    this.#ask("hide").catch(reportedByEvent);
  }

  update(options) {
    this.#refuseWhenDestroyed();
    const given = readGiven(options);
    if (given.container !== undefined) throw new TypeError("passlock: a lock stays in its container");
    this.#options = { ...this.#options, ...given };
    // A widget that is still to come begins with them.
    if (this.#widget) this.#ask("update", this.#translated()).catch(reportedByEvent);
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

  async logout(given) {
    await this.#ask("logOut").catch(reportedByEvent);
    if (given?.returnTo !== undefined) location.assign(logoutAddress(this.#party, given));
  }

  getSession() {
    return this.#ask("session");
  }

  async isAuthenticated() {
    return (await this.getSession()) !== null;
  }

  country() {
    return this.#ask("country");
  }

  getUserInfo(accessToken, callback) {
    return calledBack(inManners("fetchUserInfo", this.#party.domain, accessToken), callback);
  }

  resumeAuth(hash, callback) {
    return calledBack(this.#inLockManner("resumeAuth", hash), callback);
  }

  checkSession(params, callback) {
    return calledBack(this.#inLockManner("checkSession", params), callback);
  }

  destroy() {
    if (this.#destroyed) return;
    this.#destroyed = this.#hasBegun = true;
    this.#removeWidget();
    this.#listeners.clear();
  }

  /** A lock on the page is about to be used; one behind a button can wait until the page has nothing to do, or a person. */
  #warmUp() {
    if (typeof document === "undefined") return;
    const open = () => {
      if (!this.#hasBegun) this.#open().catch(reportedByEvent);
    };
    if (isInline(this.#options.container)) return open();
    whenIdle(open);
    for (const sign of ["pointerover", "focusin"]) document.addEventListener(sign, open, { once: true });
  }

  async #inLockManner(method, given) {
    this.#refuseWhenDestroyed();
    return inManners(method, { ...this.#options, ...this.#party }, given);
  }

  /** Has the widget do something: at once when it is there, otherwise in its turn. */
  async #ask(wish, given) {
    this.#refuseWhenDestroyed();
    while (this.#opening || !this.#widget) await this.#open();
    return this.#widget.ask(wish, given);
  }

  /** Brings the widget. What keeps it from coming is an event, too. */
  #open() {
    this.#hasBegun = true;
    return (this.#opening ??= this.#addWidget().catch((failure) => {
      // Before anyone hears of it: a listener may well try again.
      this.#opening = null;
      if (!this.#destroyed) {
        if (this.#isWanted) this.#paintFailure(failure);
        this.#listeners.tell("unrecoverable_error", failure);
      }
      throw failure;
    }));
  }

  async #addWidget() {
    const { Widget, options } = await this.#load();
    this.#refuseWhenDestroyed();
    this.#surface ??= addHost(options.container);
    const own = { ...this.#party, inline: isInline(options.container) };
    try {
      this.#widget = new Widget(this.#surface.place, own, options, this.#painting, this.#listeners);
    } catch (error) {
      this.#removeWidget();
      throw error;
    }
    // The widget takes its form away.
    this.#painting = null;
    // It is about how the person came here, this time.
    delete this.#options.flashMessage;
    // The widget renders, and finds an earlier session, in microtasks: by the next task it knows what to answer.
    await new Promise((resolve) => setTimeout(resolve));
    this.#opening = null;
  }

  /** The widget and its options, with the texts of their language. */
  async #load() {
    const given = this.#options;
    const [{ Widget, STYLES }, options] = await Promise.all([load(), this.#translated()]);
    completeStyles(STYLES);
    await this.#painting?.rest();
    // The page may have changed its mind meanwhile.
    return given === this.#options || this.#destroyed ? { Widget, options } : this.#load();
  }

  /** The options, with the texts of their language. */
  async #translated() {
    this.#spoken = await inLanguage(this.#options, (warning) => this.#listeners.tell("warning", warning));
    this.#painting?.say(this.#spoken);
    return this.#spoken;
  }

  #removeWidget() {
    const [widget, painting, surface] = [this.#widget, this.#painting, this.#surface];
    this.#widget = this.#painting = this.#surface = this.#spoken = null;
    painting?.remove();
    widget?.destroy();
    surface?.host?.remove();
  }

  /** Shows the first form until the widget is there, if that is the form which comes. */
  #paint(isNeeded = isFirstFormNext(this.#options)) {
    if (this.#widget || this.#painting || !isNeeded) return;
    try {
      this.#surface ??= addHost(this.#options.container);
    } catch {
      // Said when the widget is put there.
      return;
    }
    this.#painting = new Painting(this.#surface.place, this.#options, () => this.hide(), () => this.show());
    if (this.#spoken) this.#painting.say(this.#spoken);
  }

  #paintFailure({ code }) {
    this.#paint(true);
    this.#painting?.fail(code === "load_failed" ? "notLoaded" : "notAllowed");
  }

  #refuseWhenDestroyed() {
    if (this.#destroyed) throw new Error("passlock: the lock was destroyed");
  }
}
