// What a lock says when it cannot do what it was asked for.

/** An error with the fields that Auth0's libraries put on theirs, old and new. */
function lockError(code, description, cause) {
  const error = new Error(`passlock: ${description}`, { cause });
  return Object.assign(error, { code, error: code, description, error_description: description });
}

/** The error that a cause is to a page, in the cause's own words. */
function errorBy(code, cause) {
  return lockError(code, cause.message.replace(/^passlock: /, ""), cause);
}

/** An error of what the widget's module says of a failure; one that was asked for has the name that `fetch` gives it. */
function clientError(failure, signal) {
  if (typeof failure?.code !== "string") return lockError("widget_failed", failure?.message ?? "it broke", failure);
  const cause = signal?.aborted ? signal.reason : undefined;
  const error = Object.assign(lockError(failure.code, failure.description, cause), failure);
  if (failure.code === "cancelled") error.name = "AbortError";
  return error;
}
