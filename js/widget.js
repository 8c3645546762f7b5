// A lock's widget on the page, once the WebAssembly is there: what it is told, and what it tells the page.

class Widget {
  #own;
  #options;
  #listeners;
  #handle;
  #root = document.createElement("div");
  /** The form that stands there until the widget has drawn its own. */
  #painting;
  /** What gets the focus back when the lock closes. */
  #opener = null;
  #isGone = false;
  /** A promise of options that it is to go on with. */
  #coming = null;
  /** Events that a page listens for in vain, as it was told. */
  #vain = new Set();

  /**
   * Puts a widget into `place`, where `painting` may be; `own` is what the lock says of itself on top of the options.
   * Throws what makes that impossible.
   */
  constructor(place, own, options, painting, listeners) {
    Object.assign(this.#root, { className: "pl-root", hidden: painting !== null });
    this.#own = { flags: new URL("./flags.webp", import.meta.url).href, ...own };
    this.#painting = painting;
    this.#listeners = listeners;
    // A form that came with the page, and is not what is shown.
    if (!painting) place.querySelector(".pl-root")?.remove();
    place.append(this.#root);
    // News comes out of the widget's own code, which must not be called again before it has returned.
    const notify = (name, detail) => queueMicrotask(() => this.#tell(name, detail));
    try {
      this.#handle = mount(this.#root, this.#settings(options), notify, isForPhone(options) ? painting?.field : undefined);
    } catch (cause) {
      this.destroy();
      throw errorBy("mount_failed", cause);
    }
  }

  /** What the widget answers to a wish. Throws, and tells the page, when it breaks. */
  ask(wish, given) {
    try {
      if (wish === "update") return this.#follow(given);
      const answer = this.#handle[wish]();
      return wish === "session" ? withClaims(answer) : answer;
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  /** Takes everything off the page that belongs to it. What it still has to say is of no interest. */
  destroy() {
    this.#isGone = true;
    this.#handle?.destroy();
    this.#painting?.remove();
    this.#root.remove();
  }

  /** Goes on with other options, once they are there. Whoever has changed them again meanwhile has that done. */
  async #follow(coming) {
    this.#coming = coming;
    const options = await coming;
    if (this.#isGone || this.#coming !== coming) return;
    try {
      this.#handle.update(this.#settings(options));
    } catch (cause) {
      throw this.#failure(cause);
    }
  }

  #failure(cause) {
    const error = errorBy("widget_failed", cause);
    this.#listeners.tell("unrecoverable_error", error);
    return error;
  }

  /** What the widget is told of the lock. */
  #settings({ container, language, texts, ...options }) {
    checkNames("option", Object.keys(options), LOCK_OPTIONS);
    this.#options = options;
    const settings = { ...this.#own, ...options };
    // English is what a widget speaks that is told nothing.
    if (language !== "en" || Object.keys(texts).length > 0) Object.assign(settings, { language, texts });
    if (options.title === undefined) delete settings.title;
    if (typeof options.hooks?.loggingIn === "function") settings.hooks = { ...options.hooks, loggingIn: this.#askPage };
    return settings;
  }

  /** The page's hook as it is by then. To the widget it is one and the same, which is no reason to begin anew. */
  #askPage = (context) => asPromise(this.#options.hooks.loggingIn)(context);

  #tell(name, detail) {
    if (this.#isGone) return;
    this.#checkEvents();
    if (name === "view_changed") this.#takeOver(detail);
    if (name === "hidden") {
      // It may have been closed before it was drawn.
      this.#takeOver(null);
      if (this.#opener) {
        // A slow device closes its dialog in a later task, and behind an open one nothing takes the focus.
        this.#root.querySelector("dialog")?.close();
        this.#opener.focus();
        this.#opener = null;
      }
    }
    const event = eventOf(name, detail, this.#options.scope);
    if (event) this.#listeners.tell(...event);
  }

  /** Reports events that there are not: a page may listen at any time. */
  #checkEvents() {
    for (const name of this.#listeners.names()) {
      if (LOCK_EVENTS.includes(name) || this.#vain.has(name)) continue;
      this.#vain.add(name);
      reportError(unknownName("event", name, LOCK_EVENTS));
    }
  }

  /** The widget stands where its form was painted. */
  #takeOver(view) {
    if (!this.#painting) return;
    const { asked, opener } = this.#painting;
    this.#painting.giveWay();
    this.#painting = null;
    this.#opener = opener;
    this.#root.hidden = false;
    // What is hidden takes no focus; the field for a number has brought its own.
    if (view === "email") this.#root.querySelector("[autofocus]")?.focus();
    // What the person asked for meanwhile.
    if (view !== "phone") return;
    if (asked === "submit") this.#root.querySelector("form").requestSubmit();
    if (asked === "country") this.#root.querySelector("button.pl-country")?.click();
  }
}

/** Whether a lock begins with the form that is painted. */
function isForPhone({ connections }) {
  return (connections?.[0] ?? "sms") === "sms";
}
