// <pass-lock>: the lock as an element of the page, with attributes, properties, events, slots and parts.

/** `title` is every element's already: what the pointer shows when it rests there. */
const ELEMENT_NAMES = { title: "heading" };

/** What the attribute of an option is, where it is no text. */
const ATTRIBUTE_KINDS = {
  connections: readList,
  persistRefreshToken: readFlag,
  closable: readFlag,
  autoclose: readFlag,
  onlyCountries: readList,
  excludeCountries: readList,
  priorityCountries: readList,
  readonly: readFlag,
  remember: readFlag,
  autoSubmit: readFlag,
  codeLength: Number,
  autofocus: readFlag,
  leeway: Number,
};

/** Options that are objects, which no attribute can say. */
const PROPERTIES_ONLY = ["prefill", "languageDictionary", "flashMessage", "hooks"];

/** The element where there are elements; elsewhere, as on a server that renders pages, importing it is no failure. */
export const PasslockElement = /* @__PURE__ */ elementClass();

/** In a function, so that bundlers leave the class out where nobody wants it. */
function elementClass() {
  /** What a page decides about an element, by property. Its container is the element itself. */
  const ELEMENT_OPTIONS = ["clientId", "domain", ...LOCK_OPTIONS.filter((name) => name !== "container")];

  /** The options that have an attribute. */
  const ATTRIBUTES = ELEMENT_OPTIONS.filter((name) => !PROPERTIES_ONLY.includes(name));

  return class PasslockElement extends (globalThis.HTMLElement ?? class {}) {
    static observedAttributes = ["open", "modal", "light-dom", ...ATTRIBUTES.map((name) => attributeOf(propertyOf(name)))];

    #lock = null;
    /** What can't change in a lock that is there: a change makes another. */
    #lockKey = "";
    /** Options that were given as properties. */
    #given = new Map();
    #isOpen = false;
    #isChanged = false;
    #isBroken = false;
    #leaving;

    static {
      for (const name of ELEMENT_OPTIONS) {
        Object.defineProperty(this.prototype, propertyOf(name), {
          get() {
            return this.#option(name);
          },
          set(value) {
            this.#give(name, value);
          },
          configurable: true,
          enumerable: true,
        });
      }
      for (const name of ["open", "modal", "lightDom"]) {
        Object.defineProperty(this.prototype, name, {
          get() {
            return this.hasAttribute(attributeOf(name));
          },
          set(value) {
            this.toggleAttribute(attributeOf(name), Boolean(value));
          },
          configurable: true,
          enumerable: true,
        });
      }
    }

    connectedCallback() {
      clearTimeout(this.#leaving);
      this.#adoptProperties();
      if (this.#lock) this.#arrive();
      this.#change();
    }

    disconnectedCallback() {
      // An element that is moved is taken out first. One that is back by the next task has lost nothing.
      this.#leaving = setTimeout(() => this.#removeLock());
    }

    /** Browsers that can move an element without taking it out need nothing to be done. */
    connectedMoveCallback() {}

    adoptedCallback() {
      // Another document has style sheets of its own.
      this.#removeLock();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now) return;
      if (name !== "open") {
        this.#forgetGiven(name);
        this.#change();
      } else if (this.#lock && this.open !== this.#isOpen) {
        if (this.open) this.#lock.show();
        else this.#lock.hide();
      }
    }

    show() {
      this.#needLock();
      if (this.open) this.#lock.show();
      else this.open = true;
    }

    hide() {
      this.open = false;
      // It may be about to open without having said so yet.
      if (!this.#isOpen) this.#lock?.hide();
    }

    async logout(options) {
      return this.#needLock().logout(options);
    }

    async getSession() {
      return this.#needLock().getSession();
    }

    async isAuthenticated() {
      return this.#needLock().isAuthenticated();
    }

    async getCountry() {
      return this.#needLock().country();
    }

    async getUserInfo(accessToken) {
      return this.#needLock().getUserInfo(accessToken);
    }

    #option(name) {
      const written = PROPERTIES_ONLY.includes(name) ? null : this.getAttribute(attributeOf(propertyOf(name)));
      const given = this.#given.get(name) ?? written ?? undefined;
      // Frameworks set properties where templates have attributes, with the same texts.
      return typeof given === "string" ? (ATTRIBUTE_KINDS[name] ?? String)(given) : given;
    }

    /** The newer of property and attribute counts; a property that is taken back leaves the attribute. */
    #give(name, value) {
      if (value === undefined || value === null) this.#given.delete(name);
      else this.#given.set(name, value);
      this.#change();
    }

    #forgetGiven(attribute) {
      const isIt = (name) => attributeOf(propertyOf(name)) === attribute;
      for (const name of ELEMENT_OPTIONS.filter(isIt)) this.#given.delete(name);
    }

    /** Takes up what a page has set on an element that was no lock yet. */
    #adoptProperties() {
      for (const name of ["open", "modal", "lightDom", ...ELEMENT_OPTIONS.map(propertyOf)]) {
        if (!Object.hasOwn(this, name)) continue;
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }

    /** Has the lock follow once the page is through with what it changes. */
    #change() {
      if (this.#isChanged) return;
      this.#isChanged = true;
      queueMicrotask(() => {
        if (this.#isChanged && this.isConnected) this.#follow();
        this.#isChanged = false;
      });
    }

    #follow() {
      this.#isChanged = false;
      // Null is what a widget takes for "as usual".
      const [clientId, domain, ...values] = ELEMENT_OPTIONS.map((name) => this.#option(name) ?? null);
      // A page may learn these later than it draws itself.
      if (!clientId || !domain) return this.#removeLock();
      const options = Object.fromEntries(ELEMENT_OPTIONS.slice(2).map((name, at) => [name, values[at]]));
      const key = JSON.stringify([clientId, domain, this.modal, this.lightDom]);
      if (key === this.#lockKey) {
        this.#lock.update(options);
        // What made it impossible may have been put right just now.
        if (this.#isBroken && this.#shouldShow()) this.#lock.show();
        this.#isBroken = false;
        return;
      }
      this.#removeLock();
      try {
        this.#lock = new Passlock(clientId, domain, { ...options, container: this.#place() });
      } catch (cause) {
        return this.#tell("unrecoverable_error", lockError("mount_failed", cause.message, cause));
      }
      this.#lockKey = key;
      for (const name of LOCK_EVENTS) this.#lock.on(name, (detail) => this.#tell(name, detail));
      if (this.#shouldShow()) this.#lock.show();
    }

    #shouldShow() {
      return this.open || !this.modal;
    }

    #place() {
      if (this.lightDom) {
        adoptStyles(this.getRootNode());
        return new OwnPlace(this, !this.modal);
      }
      const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
      adoptStyles(shadow);
      return new OwnPlace(shadow, !this.modal);
    }

    /** The element stands somewhere else on the page, with all that is in it. */
    #arrive() {
      if (this.lightDom) adoptStyles(this.getRootNode());
      // Out of the page a dialog was no longer above it.
      const dialog = (this.lightDom ? this : this.shadowRoot).querySelector(".pl-dialog[open]");
      dialog?.close();
      dialog?.showModal();
    }

    #removeLock() {
      this.#lock?.destroy();
      this.#lock = null;
      this.#lockKey = "";
      this.#isOpen = false;
    }

    /** The lock, made now if the page was faster than its own changes. */
    #needLock() {
      if (this.isConnected && (this.#isChanged || !this.#lock)) this.#follow();
      if (this.#lock) return this.#lock;
      throw lockError("not_ready", "an element that is not on the page, or has no client-id and domain, is no lock yet");
    }

    #tell(name, detail) {
      if (name === "show" || name === "hide") {
        this.#isOpen = name === "show";
        this.open = this.#isOpen;
      }
      const type = `passlock-${name.replaceAll("_", "-")}`;
      const isError = name === "unrecoverable_error";
      this.#isBroken ||= isError;
      const event = new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: isError });
      if (this.dispatchEvent(event) && isError) reportError(detail);
    }
  };
}

/** Makes `<pass-lock>`, or an element of another name, a lock; answers with its class. A name that is taken stays as it is. */
export function define(tag = "pass-lock", registry = customElements) {
  // A class goes by one name only.
  const isFree = !registry.getName(PasslockElement);
  if (!registry.get(tag)) registry.define(tag, isFree ? PasslockElement : class extends PasslockElement {});
  return registry.get(tag);
}

function propertyOf(option) {
  return ELEMENT_NAMES[option] ?? option;
}

function attributeOf(property) {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An attribute is there to say yes; those that are on by default are switched off by "false". */
function readFlag(text) {
  return text !== "false";
}

function readList(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}
