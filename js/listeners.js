// Whom a lock tells what happens.

/** Listeners by the names of events, each of which is known. */
class Listeners {
  #byName;

  constructor(names) {
    this.#byName = new Map(names.map((name) => [name, new Map()]));
  }

  add(name, listener, isOnce = false) {
    if (typeof listener !== "function") throw new TypeError("passlock: a listener has to be a function");
    this.#of(name).set(listener, isOnce);
  }

  remove(name, listener) {
    this.#of(name).delete(listener);
  }

  clear() {
    for (const listeners of this.#byName.values()) listeners.clear();
  }

  /** Calls those that listen; what one of them throws is reported and keeps nobody else from hearing. */
  tell(name, ...details) {
    const listeners = this.#of(name);
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

  #of(name) {
    const listeners = this.#byName.get(name);
    if (!listeners) throw unknownName("event", name, [...this.#byName.keys()]);
    return listeners;
  }
}
