// The options of Lock 11 to 15 in passwordless mode, in terms of the lock's own. What has no effect is reported by name.

const ALWAYS = () => true;
const WHEN_TRUE = (value) => value === true;
const WHEN_FALSE = (value) => !value;

/**
 * Options that Lock has and the lock has not, and which of their values ask for what happens anyway: those are passed over
 * in silence. The names are those of `lock_table.mjs`, which says why.
 */
const LOCK_WITHOUT_EFFECT = {
  _enableIdPInitiatedLogin: WHEN_FALSE,
  _enableImpersonation: WHEN_FALSE,
  _sendTelemetry: ALWAYS,
  _telemetryInfo: ALWAYS,
  __useTenantInfo: ALWAYS,
  additionalSignUpFields: ALWAYS,
  allowAutocomplete: WHEN_TRUE,
  allowForgotPassword: ALWAYS,
  allowLogin: ALWAYS,
  allowPasswordAutocomplete: ALWAYS,
  allowShowPassword: ALWAYS,
  allowSignUp: ALWAYS,
  assetsUrl: ALWAYS,
  avatar: WHEN_FALSE,
  clientBaseUrl: ALWAYS,
  configurationBaseUrl: ALWAYS,
  connectionResolver: ALWAYS,
  defaultADUsernameFromEmailPrefix: ALWAYS,
  defaultDatabaseConnection: ALWAYS,
  defaultEnterpriseConnection: ALWAYS,
  emailFirst: ALWAYS,
  forceAutoHeight: ALWAYS,
  forgotPasswordLink: ALWAYS,
  initialScreen: ALWAYS,
  languageBaseUrl: ALWAYS,
  legacySameSiteCookie: ALWAYS,
  loginAfterSignUp: ALWAYS,
  mobile: ALWAYS,
  mustAcceptTerms: WHEN_FALSE,
  oidcConformant: WHEN_TRUE,
  overrides: WHEN_FALSE,
  passwordlessMethod: (value) => value === "code",
  plugins: (value) => value?.length === 0,
  popupOptions: ALWAYS,
  preferConnectionDisplayName: ALWAYS,
  scrollGlobalMessagesIntoView: ALWAYS,
  showTerms: WHEN_FALSE,
  signUpFieldsStrictValidation: ALWAYS,
  signUpHideUsernameField: ALWAYS,
  signUpLink: ALWAYS,
  socialButtonStyle: ALWAYS,
  usernameStyle: ALWAYS,
  "auth.connectionScopes": ALWAYS,
  "auth.nonce": WHEN_FALSE,
  "auth.params.nonce": WHEN_FALSE,
  "auth.redirectUri": WHEN_FALSE,
  "auth.sso": ALWAYS,
  "hooks.signingUp": WHEN_FALSE,
  "prefill.username": WHEN_FALSE,
  "theme.authButtons": (value) => Object.keys(value ?? {}).length === 0,
  "theme.hideMainScreenTitle": WHEN_FALSE,
  "theme.labeledSubmitButton": WHEN_TRUE,
};

/** The connections of Lock's that send codes. */
const LOCK_CONNECTIONS = ["sms", "email"];

/** Options that have an effect, here or in `redirect.js`. Those with a dot are one level down, or two. */
const LOCK_WITH_EFFECT = [
  "allowedConnections",
  "autoclose",
  "autofocus",
  "closable",
  "container",
  "defaultLocation",
  "disableWarnings",
  "flashMessage",
  "hashCleanup",
  "language",
  "languageDictionary",
  "leeway",
  "rememberLastLogin",
  "useCustomPasswordlessConnection",
  "auth.audience",
  "auth.autoParseHash",
  "auth.params.audience",
  "auth.params.login_hint",
  "auth.params.scope",
  "auth.params.state",
  "auth.redirect",
  "auth.redirectUrl",
  "auth.responseMode",
  "auth.responseType",
  "auth.state",
  "hooks.loggingIn",
  "prefill.email",
  "prefill.phoneNumber",
  "theme.logo",
];

/** What the lock takes as soon as it has an option of this name. */
const LOCK_PASSED_ON = { "theme.primaryColor": "primaryColor" };

const LOCK_GROUPS = ["auth", "auth.params", "hooks", "prefill", "theme"];

/** `openid` brings the token that says who the person is; the others are what Lock asks for. */
const LOCK_SCOPE = "openid profile email";

/** The lock's options for Lock's; `report(code, name, description)` hears of each one that has no effect. */
function translateLockOptions(options, report) {
  const given = flattened(options);
  const translated = { storage: "none" };
  for (const [name, value] of given) {
    const own = LOCK_PASSED_ON[name] ?? name;
    if (LOCK_WITH_EFFECT.includes(name) || LOCK_WITHOUT_EFFECT[name]?.(value)) continue;
    if (LOCK_OPTIONS.includes(own)) translated[own] = value;
    else report(...reasonOf(name));
  }
  const value = (name) => given.get(name);
  const known = {
    audience: value("auth.params.audience") ?? value("auth.audience"),
    autofocus: value("autofocus"),
    ...connectionsOf(value, report),
    container: value("container") || undefined,
    country: value("defaultLocation"),
    email: value("prefill.email") ?? addressIn(value("auth.params.login_hint")),
    flashMessage: value("flashMessage"),
    language: value("language"),
    languageDictionary: value("languageDictionary"),
    leeway: value("leeway"),
    logo: value("theme.logo"),
    phone: value("prefill.phoneNumber") ?? numberIn(value("auth.params.login_hint")),
    remember: value("rememberLastLogin"),
    scope: scopeOf(value, report),
  };
  for (const [name, wanted] of Object.entries(known)) {
    if (wanted !== undefined) translated[name] = wanted;
  }
  const canClose = (value("closable") ?? true) !== false && translated.container === undefined;
  return { ...translated, closable: canClose, autoclose: canClose && Boolean(value("autoclose")) };
}

/** Every option that was given, groups by the names of what is in them. */
function flattened(options, path = "", found = new Map()) {
  for (const [key, value] of Object.entries(options)) {
    const name = path + key;
    const isGroup = LOCK_GROUPS.includes(name) && value !== null && typeof value === "object";
    if (isGroup) flattened(value, `${name}.`, found);
    else if (value !== undefined) found.set(name, value);
  }
  return found;
}

function reasonOf(name) {
  const known = [...LOCK_OPTIONS, ...LOCK_GROUPS, ...LOCK_WITH_EFFECT, ...Object.keys(LOCK_PASSED_ON), ...Object.keys(LOCK_WITHOUT_EFFECT)];
  if (known.includes(name)) return ["option_ignored", name, `the option "${name}" has no effect here; docs/coming-from-lock.md says why`];
  return ["option_unknown", name, unknownName("option", name, known).message];
}

/** The connections that send the codes, in order. Others than for text messages and emails are not enabled, and are named. */
function connectionsOf(value, report) {
  const wanted = [value("allowedConnections") ?? []].flat();
  if (value("useCustomPasswordlessConnection") === true && wanted.length > 0) return { connection: wanted[0] };
  for (const name of wanted.filter((name) => !LOCK_CONNECTIONS.includes(name))) {
    report("connection_not_enabled", `allowedConnections: ${name}`, `the connection "${name}" is not enabled`);
  }
  const connections = [...new Set(wanted)].filter((name) => LOCK_CONNECTIONS.includes(name));
  return ["", "sms"].includes(connections.join()) ? {} : { connections };
}

function scopeOf(value, report) {
  const scope = value("auth.params.scope") ?? LOCK_SCOPE;
  const words = new Set(["openid", ...String(scope).split(/\s+/).filter(Boolean)]);
  // A token that renews others has no business in an address (RFC 6749, 4.2.2), and no other way to the next page.
  if (value("auth.redirect") !== false && words.delete("offline_access")) {
    const why = 'the scope "offline_access" has no effect in redirect mode: its token would travel in the address';
    report("option_ignored", "auth.params.scope: offline_access", why);
  }
  return [...words].join(" ");
}

/** A hint at who will log in, when it is an address. */
function addressIn(hint) {
  return typeof hint === "string" && hint.includes("@") ? hint : undefined;
}

/** A hint at who will log in, when it is a number. */
function numberIn(hint) {
  return typeof hint === "string" && /^\+[\d\s().-]{5,}$/.test(hint) ? hint : undefined;
}

/** Why a lock with these options cannot work at all, as `[code, description]`, or null. */
function refusalOf(options) {
  const { allowedConnections = [], auth = {}, useCustomPasswordlessConnection } = options;
  const wanted = [allowedConnections].flat();
  if (wanted.length > 0 && !useCustomPasswordlessConnection && !LOCK_CONNECTIONS.some((name) => wanted.includes(name))) {
    return ["connection_not_enabled", `Of ${wanted.join(", ")} no connection is enabled; "sms" and "email" are.`];
  }
  return redirectRefusal(auth ?? {});
}

function redirectRefusal({ redirect = true, redirectUrl, responseMode, responseType }) {
  const isCode = responseType === undefined ? Boolean(redirect && redirectUrl) : /(^| )code( |$)/.test(responseType);
  if (isCode) {
    const advice = 'say responseType "token id_token", or auth.redirect false';
    return ["unsupported_response_type", `There are no authorization codes here: ${advice}.`];
  }
  if (redirect && ![undefined, "fragment", "form_post"].includes(responseMode)) {
    return ["unsupported_response_mode", `The response mode "${responseMode}" is none of "fragment" and "form_post".`];
  }
  const target = redirect ? addressOf(redirectUrl) : null;
  if (redirect && target?.origin !== location.origin) {
    return ["origin_mismatch", `Tokens are not sent to another origin: "${redirectUrl}" is not of ${location.origin}.`];
  }
  return null;
}

/** Where a login goes on to, or null when it stays on the page. */
function redirectOf({ auth }) {
  const { redirect = true, redirectUrl, responseMode, params, state } = auth ?? {};
  if (!redirect) return null;
  return { target: addressOf(redirectUrl), mode: responseMode, state: params?.state ?? state ?? randomText() };
}

/** Lock's default is the page, without its query. */
function addressOf(redirectUrl) {
  try {
    return new URL(redirectUrl || location.origin + location.pathname, location.href);
  } catch {
    return null;
  }
}
