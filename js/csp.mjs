// The Content-Security-Policy that a page needs for the lock: as a function, and on the command line with node.

/**
 * The value of the header for a page that embeds the lock, with nothing in it but what the lock needs.
 *
 * `domain` is the backend's, as the lock is given it. `folder` is the origin that passlock's files come from; `'self'` unless
 * told. `images` are the origins of the page's own logo and of avatars that the backend does not keep itself. With
 * `checkSession` a hidden frame may ask the backend who is logged in there. `flow` is the lock's option: a login across
 * origins goes through such a frame, too, which `"auto"` needs at Auth0's own domains and wherever the grant is off;
 * `"hosted"` needs none.
 */
export function csp(domain, { folder = "'self'", images = [], checkSession = false, flow = "auto" } = {}) {
  const [backend, files] = [origin(domain), folder === "'self'" ? folder : origin(folder)];
  const directives = {
    "default-src": ["'none'"],
    // Lets the browser compile WebAssembly, and nothing else.
    "script-src": [files, "'wasm-unsafe-eval'"],
    "style-src": [files],
    // The widget's own WebAssembly is fetched, too.
    "connect-src": [files, backend],
    "img-src": [files, backend, "data:", ...images.map(origin)],
    "require-trusted-types-for": ["'script'"],
  };
  const isAcross = flow === "cross-origin" || (flow === "auto" && /\.auth0\.com$/.test(backend));
  if (checkSession || isAcross) directives["frame-src"] = [backend];
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(" "))
    .join("; ");
}

/** The origin of an address or a bare domain: a policy is not the place for paths. */
function origin(given) {
  const url = new URL(/^[a-z]+:\/\//i.test(given) ? given : `https://${given}`);
  if (!["https:", "http:"].includes(url.protocol)) throw new TypeError(`passlock: ${given} is no web address`);
  return url.origin;
}

const program = typeof process === "object" && process.argv?.[1];
if (program && import.meta.url === new URL(program, "file:///").href) {
  const [domain, ...words] = process.argv.slice(2);
  if (!domain) {
    console.error("usage: node csp.mjs DOMAIN [--folder ORIGIN] [--image ORIGIN]... [--flow FLOW]");
    process.exit(2);
  }
  const given = { images: [] };
  while (words.length > 0) {
    const [name, value] = words.splice(0, 2);
    if (name === "--folder" && value) given.folder = value;
    else if (name === "--image" && value) given.images.push(value);
    else if (name === "--flow" && ["auto", "token", "cross-origin", "hosted"].includes(value)) given.flow = value;
    else {
      console.error(`csp.mjs does not know '${name}'; it takes --folder ORIGIN, --image ORIGIN and --flow auto, token, cross-origin or hosted`);
      process.exit(2);
    }
  }
  console.log(`Content-Security-Policy: ${csp(domain, given)}`);
}
