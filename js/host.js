// The place on the page that a widget lives in, out of reach of the page's styles.

let sharedStyles = null;

/** Puts a host with an open shadow root into the container, or at the end of the page when there is none. */
function addHost(container) {
  const place = placeOf(container);
  // One that came with the page, with a form in it that no lock has taken over yet.
  const found = container && [...place.children].find((child) => child.matches("div.passlock-host:not([data-taken])"));
  const host = found?.shadowRoot ? found : document.createElement("div");
  host.className = "passlock-host";
  host.dataset.taken = "";
  const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [widgetStyles()];
  if (host !== found) place.append(host);
  return host;
}

/** An element in a host for a widget to live in. */
function addRoot(host) {
  const root = document.createElement("div");
  root.className = "pl-root";
  host.shadowRoot.append(root);
  return root;
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
