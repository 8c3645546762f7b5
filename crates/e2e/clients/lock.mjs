//! Auth0's Lock for a page without a bundler.

import { Auth0LockPasswordless } from "auth0-lock";

window.Auth0LockPasswordless = Auth0LockPasswordless;
