// A program that uses all of passlock's types; `cargo xtask types` has TypeScript check it.
import {
  Auth0LockPasswordless,
  Passlock,
  PasslockClient,
  type AuthResult,
  type AuthorizationError,
  type FirstCountry,
  type PasslockOptions,
  type Profile,
  type SentCode,
  type Session,
  type UnrecoverableError,
  type V2Options,
  type Warning,
} from "passlock";
import { csp } from "passlock/csp";

const every: Required<PasslockOptions> = {
  container: document.body,
  connections: ["email", "sms"],
  connection: "sms",
  scope: "openid profile offline_access",
  audience: "https://api.example.com",
  flow: "auto",
  storage: "local",
  storageKey: "id_token",
  persistRefreshToken: false,
  closable: true,
  autoclose: true,
  title: "Sign in",
  logo: "logo.svg",
  appName: "Swapart",
  country: "FR",
  onlyCountries: ["FR", "DE"],
  excludeCountries: [],
  priorityCountries: ["DE"],
  language: "auto",
  languageDictionary: { close: "Away", error: { login: { blocked_user: "Not you." } } },
  theme: "auto",
  primaryColor: "#ea5323",
  autofocus: true,
  flashMessage: { type: "info", text: "Good morning." },
  hooks: {
    loggingIn: async ({ stage, phoneNumber, email }, callback) => [stage === "start", phoneNumber?.length, email?.length, callback],
  },
  prefill: { phoneNumber: "+33612345678", email: "ada@example.com" },
  phone: "+33612345678",
  email: "ada@example.com",
  readonly: false,
  remember: true,
  autoSubmit: true,
  codeLength: 6,
  leeway: 60,
  withoutCrypto: "refuse",
};

const lock = new Passlock("demo", "login.example.com", every);
new Passlock("demo", "login.example.com");
// @ts-expect-error An application has an id.
new Passlock();
// @ts-expect-error There is no such colour.
new Passlock("demo", "login.example.com", { theme: "pink" });
// @ts-expect-error There is no such option.
new Passlock("demo", "login.example.com", { colour: "red" });

lock.on("show", () => {}).once("hide", () => {}).off("hide", () => {});
lock.on("authenticated", (result: AuthResult) => result.idTokenPayload?.name?.trim());
lock.on("session_restored", ({ idToken, expiresIn }) => [idToken.length, expiresIn?.toFixed()]);
lock.on("session_refreshed", ({ accessToken }) => accessToken?.length);
lock.on("session_expired", ({ reason }) => reason === "time_over");
lock.on("authorization_error", ({ code, stage, check }: AuthorizationError) => [code.length, stage === "start", check]);
lock.on("unrecoverable_error", (error: UnrecoverableError) => error.stack);
lock.on("code_sent", (message: SentCode) => message);
lock.on("logged_out", () => {});
lock.on("view_changed", ({ view }) => view === "phone");
lock.on("warning", (warning: Warning) => (warning.code === "session_dropped" ? warning.reason : warning.description));
// @ts-expect-error There is no such event.
lock.on("signed_in", () => {});
// @ts-expect-error A login has no such thing.
lock.on("authenticated", ({ password }) => password);

export async function useEverything(): Promise<Session | null> {
  lock.show();
  lock.show({ theme: "dark" });
  lock.update({ theme: null, title: "Come in" });
  // @ts-expect-error A lock stays where it is.
  lock.update({ container: "elsewhere" });
  lock.hide();
  const country: FirstCountry = await lock.country();
  const profile: Profile = await lock.getUserInfo("token", (error, profile) => [error?.message, profile?.sub]);
  const isIn: boolean = await lock.isAuthenticated();
  const resumed: AuthResult | null = await lock.resumeAuth(location.hash, (error, result) => [error?.message, result]);
  const checked: AuthResult = await lock.checkSession({ prompt: "none" });
  await lock.logout({ returnTo: location.href, clientId: "demo" });
  console.log(country.source, profile.sub, isIn, resumed?.idToken, checked.idToken);
  console.log(csp("login.example.com", { folder: "https://cdn.example", images: [], checkSession: true, flow: "token" }));
  const session = await lock.getSession();
  lock.destroy();
  return session;
}

export async function withoutInterface(signal: AbortSignal): Promise<string> {
  const client = new PasslockClient({
    clientId: "demo",
    domain: "login.example.com",
    connection: "sms",
    scope: "openid",
    flow: "cross-origin",
    country: "FR",
    codeLength: 6,
  });
  const sent: SentCode = await client.startPasswordlessWithPhoneNumber("+33612345678", { signal });
  const session = await client.loginWithPhoneNumber("+33612345678", "427193", { signal });
  await client.startPasswordlessWithEmail("ada@example.com", { signal });
  await client.loginWithEmail("ada@example.com", "427193", { signal });
  const profile = await client.userInfo(session.accessToken ?? "");
  if (session.refreshToken) {
    await client.refresh(session.refreshToken);
    await client.revoke(session.refreshToken);
  }
  return client.logoutUrl({ returnTo: "https://shop.example" }) + profile.sub + String(sent);
}

const v2: V2Options = { icon: "logo.svg", defaultLocation: "FR", dict: { title: "Hi" }, authParams: { scope: "openid" } };
const old = new Auth0LockPasswordless("demo", "login.example.com");
old.sms(v2, (error, profile, idToken) => [error?.error, profile?.user_id, idToken]);
old.emailcode(v2, (error, profile) => [error?.error, profile?.user_id]);
old.magiclink((error) => error.error);
old.getProfile("token", (error, profile) => [error, profile]);
old.parseHash("#id_token=a");
old.logout({ client_id: "demo" });
old.close(() => old.destroy());

const lock15 = new Auth0LockPasswordless("demo", "login.example.com", {
  allowedConnections: ["sms", "email"],
  auth: { redirect: false, params: { scope: "openid", state: "s" } },
  theme: { logo: "logo.svg" },
  languageDictionary: { title: "Hi" },
});
lock15.on("authenticated", ({ idToken }) => idToken.length).on("vcode ready", () => {});
lock15.resumeAuth(location.hash, (error, result) => [error, result?.idToken]);
lock15.show();
