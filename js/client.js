// PasslockClient: the login without the lock, for pages that draw their own. What it does comes with the widget's module.

export class PasslockClient {
  #options;
  #client = null;

  constructor(options) {
    this.#options = readGiven(options);
    readParty(this.#options.clientId, this.#options.domain);
  }

  startPasswordlessWithPhoneNumber(...given) {
    return this.#ask("startPasswordlessWithPhoneNumber", given);
  }

  loginWithPhoneNumber(...given) {
    return this.#ask("loginWithPhoneNumber", given);
  }

  userInfo(...given) {
    return this.#ask("userInfo", given);
  }

  refresh(...given) {
    return this.#ask("refresh", given);
  }

  revoke(...given) {
    return this.#ask("revoke", given);
  }

  logoutUrl(given) {
    return logoutAddress(this.#options, given);
  }

  async #ask(method, given) {
    const { Client } = await load();
    return (this.#client ??= new Client(this.#options))[method](...given);
  }
}
