// A backend that says what a state of the gallery needs, in place of `fetch`: the lock itself is the real one.

const GALLERY_DOMAIN = "gallery.example";

const GALLERY_PICTURE =
  "data:image/svg+xml," +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" fill="#f2c6a0"/>' +
      '<circle cx="36" cy="29" r="13" fill="#7a4a2b"/><path d="M10 72a26 26 0 0 1 52 0" fill="#3b5bdb"/></svg>',
  );

/** What the backend may say. Each is a function of the request's signal. */
const galleryAnswer = {
  sent: (receipt) => () => galleryReply(200, { _id: "1", expires_in: 180, resend_after: 30, code_length: 6, ...receipt }),
  refusal: (status, error, more, headers) => () => galleryReply(status, { error, error_description: "", ...more }, headers),
  page: (html) => () => new Response(html, { headers: { "content-type": "text/html" } }),
  failure: () => () => Promise.reject(new TypeError("Failed to fetch")),
  silence: () => (signal) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true })),
  token: (claims) => async () => {
    const id_token = await galleryToken(claims);
    return galleryReply(200, { access_token: "gallery", id_token, token_type: "Bearer", expires_in: 86400 });
  },
};

/** Answers the requests to the gallery's backend, in order; all others go out. */
function installGalleryBackend(answers) {
  const real = globalThis.fetch.bind(globalThis);
  const left = [...answers];
  globalThis.fetch = async (resource, init) => {
    const request = resource instanceof Request ? resource : null;
    const address = new URL(request?.url ?? resource, location.href);
    if (address.hostname !== GALLERY_DOMAIN) return real(resource, init);
    if (address.pathname === "/.well-known/jwks.json") return galleryReply(200, { keys: [await galleryPublicKey()] });
    const answer = left.shift();
    if (!answer) throw new TypeError(`the gallery has no answer to ${address.pathname}`);
    return answer(request?.signal ?? init?.signal);
  };
}

function galleryReply(status, body, headers = {}) {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

let galleryKeys = null;

function galleryKeyPair() {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" };
  galleryKeys ??= crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  return galleryKeys;
}

async function galleryPublicKey() {
  const { publicKey } = await galleryKeyPair();
  const { kty, n, e } = await crypto.subtle.exportKey("jwk", publicKey);
  return { kty, n, e, alg: "RS256", use: "sig", kid: "gallery" };
}

/** A token that the published key verifies, so that nothing is left out on the way to the last view. */
async function galleryToken(claims) {
  const now = Math.floor(Date.now() / 1000);
  const payload = {
    iss: `https://${GALLERY_DOMAIN}/`,
    aud: "gallery",
    sub: "sms|gallery",
    iat: now,
    exp: now + 36000,
    name: "+44 7400 123456",
    nickname: "Ada",
    ...claims,
  };
  const message = [{ alg: "RS256", typ: "JWT", kid: "gallery" }, payload]
    .map((part) => galleryBase64Url(new TextEncoder().encode(JSON.stringify(part))))
    .join(".");
  const { privateKey } = await galleryKeyPair();
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, new TextEncoder().encode(message));
  return `${message}.${galleryBase64Url(new Uint8Array(signature))}`;
}

function galleryBase64Url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
