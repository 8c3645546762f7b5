// The place on the page that a widget lives in, out of reach of the page's styles.

let sharedStyles = null;

/** Puts a host with an open shadow root into the container, or at the end of the page when there is none. */
function addHost(container) {
  const host = document.createElement("div");
  host.className = "passlock-host";
  const shadow = host.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [widgetStyles()];
  const root = document.createElement("div");
  root.className = "pl-root";
  shadow.append(root);
  placeOf(container).append(host);
  return { host, root };
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
