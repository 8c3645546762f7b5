// Asking the backend whether somebody is logged in there, without anybody seeing it: `prompt=none` in a hidden frame,
// whose page answers by a message.

/** How long the frame may take, in milliseconds: as long as Auth0's own library waits. */
const FRAME_PATIENCE = 60_000;

/** How long after its page has loaded its message may take, in milliseconds: the page sends it while it loads. */
const MESSAGE_PATIENCE = 3000;

/** A login result, when somebody is logged in at the backend. `login_required` says that only a login helps. */
async function checkSession(party, params = {}) {
  const { responseType = "token id_token", redirectUri, state = randomText(), nonce, ...given } = params ?? {};
  if (responseType.split(" ").includes("code")) {
    throw outcomeError("invalid_request", "checkSession brings tokens; a code is for servers.");
  }
  const returnTo = new URL(redirectUri ?? party.redirectUrl ?? withoutHash(location.href), location.href);
  if (returnTo.origin !== location.origin) {
    throw outcomeError("origin_mismatch", `The answer goes to ${location.origin}, not to ${returnTo.origin}.`);
  }
  const endpoint = await authorizationEndpoint(party.domain);
  if (!endpoint) throw outcomeError("login_required", "This backend keeps no logins of its own.");
  const sent = nonce ?? randomText();
  endpoint.search = new URLSearchParams({
    ...defined({ scope: party.scope ?? DEFAULT_SCOPE, audience: party.audience, ...given }),
    client_id: party.clientId,
    // Without an id_token there is nothing to verify.
    response_type: "token id_token",
    redirect_uri: returnTo.href,
    state,
    nonce: sent,
    response_mode: "web_message",
    prompt: "none",
  });
  const { error, error_description, ...fields } = await messageOf(endpoint, state);
  if (error) throw outcomeError(error, error_description ?? error, state);
  return verified(party, { ...fields, state }, sent);
}

/** What is undefined is left out: in an address it would be a word. */
function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Where the backend says that logins are asked for, or null when it says that they are not. */
async function authorizationEndpoint(domain) {
  const origin = originOf(domain);
  let said;
  try {
    const response = await fetch(`${origin}/.well-known/openid-configuration`);
    if (response.status === 404) return null;
    said = await response.json();
  } catch (cause) {
    throw Object.assign(outcomeError("unreachable", "The backend could not be reached."), { cause });
  }
  if (typeof said?.authorization_endpoint !== "string") return null;
  const endpoint = new URL(said.authorization_endpoint);
  // Answers are believed by where they come from.
  return endpoint.origin === origin ? endpoint : null;
}

/** What the page in the frame has to say: only that page, at that address, about this very question. */
function messageOf(endpoint, state) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    const timers = [];
    const end = (settle, outcome) => {
      timers.forEach(clearTimeout);
      removeEventListener("message", hear);
      frame.remove();
      settle(outcome);
    };
    const giveUp = (error, description) => () => end(reject, outcomeError(error, description, state));
    const hear = ({ origin, source, data }) => {
      if (origin !== endpoint.origin || source !== frame.contentWindow) return;
      if (data?.type !== "authorization_response" || data.response?.state !== state) return;
      end(resolve, data.response);
    };
    addEventListener("message", hear);
    frame.addEventListener("load", () => {
      timers.push(setTimeout(giveUp("login_required", "The backend's page said nothing."), MESSAGE_PATIENCE));
    });
    timers.push(setTimeout(giveUp("timeout", "The backend did not answer in time."), FRAME_PATIENCE));
    frame.hidden = true;
    frame.src = endpoint.href;
    document.body.append(frame);
  });
}
