// A page that takes the lock out of the package, in both ways.
import { Passlock } from "passlock";
import "passlock/define";

const { clientId, domain } = Object.fromEntries(new URLSearchParams(location.search));
const lock = new Passlock(clientId, domain, { storage: "memory" });
lock.on("authenticated", ({ idTokenPayload }) => (document.title = `Welcome ${idTokenPayload.sub}`));
document.querySelector("#opener").addEventListener("click", () => lock.show());

/** Puts the element on the page. */
globalThis.addElement = () => {
  const element = Object.assign(document.createElement("pass-lock"), { clientId, domain, storage: "memory" });
  document.querySelector("#here").append(element);
};
