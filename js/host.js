// The place on the page that a widget lives in, out of reach of the page's styles.

let sharedStyles = null;

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
  if (container instanceof OwnPlace) {
    // The styles are the element's to adopt.
    return { host: null, place: container.parent };
  }
  const parent = placeOf(container);
  // One that came with the page, with a form in it that no lock has taken over yet.
  const found = container && [...parent.children].find((child) => child.matches("div.passlock-host:not([data-taken])"));
  const host = found?.shadowRoot ? found : document.createElement("div");
  host.className = "passlock-host";
  host.dataset.taken = "";
  const place = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  adoptStyles(place);
  if (host !== found) parent.append(host);
  return { host, place };
}

/** An element in a place for a widget, or for what is painted until it comes. */
function addRoot(place) {
  const root = document.createElement("div");
  root.className = "pl-root";
  place.append(root);
  return root;
}

/** What a surface has of those. */
function rootsIn(surface) {
  return [...(surface?.place.children ?? [])].filter((child) => child.matches(".pl-root"));
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

function placeOf(container) {
  if (container === undefined) return document.body ?? document.documentElement;
  const place = typeof container === "string" ? document.getElementById(container) : container;
  if (place?.append) return place;
  const wanted = typeof container === "string" ? `no element with the id "${container}"` : "no element given";
  throw lockError("container_missing", `${wanted} to put the lock into`);
}

/** Does something when the page has nothing to do. */
function whenIdle(work) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}

/** Whoever listens for `unrecoverable_error` has heard of it already. */
function reportedByEvent() {}
