// A program that uses all types of the element.
import "passlock/define";
import { PasslockElement, define, type PasslockElementEventMap, type PasslockElementOptions } from "passlock/element";
import { define as same } from "passlock";

const every: Required<PasslockElementOptions> = {
  clientId: "demo",
  domain: "login.example.com",
  heading: "Sign in",
  modal: true,
  open: false,
  lightDom: false,
  connections: ["sms", "email"],
  connection: "sms",
  scope: "openid profile",
  audience: "https://api.example.com/",
  flow: "cross-origin",
  storage: "memory",
  storageKey: "id_token",
  persistRefreshToken: false,
  closable: true,
  autoclose: true,
  logo: "logo.svg",
  appName: "Swapart",
  country: "FR",
  onlyCountries: ["FR", "DE"],
  excludeCountries: [],
  priorityCountries: ["DE"],
  language: "auto",
  languageDictionary: { close: "Away" },
  theme: "auto",
  primaryColor: "#ea5323",
  flashMessage: { type: "info", text: "Good morning." },
  hooks: { loggingIn: () => {} },
  prefill: { phoneNumber: "+33612345678" },
  phone: "+33612345678",
  email: "ada@example.com",
  readonly: false,
  remember: true,
  autoSubmit: true,
  codeLength: 6,
  leeway: 60,
  withoutCrypto: "refuse",
};

const lock = document.createElement("pass-lock");
Object.assign(lock, every);
lock.onlyCountries = ["FR"];
lock.theme = undefined;
lock.autofocus = true;
// @ts-expect-error There is no such colour.
lock.theme = "pink";
const found: PasslockElement | null = document.querySelector("pass-lock");
const Shop: typeof PasslockElement = define("shop-lock", customElements);
console.log(found instanceof Shop, same === define, PasslockElement.observedAttributes.length);

lock.addEventListener("passlock-show", ({ detail }) => detail satisfies null);
lock.addEventListener("passlock-hide", () => {});
lock.addEventListener("passlock-authenticated", (event) => event.detail.idTokenPayload?.name);
lock.addEventListener("passlock-authorization-error", function ({ detail }) {
  this.setAttribute("data-error", detail.code);
});
lock.addEventListener("passlock-unrecoverable-error", (event) => (event.preventDefault(), event.detail.code));
lock.addEventListener("passlock-code-sent", ({ detail }) => detail);
lock.addEventListener("passlock-session-restored", ({ detail }) => detail.idToken);
lock.addEventListener("passlock-session-refreshed", ({ detail }) => detail.idToken);
lock.addEventListener("passlock-session-expired", ({ detail }) => detail.reason === "time_over");
lock.addEventListener("passlock-logged-out", () => {});
lock.addEventListener("passlock-view-changed", ({ detail }) => detail.view === "code");
lock.addEventListener("passlock-warning", ({ detail }) => detail.code);
lock.addEventListener("click", (event) => event.clientX, { once: true });
document.addEventListener("passlock-authenticated", ({ detail }) => detail.idToken);
const onShow = (event: PasslockElementEventMap["passlock-show"]) => console.log(event.type);
lock.removeEventListener("passlock-show", onShow);

export async function useEverything(): Promise<void> {
  lock.show();
  lock.hide();
  const session = await lock.getSession();
  console.log(session?.idToken, await lock.isAuthenticated(), (await lock.getCountry()).code, lock.country?.length);
  console.log((await lock.getUserInfo("token")).sub);
  await lock.logout({ returnTo: location.href });
}
