// Redirect mode: a login goes on to an address with its result in the fragment, and the lock there takes it up.

/** How long a login may be on its way, in milliseconds. */
const REDIRECT_LIFE = 600_000;

const REDIRECT_KEY = "passlock.redirect.";

/** Outcomes by client, server and fragment: all locks of a page that ask for the same get the same. */
const arrivals = new Map();

/**
 * Goes on to an address of this origin with a login's result. The tab notes which token it was, so that no other is taken
 * up: not one of somebody else's login in a link, and not the same one twice.
 */
function leave({ clientId, domain }, { target, state, scope, mode }, { idToken, accessToken, expiresIn }) {
  const tokens = { access_token: accessToken, id_token: idToken, state, expires_in: expiresIn, token_type: "Bearer" };
  const fields = scope ? { ...tokens, scope } : tokens;
  if (mode === "form_post") return post(target, fields);
  const note = { clientId, domain, signature: idToken.split(".")[2], until: Date.now() + REDIRECT_LIFE };
  sessionStorage.setItem(REDIRECT_KEY + state, JSON.stringify(note));
  target.hash = new URLSearchParams(fields).toString();
  if (withoutHash(target.href) !== withoutHash(location.href)) return location.assign(target.href);
  // Only the fragment differs: the browser would stay on the page.
  history.replaceState(null, "", target.href);
  location.reload();
}

function post(target, fields) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = target.href;
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  form.submit();
}

/** The outcome that a fragment tells of: a login result, or null when it tells of none. */
function resumeAuth(party, hash) {
  const key = JSON.stringify([party.clientId, party.domain, hash]);
  if (!arrivals.has(key)) arrivals.set(key, arrive(party, hash));
  return arrivals.get(key);
}

async function arrive(party, hash) {
  const fields = Object.fromEntries(new URLSearchParams(hash.replace(/^#?\/?/, "")));
  const { error, error_description, access_token, id_token, state } = fields;
  if (!error && !access_token && !id_token) return null;
  const note = takeNote(party, state);
  if (error) throw outcomeError(...(note ? [error, error_description ?? error] : hearsay(error)), state);
  if (!note) throw outcomeError("invalid_token", "`state` does not match: this tab has asked for no such login.", state);
  if (note.signature !== id_token?.split(".")[2]) {
    throw outcomeError("invalid_token", "This is not the token that the login of this tab brought.", state);
  }
  return verified(party, fields, null);
}

/** An error that anybody may have put into a link: its name may be told, its sentence would be somebody else's words. */
function hearsay(error) {
  return [/^[\w.-]{1,64}$/.test(error) ? error : "unknown_error", "The address tells of a login that failed."];
}

/** What the tab noted when it left, once. */
function takeNote({ clientId, domain }, state) {
  try {
    const key = REDIRECT_KEY + state;
    const note = JSON.parse(sessionStorage.getItem(key));
    if (note?.clientId !== clientId || note.domain !== domain) return null;
    sessionStorage.removeItem(key);
    return note.until > Date.now() ? note : null;
  } catch {
    return null;
  }
}

function withoutHash(address) {
  return address.split("#")[0];
}
