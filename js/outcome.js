// Tokens that came by way of the browser, an address or a message, made into a login result or an error of Auth0's shape.

/** A login result, once the widget has verified the token as it does its own; the nonce is the one that was sent. */
async function verified({ clientId, domain, leeway }, fields, nonce) {
  const { Headless } = await load();
  const reply = { ...fields, token_type: "Bearer", expires_in: Number(fields.expires_in) || 0 };
  try {
    const session = await new Headless({ clientId, domain, leeway }).ask("accept", JSON.stringify(reply), nonce ?? "");
    const { state = null, scope = null } = fields;
    return { ...authResultOf(session, scope), expiresIn: reply.expires_in, state };
  } catch (failure) {
    const error = clientError(failure);
    throw Object.assign(error, { errorDescription: error.description, state: fields.state ?? null });
  }
}

/** An error as Auth0's libraries have them: some read the one name for its sentence, some the other. */
function outcomeError(error, description, state = null) {
  return Object.assign(lockError(error, description), { errorDescription: description, state });
}

/** A text that nobody guesses: 24 random bytes. */
function randomText() {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}
