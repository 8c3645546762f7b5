// What the widget tells, as the events that pages know.

const DEFAULT_SCOPE = "openid profile";

/** The event for a piece of news and what it tells; null for what is of no interest to a page. */
function eventOf(name, detail, scope = DEFAULT_SCOPE) {
  switch (name) {
    case "shown":
      return ["show"];
    case "hidden":
      return ["hide"];
    case "logged_in":
      return ["authenticated", authResultOf(detail, scope)];
    case "session_restored":
    case "session_refreshed":
      return [name, authResultOf(detail, scope)];
    case "view_changed":
      return [name, { view: detail }];
    case "session_expired":
      return [name, { reason: detail }];
    case "code_sent":
      return [name, detail];
    case "logged_out":
      return [name];
    case "failed":
      return ["authorization_error", { ...detail, error_description: detail.description }];
    case "storage_denied":
      return ["warning", {
        code: name,
        description: "The browser keeps nothing for this page; the session ends when the page is left.",
      }];
    case "colour_unknown":
      return ["warning", { code: name, description: `"${detail}" is no colour that is opaque; the lock wears its own.` }];
    case "session_dropped":
      return ["warning", {
        code: name,
        reason: detail,
        description: `What was stored as a session is none and was removed (${detail}).`,
      }];
    default:
      return null;
  }
}
