// Auth0LockPasswordless: the manner of Auth0's own locks, old and new. What it does is in a second file, which is loaded
// when a lock is first used; here is only what has to answer at once.

export const Auth0LockPasswordless = /* @__PURE__ */ dropInClass();

/** In a function, so that bundlers leave the class out where nobody wants it. */
function dropInClass() {
  return class Auth0LockPasswordless {
    #party;
    #listeners = new Listeners();
    #manner = null;
    #isDestroyed = false;

    constructor(clientId, domain, options) {
      this.#party = { ...readParty(clientId, domain), options: readGiven(options ?? {}), listeners: this.#listeners };
      if (typeof document !== "undefined") this.#begin(location.hash, options !== undefined);
    }

    static {
      // These answer later, if at all.
      const ofV2 = "sms emailcode magiclink social socialOrSms socialOrEmailcode socialOrMagiclink close getProfile logout";
      for (const method of `${ofV2} show hide checkSession resumeAuth`.split(" ")) {
        this.prototype[method] = function (...given) {
          if (this.#isDestroyed) throw new Error("passlock: the lock was destroyed");
          return this.#call(method, given);
        };
      }
      this.prototype.addListener = this.prototype.on;
      this.prototype.removeListener = this.prototype.off;
    }

    on(name, listener) {
      return this.#listen(name, listener, false);
    }

    once(name, listener) {
      return this.#listen(name, listener, true);
    }

    off(name, listener) {
      this.#listeners.remove(name, listener);
      return this;
    }

    removeAllListeners(name) {
      this.#listeners.clear(name);
      return this;
    }

    getUserInfo(accessToken, callback) {
      return calledBack(inManners("fetchUserInfo", this.#party.domain, accessToken), callback);
    }

    parseHash(hash = location.hash) {
      const { id_token, error, error_description, ...rest } = Object.fromEntries(
        new URLSearchParams(hash.replace(/^#?\/?/, "")),
      );
      if (error) return { error, error_description };
      if (!id_token) return null;
      const profile = profileOf(id_token, this.#party);
      if (!profile) return { error: "invalid_token", error_description: "The id_token is not for this client." };
      const { access_token, state, refresh_token } = rest;
      return { profile, id_token, access_token, state, refresh_token };
    }

    destroy() {
      this.#isDestroyed = true;
      this.#manner?.destroy();
    }

    /** A login that the page comes back from is taken up soon; all else can wait until the page has nothing to do. */
    #begin(hash, hasOptions) {
      setTimeout(() => {
        const isAwaited = this.#listeners.names().includes("hash_parsed") || /token=|error=/.test(hash);
        if (isAwaited) this.#call("arrive", [hash, hasOptions]);
      });
      whenIdle(() => this.#call("ready", []));
    }

    #listen(name, listener, isOnce) {
      this.#listeners.add(name, listener, isOnce);
      this.#manner?.checkEvents();
      return this;
    }

    /** Has the second file do something, in its turn. Whoever is to hear of an end hears of a failure to load it. */
    async #call(method, given) {
      if (this.#isDestroyed) return;
      // The widget at the same time, unless nothing is to be seen of it.
      if (method !== "arrive") load().catch(reportedByEvent);
      try {
        const { Manner } = await loadManners();
        if (this.#isDestroyed) return;
        this.#manner ??= new Manner(this.#party);
        await this.#manner[method](...given);
      } catch (error) {
        if (this.#manner) return reportError(error);
        given.find((each) => typeof each === "function")?.(error);
        this.#listeners.tell("unrecoverable_error", error);
      }
    }
  };
}
