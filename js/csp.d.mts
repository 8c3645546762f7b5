/** What a policy is made for, besides the backend's domain. */
export interface CspOptions {
  /** The origin that passlock's files come from; `'self'` unless told. */
  folder?: string;
  /** The origins of the page's own logo, and of avatars that the backend does not keep itself. */
  images?: string[];
  /** Whether a hidden frame may ask the backend who is logged in there, as `checkSession` does. Default `false`. */
  checkSession?: boolean;
  /** The lock's option of this name: a login across origins goes through such a frame, too. Default `"auto"`. */
  flow?: "auto" | "token" | "cross-origin";
}

/** The value of the `Content-Security-Policy` header for a page that embeds the lock, with what the lock needs and no more. */
export function csp(domain: string, options?: CspOptions): string;
