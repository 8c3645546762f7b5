// PasslockClient: the login without the lock, for pages that draw their own. What it does comes with the widget's module.

export class PasslockClient {
  #options;
  #client = null;

  constructor(options) {
    this.#options = readGiven(options);
    readParty(this.#options.clientId, this.#options.domain);
  }

  static {
    const ofEmail = "startPasswordlessWithEmail loginWithEmail";
    const all = `startPasswordlessWithPhoneNumber loginWithPhoneNumber ${ofEmail} userInfo refresh revoke`;
    for (const method of all.split(" ")) {
      this.prototype[method] = async function (...given) {
        const { Client } = await load();
        return (this.#client ??= new Client(this.#options))[method](...given);
      };
    }
  }

  logoutUrl(given) {
    return logoutAddress(this.#options, given);
  }
}
