// The backend's own login page: it logs in whom `/authorize` sends here, and sends them back there.

(async () => {
  const asked = new URLSearchParams(location.search);
  const clientId = asked.get("client_id");
  if (!clientId) {
    document.getElementById("lost").hidden = false;
    return;
  }
  const appName = await nameOf(clientId);
  if (appName) document.title = `Sign in to ${appName}`;
  const hint = asked.get("login_hint") ?? "";
  const language = asked.get("ui_locales")?.trim().split(/\s+/)[0];
  const options = {
    container: "login",
    flow: "hosted",
    storage: "none",
    storageKey: ownKey(),
    autofocus: true,
    ...(appName && { appName }),
    ...(/^\+?[\d\s().-]+$/.test(hint) && { phone: hint }),
    ...(language && { language }),
  };
  new Passlock(clientId, location.origin, options).show();
})();

// Who comes back by the browser's button finds the page as it was left: waiting for an answer that has been given.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

/**
 * Under which the tab remembers that a code is on its way. A page that is loaded anew finds it, the next login does not, and
 * nothing is left of the last one.
 */
function ownKey() {
  const own = `login${location.search}`;
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith("login?") && !key.startsWith(own)) sessionStorage.removeItem(key);
  }
  return own;
}

/** What people call an application; nothing where the server does not say so in time. */
async function nameOf(clientId) {
  try {
    const answer = await fetch(`client/${encodeURIComponent(clientId)}.js`, { signal: AbortSignal.timeout(2000) });
    if (!answer.ok) return undefined;
    // A script for Auth0's Lock, with JSON in it.
    const script = await answer.text();
    return JSON.parse(script.slice(script.indexOf("{"), script.lastIndexOf("}") + 1)).name;
  } catch {
    return undefined;
  }
}
