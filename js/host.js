// The place on the page that a widget lives in, out of reach of the page's styles.

let sharedStyles = null;
let isComplete = false;

/** The inside of an element that is a lock itself. */
class OwnPlace {
  constructor(parent, inline) {
    Object.assign(this, { parent, inline });
  }
}

/** Whether a lock with this container is a part of the page, and not a dialog above it. */
function isInline(container) {
  return container instanceof OwnPlace ? container.inline : container !== undefined;
}

/**
 * The place for a lock: in a host with an open shadow root, in the container or at the end of the page when there is none;
 * an element that is a lock itself is its own host.
 */
function addHost(container) {
  const parent = container === undefined ? (document.body ?? document.documentElement) : placeOf(container);
  // The styles are the element's to adopt.
  if (container instanceof OwnPlace) return { host: null, place: parent };
  if (!parent?.append) throw lockError("container_missing", `there is no element ${container} to put the lock into`);
  // One that came with the page, with a form in it that no lock has taken over yet.
  const found = container && [...parent.children].find((child) => child.matches("div.passlock-host:not([data-taken])"));
  const host = found?.shadowRoot ? found : newElement("div", { className: "passlock-host" });
  host.dataset.taken = "";
  const place = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  adoptStyles(place);
  if (host !== found) parent.append(host);
  return { host, place };
}

/** An element with these properties. */
function newElement(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/** Gives a document or a shadow root the styles of locks, once. */
function adoptStyles(place) {
  const styles = widgetStyles();
  if (!place.adoptedStyleSheets.includes(styles)) place.adoptedStyleSheets.push(styles);
}

/** One sheet for all locks. A constructed sheet needs no inline style, which strict pages forbid. */
function widgetStyles() {
  if (!sharedStyles) {
    sharedStyles = new CSSStyleSheet();
    sharedStyles.replaceSync(STYLES);
  }
  return sharedStyles;
}

/** Puts the other styles between those of the first form, once they have come with the widget: `STYLES` in another file. */
function completeStyles(others) {
  if (isComplete) return;
  isComplete = true;
  const parts = others.split("\n");
  widgetStyles().replaceSync(STYLES.split("\n").map((part, at) => part + parts[at]).join(""));
}

/** What a lock is to be a part of, if that is there. */
function placeOf(container) {
  if (container instanceof OwnPlace) return container.parent;
  return typeof container === "string" ? document.getElementById(container) : container;
}

/** Does something when the page has nothing to do. */
function whenIdle(work) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}

/** Whoever listens for `unrecoverable_error` has heard of it already. */
function reportedByEvent() {}
