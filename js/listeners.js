// Whom a lock tells what happens.

/** Listeners by the names of events. */
class Listeners {
  #byName = new Map();

  add(name, listener, isOnce = false) {
    if (typeof listener !== "function") throw new TypeError("passlock: a listener is a function");
    if (!this.#byName.has(name)) this.#byName.set(name, new Map());
    this.#byName.get(name).set(listener, isOnce);
  }

  remove(name, listener) {
    this.#byName.get(name)?.delete(listener);
  }

  /** Forgets the listeners of an event, or all. */
  clear(name) {
    if (name === undefined) this.#byName.clear();
    else this.#byName.delete(name);
  }

  /** The events that somebody has listened for. */
  names() {
    return [...this.#byName.keys()];
  }

  /** Calls those that listen; what one of them throws is reported and keeps nobody else from hearing. */
  tell(name, ...details) {
    const listeners = [...(this.#byName.get(name) ?? [])];
    if (name === "unrecoverable_error" && listeners.length === 0) reportError(details[0]);
    for (const [listener, isOnce] of listeners) {
      if (isOnce) this.remove(name, listener);
      try {
        listener(...details);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
