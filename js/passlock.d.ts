// The types of passlock.mjs, and of the three globals that passlock.js defines.

import type { PasslockClient, Profile, SentCode, Session } from "./passlock-client.js";
import type { Auth0LockPasswordless } from "./passlock-drop-in.js";
import type { PasslockOptions } from "./passlock-options.js";

export * from "./passlock-client.js";
export * from "./passlock-drop-in.js";
export * from "./passlock-element.js";
export type { PasslockOptions };

/** The country that the form begins with. */
export interface FirstCountry {
  /** Its two letters. */
  code: string;
  /** How it was found: named by the page, by the clock's zone, by the language, or none of them. More may come. */
  source: "option" | "remembered" | "time-zone" | "language" | "fallback";
}

/** The result of a login in the shape of Lock 11 and later. What is absent is null. */
export interface AuthResult {
  /** The token for the backend's own interfaces. */
  accessToken: string | null;
  /** The raw token that says who the person is. */
  idToken: string;
  /** What that token says. */
  idTokenPayload: Profile | null;
  /** The token that gets new ones. The lock renews by itself: a page that does so too wants the storage `"none"`. */
  refreshToken: string | null;
  /** The state that went along, when the login came by way of the browser's address or of `checkSession`. */
  state: string | null;
  /** For how many more seconds the session is valid. */
  expiresIn: number | null;
  /** `"Bearer"` when there is an access token. */
  tokenType: string | null;
  /** The scope that was asked for. */
  scope: string | null;
  /** Always null. */
  appState: null;
}

/** A failed request for a code or login. The person reads about it in the lock; this is for the page. */
export interface AuthorizationError {
  /** A stable name of what happened, such as `wrong_code`, `rate_limited` or `offline`. */
  code: string;
  /** The error as Auth0's protocol names it, such as `invalid_grant`. */
  error: string;
  /** A sentence for developers. */
  description: string;
  /** The same as `description`. */
  error_description: string;
  /** What failed: asking for a code, or logging in with it. */
  stage?: "start" | "login";
  /** By which way the code was to come. */
  connection?: "sms" | "email";
  /** With the code `token_refused`: the check that the id_token did not pass, such as `signature` or `expired`. */
  check?: string | null;
  /** When it is worth trying again, in milliseconds since 1970, when the backend says so. */
  until?: number | null;
  /** How many tries the code still has, when the backend says so. */
  attemptsLeft?: number | null;
}

/** The lock does not work: it did not load, or it was set up wrongly. */
export interface UnrecoverableError extends Error {
  /** `load_failed`, `mount_failed`, `container_missing` or `widget_failed`. */
  code: string;
  /** The same as `code`. */
  error: string;
  /** A sentence for developers. */
  description: string;
  /** The same as `description`. */
  error_description: string;
}

/** Something works less well than it should. */
export type Warning =
  /** The browser keeps no session for this page. */
  | { code: "storage_denied"; description: string }
  /** `primaryColor` is no colour, or can be seen through; the lock wears its own. */
  | { code: "colour_unknown"; description: string }
  /** What was found under the session's keys was no session, and was removed. */
  | { code: "session_dropped"; reason: "damaged" | "foreign" | "half_written"; description: string }
  /** There are no texts in that language, or they did not load: the lock speaks English. */
  | { code: "language_missing"; language: string; description: string }
  /** `languageDictionary` is none, or what reads it did not load. */
  | { code: "dictionary_missing"; language: string; description: string }
  /** A name in `languageDictionary` that is unknown, with the one that was probably meant. */
  | { code: "dictionary_key_unknown"; description: string };

/** Called with an error, or with null and the result. */
export type LockCallback = (error: Error | null, result?: AuthResult | null) => void;

/** The events of a lock and what their listeners are called with. */
export interface PasslockEvents {
  /** The lock is on the screen. */
  show: [];
  /** The lock is no longer on the screen. */
  hide: [];
  /** The person has logged in. */
  authenticated: [result: AuthResult];
  /** No code could be sent, or a code was not accepted. May come any number of times. */
  authorization_error: [error: AuthorizationError];
  /** The lock does not work. Reported as an uncaught error when nobody listens. */
  unrecoverable_error: [error: UnrecoverableError];
  /** A code is on its way. */
  code_sent: [message: SentCode];
  /** The person was logged in already: on an earlier visit, or in another tab. */
  session_restored: [result: AuthResult];
  /** The session was renewed, here or in another tab. */
  session_refreshed: [result: AuthResult];
  /** The session's time is over, and why it was not renewed. */
  session_expired: [end: { reason: "time_over" | "refresh_refused" | "refresh_failed" }];
  /** The person logged out, here or in another tab. */
  logged_out: [];
  /** Another view is on the screen: the form for the number, the one for the code, or the welcome. */
  view_changed: [change: { view: "phone" | "email" | "code" | "logged_in" }];
  /** Something works less well than it should. */
  warning: [warning: Warning];
}

/** One login by text message. Locks of the same page know nothing of each other. */
export class Passlock {
  /**
   * Makes a lock and begins to load it: at once for a lock in a container, otherwise when the page has nothing to do or a
   * person comes near. An unknown option is an `unrecoverable_error` then.
   * @param clientId The application's id at the backend.
   * @param domain The backend's host, such as `example.eu.auth0.com` or `127.0.0.1:4000`.
   * @throws TypeError for a missing argument.
   */
  constructor(clientId: string, domain: string, options?: PasslockOptions);
  /**
   * Shows the lock. Loads it first if need be, also when that failed before.
   * @param options Options that change from now on. The widget is made anew with them; a session that is kept in
   * memory only is forgotten by that.
   */
  show(options?: PasslockOptions): void;
  /** Takes the lock off the screen. */
  hide(): void;
  /**
   * Changes options of a lock that may be on the screen; null stands for the default. What was typed stays, and nothing
   * is sent. A session that is kept in memory only is forgotten unless all that changes are looks: `theme`, `title`,
   * `logo`, `appName`, `primaryColor`, `closable`, `autofocus`, `flashMessage`, `hooks`.
   */
  update(options: { [Name in keyof Omit<PasslockOptions, "container">]: PasslockOptions[Name] | null }): void;
  /** Has a function called whenever something happens. An unknown event is reported as an uncaught error. */
  on<Name extends keyof PasslockEvents>(name: Name, listener: (...details: PasslockEvents[Name]) => void): this;
  /** Has a function called the next time that something happens. */
  once<Name extends keyof PasslockEvents>(name: Name, listener: (...details: PasslockEvents[Name]) => void): this;
  /** Has a function no longer called. */
  off<Name extends keyof PasslockEvents>(name: Name, listener: (...details: PasslockEvents[Name]) => void): this;
  /**
   * Forgets the session, here and in the other tabs, and revokes its refresh token; the promise is kept when it is
   * forgotten.
   * @param options.returnTo Where to go afterwards, by way of the backend, which must allow this address.
   * @param options.clientId Whose allowed addresses count. Default: the lock's own client.
   */
  logout(options?: { returnTo?: string; clientId?: string }): Promise<void>;
  /** The session, or null when nobody is logged in now. The promise is broken when the lock cannot be loaded. */
  getSession(): Promise<Session | null>;
  /** Whether somebody is logged in now. */
  isAuthenticated(): Promise<boolean>;
  /** The country that the form begins with, and how it was found. */
  country(): Promise<FirstCountry>;
  /** Asks the backend who an access token belongs to. The answer goes to the callback, too, when there is one. */
  getUserInfo(accessToken: string, callback?: (error: Error | null, profile?: Profile) => void): Promise<Profile>;
  /**
   * Takes up the login of a fragment that an `Auth0LockPasswordless` of this tab went on with, once its token is verified.
   * The lock keeps nothing of it. Answers null for a fragment that is about something else.
   */
  resumeAuth(hash: string, callback?: LockCallback): Promise<AuthResult | null>;
  /**
   * Asks the backend, out of sight, whether somebody is logged in there, and verifies what it answers. The lock keeps
   * nothing of it. Broken by an error with the code `login_required` when only a login helps, as with `passlock-server`.
   * @param params Further parameters of `/authorize`, with `redirectUri`, `scope`, `state` and `nonce` in place of the lock's.
   */
  checkSession(params?: Record<string, string>, callback?: LockCallback): Promise<AuthResult>;
  /** Removes the lock from the page for good. A second call does nothing. */
  destroy(): void;
}

declare global {
  /** What passlock.js, the classic script, adds to a page. */
  interface Window {
    Passlock: typeof Passlock;
    PasslockClient: typeof PasslockClient;
    Auth0LockPasswordless: typeof Auth0LockPasswordless;
  }
}
