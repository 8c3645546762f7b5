// Elements that are not there: as much of a browser's as <pass-lock> touches.

/** Puts the classes that an element needs into the world; answers with a registry for them. */
export function newElements() {
  Object.assign(globalThis, { HTMLElement });
  return new Registry();
}

class HTMLElement extends EventTarget {
  #attributes = new Map();
  isConnected = false;
  shadowRoot = null;

  getAttribute(name) {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name) {
    return this.#attributes.has(name);
  }

  setAttribute(name, value) {
    this.#put(name, String(value));
  }

  removeAttribute(name) {
    this.#put(name, null);
  }

  toggleAttribute(name, isThere) {
    this.#put(name, isThere ? this.getAttribute(name) ?? "" : null);
  }

  attachShadow() {
    const children = [];
    return (this.shadowRoot = { adoptedStyleSheets: [], children, append: (child) => children.push(attached(child)), querySelector: () => null });
  }

  /** Puts the element on the page. */
  enter() {
    this.isConnected = true;
    this.connectedCallback();
  }

  /** Takes the element off the page. */
  leave() {
    this.isConnected = false;
    this.disconnectedCallback();
  }

  #put(name, value) {
    const before = this.getAttribute(name);
    if (value === null) this.#attributes.delete(name);
    else this.#attributes.set(name, value);
    const isWatched = this.constructor.observedAttributes.includes(name);
    if (isWatched && (before !== null || value !== null)) this.attributeChangedCallback(name, before, value);
  }
}

function attached(child) {
  return Object.assign(child, { remove: () => (child.isGone = true) });
}

class Registry {
  #classes = new Map();

  get(tag) {
    return this.#classes.get(tag);
  }

  getName(known) {
    return [...this.#classes].find(([, one]) => one === known)?.[0] ?? null;
  }

  define(tag, one) {
    if (this.#classes.has(tag) || this.getName(one)) throw new Error(`${tag}: a name and a class are used once`);
    this.#classes.set(tag, one);
  }
}
