// What a page gives a lock and what is looked at at once: the client, and the backend's address. The rest is the widget's to judge.

/** Whose logins these are, and where. */
function readParty(clientId, domain) {
  readText("client id", clientId);
  originOf(readText("domain", domain));
  return { clientId, domain };
}

/** The options that were really given. What their names and values may be is said once the widget is there. */
function readGiven(options) {
  if (options === null || typeof options !== "object") throw new TypeError("passlock: options have to be an object");
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Scheme, host and port of a domain, under the widget's own rules: plain http is for loopback addresses only. */
function originOf(domain) {
  const [, scheme, host] = /^(?:(\w+):\/\/)?([^\s/?#@]+)\/*$/.exec(domain.trim()) ?? [];
  const loopback = /^(127(\.\d+){3}|(.+\.)?localhost|\[::1])(:\d+)?$/i.test(host);
  const wanted = scheme ?? (loopback ? "http" : "https");
  if (!host || !(wanted === "https" || (wanted === "http" && loopback))) {
    throw new TypeError(`passlock: "${domain}" is not a domain such as login.example.com or 127.0.0.1:4000`);
  }
  return `${wanted}://${host.toLowerCase()}`;
}

/** The address that ends the login at the backend, and goes on from there. */
function logoutAddress({ clientId, domain }, { returnTo, clientId: wanted = clientId } = {}) {
  const query = new URLSearchParams({ client_id: wanted });
  if (returnTo !== undefined) query.set("returnTo", returnTo);
  return `${originOf(domain)}/v2/logout?${query}`;
}

function readText(what, value) {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new TypeError(`passlock: the ${what} is missing`);
}
