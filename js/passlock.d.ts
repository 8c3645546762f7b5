// The types of passlock.mjs, and of the three globals that passlock.js defines.

import type { PasslockClient, Profile, SentCode, Session } from "./passlock-client.js";
import type { PasslockOptions } from "./passlock-options.js";

export * from "./passlock-client.js";
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
  /** Always null: nobody was sent away and came back. */
  state: null;
  /** For how many more seconds the session is valid. */
  expiresIn: number | null;
  /** `"Bearer"` when there is an access token. */
  tokenType: string | null;
  /** The scope that was asked for. */
  scope: string;
  /** Always null, as `state`. */
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
  /** What was found under the session's keys was no session, and was removed. */
  | { code: "session_dropped"; reason: "damaged" | "foreign" | "half_written"; description: string }
  /** There are no texts in that language, or they did not load: the lock speaks English. */
  | { code: "language_missing"; language: string; description: string }
  /** `languageDictionary` is none, or what reads it did not load. */
  | { code: "dictionary_missing"; language: string; description: string }
  /** A name in `languageDictionary` that is unknown, with the one that was probably meant. */
  | { code: "dictionary_key_unknown"; description: string };

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
  view_changed: [change: { view: "phone" | "code" | "logged_in" }];
  /** Something works less well than it should. */
  warning: [warning: Warning];
}

/** One login by text message. Locks of the same page know nothing of each other. */
export class Passlock {
  /**
   * Makes a lock and begins to load it: at once for a lock in a container, otherwise when the page has nothing to do.
   * @param clientId The application's id at the backend.
   * @param domain The backend's host, such as `example.eu.auth0.com` or `127.0.0.1:4000`.
   * @throws TypeError for a missing argument or an unknown option.
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
  /** Has a function called whenever something happens. */
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
  /** Removes the lock from the page for good. A second call does nothing. */
  destroy(): void;
}

/** Options of lock-passwordless v2 that have an effect today, and all of `PasslockOptions`. Others are warned of. */
export interface V2Options extends PasslockOptions {
  /** The address of the picture above the heading. */
  icon?: string;
  /** The country selected at first, in two letters. */
  defaultLocation?: string;
  /** Texts. `title` is the heading of the first view; others have no effect. */
  dict?: string | { title?: string; [text: string]: unknown };
  /** Parameters of the login. `scope` and `state` have an effect; `openid profile` is always part of the scope. */
  authParams?: { scope?: string; state?: string; [parameter: string]: unknown };
  /** No warnings about options that have no effect. */
  disableWarnings?: boolean;
  /** Further options of v2 are accepted, so that old pages keep working. */
  [option: string]: unknown;
}

/** The person, as v2's callbacks describe them. */
export interface V2Profile extends Profile {
  /** The same as `sub`. */
  user_id: string;
}

/** What v2's callbacks get when something failed. */
export interface V2Error {
  /** What failed, such as `invalid_grant` or `connection_not_enabled`. */
  error: string;
  /** A sentence for developers. */
  description: string;
  /** Further facts. */
  [fact: string]: unknown;
}

/**
 * Called after every login and after every login that failed. On failure there is only the first argument, on success
 * the first argument is null.
 */
export type V2Callback = (
  error: V2Error | null,
  profile?: V2Profile,
  idToken?: string,
  accessToken?: string | null,
  state?: string | null,
  refreshToken?: string | null,
) => void;

/** The lock in the manner of lock-passwordless v2: the page opens it, gets one callback, and keeps the tokens itself. */
export class Auth0LockPasswordless {
  /**
   * @param clientId The application's id at the backend.
   * @param domain The backend's host.
   */
  constructor(clientId: string, domain: string);
  /** Opens a fresh lock that sends a code by text message. That no message could be sent does not call back. */
  sms(callback?: V2Callback): void;
  sms(options: V2Options | undefined, callback?: V2Callback): void;
  /** Opens nothing and calls back with `connection_not_enabled`. */
  emailcode(callback?: (error: V2Error) => void): void;
  emailcode(options: V2Options | undefined, callback?: (error: V2Error) => void): void;
  /** Opens nothing and calls back with `connection_not_enabled`. */
  magiclink(callback?: (error: V2Error) => void): void;
  magiclink(options: V2Options | undefined, callback?: (error: V2Error) => void): void;
  /** Closes the lock and calls back without arguments once it is closed. */
  close(callback?: () => void): void;
  /** Removes the lock for good; it cannot be opened again. */
  destroy(): void;
  /** Hands out the profile in an id_token that is for this client, from this server, and still valid. */
  getProfile(idToken: string, callback: (error: V2Error | null, profile?: V2Profile) => void): void;
  /**
   * Reads a login's result out of a fragment. Its signature is not checked, as v2 did not.
   * @returns Tokens and profile, or an error, or null when the fragment is about something else.
   */
  parseHash(hash?: string): V2HashResult | V2HashError | null;
  /** Forgets the session and leaves for the backend's logout page with the given query. */
  logout(query?: string | Record<string, string>): Promise<void>;
}

/** A login's result in a fragment. */
export interface V2HashResult {
  /** The person. */
  profile: V2Profile;
  /** The raw token that says who the person is. */
  id_token: string;
  /** The token for the backend's own interfaces. */
  access_token?: string;
  /** The state that the page sent along. */
  state?: string;
  /** The token that gets new ones. */
  refresh_token?: string;
}

/** An error in a fragment. */
export interface V2HashError {
  /** The error as Auth0's protocol names it. */
  error: string;
  /** A sentence for developers. */
  error_description?: string;
}

declare global {
  /** What passlock.js, the classic script, adds to a page. */
  interface Window {
    Passlock: typeof Passlock;
    PasslockClient: typeof PasslockClient;
    Auth0LockPasswordless: typeof Auth0LockPasswordless;
  }
}
