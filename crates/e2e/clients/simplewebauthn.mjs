//! @simplewebauthn/browser for a page without a bundler.

import { startAuthentication, startRegistration } from "@simplewebauthn/browser";

window.webauthn = { startAuthentication, startRegistration };
