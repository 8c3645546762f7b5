// Names that a page may use: an unknown one is refused together with the one that was probably meant.

const LOCK_EVENTS = [
  "show",
  "hide",
  "authenticated",
  "authorization_error",
  "unrecoverable_error",
  "code_sent",
  "session_restored",
  "session_refreshed",
  "session_expired",
  "logged_out",
  "view_changed",
  "warning",
];

const LOCK_OPTIONS = [
  "container",
  "connections",
  "connection",
  "scope",
  "audience",
  "flow",
  "storage",
  "storageKey",
  "persistRefreshToken",
  "closable",
  "autoclose",
  "title",
  "logo",
  "appName",
  "country",
  "onlyCountries",
  "excludeCountries",
  "priorityCountries",
  "language",
  "languageDictionary",
  "theme",
  "primaryColor",
  "phone",
  "email",
  "readonly",
  "prefill",
  "remember",
  "autoSubmit",
  "codeLength",
  "autofocus",
  "flashMessage",
  "hooks",
  "leeway",
  "withoutCrypto",
];

const CLIENT_OPTIONS = ["clientId", "domain", "connection", "scope", "audience", "flow", "country", "codeLength"];

/** Refuses names that are not known. */
function checkNames(what, names, known) {
  for (const name of names) if (!known.includes(name)) throw unknownName(what, name, known);
}

/** An error for a name that is not known, which names the nearest that is. */
function unknownName(what, name, known) {
  const nearest = nearestName(name, known);
  const advice = nearest ? `did you mean "${nearest}"?` : `known are ${known.join(", ")}`;
  return new TypeError(`passlock: unknown ${what} "${name}"; ${advice}`);
}

/** The known name that differs least, or null when none is alike. */
function nearestName(name, known) {
  const wanted = String(name).toLowerCase();
  let nearest = null;
  let least = Math.ceil(wanted.length / 2);
  for (const candidate of known) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return nearest;
}

/** How many letters have to be added, removed or changed (Levenshtein). */
function editDistance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, changed));
    }
    row = next;
  }
  return row[to.length];
}
