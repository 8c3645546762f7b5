// The options of lock-passwordless v2, in terms of the lock's own. An old page keeps working and is told what is left out.

/** Options that pages wrote for v2 and that ask for what happens anyway, by name and by the value that does. */
const V2_DEFAULTS = {
  callbackURL: () => true,
  connections: (value) => value?.length === 0,
  disableWarnings: () => true,
  forceJSONP: (value) => !value,
  gravatar: () => true,
  popup: (value) => !value,
  popupOptions: () => true,
  responseType: () => true,
  socialBigButtons: () => true,
};

const V2_RENAMED = { icon: "logo", defaultLocation: "country", focusInput: "autofocus", rememberLastLogin: "remember" };

/** The lock's options for v2's; `report(code, name, description)` hears of each one that has no effect. */
function translateV2Options({ authParams = {}, dict = {}, ...options }, report) {
  const translated = {};
  const ignored = [];
  for (const [name, value] of Object.entries(options)) {
    const today = V2_RENAMED[name] ?? name;
    if (value === undefined || V2_DEFAULTS[name]?.(value)) continue;
    // v2's `connections` are social ones; which way the code takes says the method.
    if (LOCK_OPTIONS.includes(today) && name !== "connections") translated[today] = value;
    else ignored.push(name);
  }
  const { scope, state, ...params } = authParams;
  // The name of a language, or a dictionary.
  const { title, ...texts } = typeof dict === "string" ? {} : dict;
  if (typeof dict === "string") translated.language = dict;
  if (title !== undefined) translated.title = title;
  if (Object.keys(texts).length > 0) translated.languageDictionary = texts;
  if (scope !== undefined) translated.scope = v2Scope(scope, options.callbackURL);
  ignored.push(...Object.keys(params).map((name) => `authParams.${name}`));
  for (const name of ignored) report(...v2ReasonOf(name));
  return { storage: "none", ...translated, ...v2Closing(translated) };
}

/** v2's profile was whole whatever the scope; today it comes out of the token, as far as the scope goes. */
function v2Scope(scope, callbackURL) {
  const words = new Set(["openid", "profile", ...scope.split(/\s+/)].filter(Boolean));
  // A token that renews others has no business in an address (RFC 6749, 4.2.2).
  if (callbackURL) words.delete("offline_access");
  return [...words].join(" ");
}

/** v2: a lock within the page cannot be closed, and one that cannot be closed does not close by itself. */
function v2Closing({ container, closable = true, autoclose = false }) {
  const canClose = closable && container === undefined;
  return { closable: canClose, autoclose: autoclose && canClose };
}

function v2ReasonOf(name) {
  if (name === "connections") return ["connection_not_enabled", name, "social connections are not enabled"];
  const known = [...LOCK_OPTIONS, ...Object.keys(V2_RENAMED), ...Object.keys(V2_DEFAULTS), "authParams", "dict"];
  const isOfV2 = name.includes(".") || name in V2_DEFAULTS;
  if (isOfV2) return ["option_ignored", name, `the option "${name}" has no effect here; docs/coming-from-lock.md says why`];
  return ["option_unknown", name, unknownName("option", name, known).message];
}
