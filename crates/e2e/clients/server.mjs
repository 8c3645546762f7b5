//! Where the server is, what it sends to people, and what a browser of theirs does.

import assert from "node:assert/strict";
import { get } from "node:https";

/** Ends in a slash. */
export const ISSUER = process.env.PASSLOCK_ISSUER;

/** Host and port, as Auth0's libraries name a server. */
export const DOMAIN = new URL(ISSUER).host;

/** The newest code that was sent to a number in E.164. */
export async function codeFor(number) {
  const outbox = await (await fetch(`${ISSUER}dev/outbox`)).json();
  return outbox.find((message) => message.to === number).code;
}

/** A code of the same length that is certainly another one. */
export function otherThan(code) {
  return code.replace(/\d/g, (digit) => (Number(digit) + 1) % 10);
}

/** Asks for a code as a page does. */
export async function askForCode(number) {
  const started = await post("passwordless/start", { client_id: "demo", connection: "sms", phone_number: number, send: "code" });
  assert.equal(started.status, 200);
  return codeFor(number);
}

/** The tokens of somebody who logs in. */
export async function logIn(number) {
  const reply = await post("oauth/token", {
    grant_type: "http://auth0.com/oauth/grant-type/passwordless/otp",
    client_id: "demo",
    realm: "sms",
    username: number,
    otp: await askForCode(number),
    scope: "openid profile",
  });
  assert.equal(reply.status, 200);
  return reply.json();
}

export function post(path, body, headers = {}) {
  return fetch(ISSUER + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** A person's browser, as far as cookies and redirects go. */
export class Browser {
  #cookies = new Map();

  /** Proves who has this number; what comes of it is a ticket for `/authorize`, and a cookie. */
  async ticketFor(number) {
    const body = {
      client_id: "demo",
      credential_type: "http://auth0.com/oauth/grant-type/passwordless/otp",
      realm: "sms",
      username: number,
      otp: await askForCode(number),
    };
    const answer = await post("co/authenticate", body, { origin: "http://localhost:8080" });
    assert.equal(answer.status, 200, await answer.clone().text());
    this.#keep(answer.headers.getSetCookie());
    return (await answer.json()).login_ticket;
  }

  /** Goes to an address, and says where that leads to. */
  async open(address) {
    const cookie = [...this.#cookies].map((pair) => pair.join("=")).join("; ");
    // Not by fetch, which says that it is no window.
    const headers = { cookie, "sec-fetch-dest": "document", "sec-fetch-mode": "navigate" };
    const answer = await new Promise((resolve, reject) => get(address, { headers }, resolve).on("error", reject));
    answer.resume();
    this.#keep(answer.headers["set-cookie"] ?? []);
    assert.equal(answer.statusCode, 302);
    return new URL(answer.headers.location, address);
  }

  #keep(lines) {
    for (const line of lines) {
      const [name, value] = line.split(";")[0].split("=");
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}
