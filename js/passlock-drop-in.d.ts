// The types of Auth0LockPasswordless, the lock in the manner of Auth0's own: of lock-passwordless v2 and of Lock 11 to 15.

import type { AuthResult, AuthorizationError, LockCallback, PasslockEvents, UnrecoverableError } from "./passlock.js";
import type { Profile } from "./passlock-client.js";
import type { PasslockOptions } from "./passlock-options.js";

/** Options of lock-passwordless v2 that have an effect today, and all of `PasslockOptions`. Others are warned of. */
export interface V2Options extends PasslockOptions {
  /** The address of the picture above the heading. */
  icon?: string;
  /** Whether the first field takes the focus. */
  focusInput?: boolean;
  /** Where the login goes on to, on this origin, with its result in the fragment. Wants the response type `"token"`. */
  callbackURL?: string;
  /** `"token"`, or with a `callbackURL` by default `"code"`, which is refused. */
  responseType?: string;
  /** The country selected at first, in two letters. */
  defaultLocation?: string;
  /** Texts by the names of v2 or by ours, or the name of a language. */
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

/** Options of Lock 11 to 15 that have an effect; `docs/coming-from-lock.md` has all of them. Others are warned of. */
export interface LockOptions extends Omit<PasslockOptions, "prefill" | "theme"> {
  /** Which connections may be used: `"sms"` and `"email"` are enabled, and the first one is shown. */
  allowedConnections?: string[];
  /** Whether the first of `allowedConnections` is a connection for text messages under another name. */
  useCustomPasswordlessConnection?: boolean;
  /** What becomes of a login. */
  auth?: {
    /** Whether it goes on to `redirectUrl`. Default `true`; otherwise the page hears of it at once. */
    redirect?: boolean;
    /** An address of this origin. Default: this page, without its query. */
    redirectUrl?: string;
    /** Default `"token"`, or with a `redirectUrl` `"code"`, which is refused. */
    responseType?: string;
    /** How the result gets to `redirectUrl`. Default: in the fragment. */
    responseMode?: "fragment" | "form_post";
    /** Whether a result in the address of this page is taken up by itself. Default `true`. */
    autoParseHash?: boolean;
    /** The API that the access token is for. */
    audience?: string;
    /** Comes back with the result. Default: random. */
    state?: string;
    /** Parameters of the login. The default scope is `openid profile email`. */
    params?: { scope?: string; state?: string; login_hint?: string; [parameter: string]: unknown };
    [option: string]: unknown;
  };
  /** The country selected at first, in two letters. */
  defaultLocation?: string;
  /** Whether the address is rid of a result that was taken up. Default `true`. */
  hashCleanup?: boolean;
  /** The number that the form begins with. */
  prefill?: { phoneNumber?: string; email?: string; [field: string]: unknown };
  /** Whether the number is offered for the next login. Default `false`, other than in Lock. */
  rememberLastLogin?: boolean;
  /** The look: `logo` is the address of the picture above the heading. */
  theme?: { logo?: string; [option: string]: unknown } | PasslockOptions["theme"];
  /** No warnings on the console. */
  disableWarnings?: boolean;
  /** Further options of Lock are accepted, so that old pages keep working. */
  [option: string]: unknown;
}

/** An option or event that has no effect here, by name. */
export interface LockWarning {
  /**
   * `option_ignored`, `option_unknown`, `event_unknown`, `event_never`, `connection_not_enabled`, `redirect_impossible`, or a
   * code of the lock's own warnings.
   */
  code: string;
  /** What it is about. */
  name?: string;
  /** A sentence for developers. */
  description: string;
}

/** The events of Lock that come here. Its others may be listened to, and never come. */
export interface LockEvents extends Omit<PasslockEvents, "warning"> {
  /** A login was found in the address of the page, or an error, or nothing. */
  hash_parsed: [outcome: AuthResult | Error | null];
  /** The form for the number is on the screen. */
  "socialOrPhoneNumber ready": [];
  /** A code is about to be asked for. */
  "socialOrPhoneNumber submit": [];
  /** The form for the address is on the screen. */
  "socialOrEmail ready": [];
  /** A code is about to be asked for by email. */
  "socialOrEmail submit": [];
  /** The form for the code is on the screen. */
  "vcode ready": [];
  /** A code is about to be checked. */
  "vcode submit": [];
  /** An option or event has no effect here. */
  warning: [warning: LockWarning];
}

/** The lock in Auth0's manners: that of lock-passwordless v2 (`sms`, `emailcode`), and that of Lock 11 to 15 (`show` and events). */
export class Auth0LockPasswordless {
  /**
   * @param clientId The application's id at the backend.
   * @param domain The backend's host.
   * @param options Lock 11 to 15: what `show` opens.
   */
  constructor(clientId: string, domain: string, options?: LockOptions);
  /** Lock 11 to 15: shows the lock; options given here count for this time, `auth` one by one. */
  show(options?: LockOptions): void;
  /** Lock 11 to 15: takes the lock off the screen. */
  hide(): void;
  /** Has a function called whenever something happens. */
  on<Name extends keyof LockEvents>(name: Name, listener: (...details: LockEvents[Name]) => void): this;
  on(name: string, listener: (...details: any[]) => void): this;
  /** Has a function called the next time that something happens. */
  once<Name extends keyof LockEvents>(name: Name, listener: (...details: LockEvents[Name]) => void): this;
  once(name: string, listener: (...details: any[]) => void): this;
  /** Has a function no longer called. */
  off(name: string, listener: (...details: any[]) => void): this;
  /** The same as `on`. */
  addListener(name: string, listener: (...details: any[]) => void): this;
  /** The same as `off`. */
  removeListener(name: string, listener: (...details: any[]) => void): this;
  /** Has no function called any more, for one event or for all. */
  removeAllListeners(name?: string): this;
  /** Asks the backend who an access token belongs to. */
  getUserInfo(accessToken: string, callback?: (error: Error | null, profile?: Profile) => void): Promise<Profile>;
  /** Asks the backend, out of sight, whether somebody is logged in there. */
  checkSession(params: Record<string, string> | null | undefined, callback: LockCallback): void;
  /** Takes up the login of a fragment; calls back with two nulls when it tells of none. */
  resumeAuth(hash: string, callback: LockCallback): void;
  /** Opens a fresh lock that sends a code by text message. That no message could be sent does not call back. */
  sms(callback?: V2Callback): void;
  sms(options: V2Options | undefined, callback?: V2Callback): void;
  /** Opens a fresh lock that sends a code by email. That no message could be sent does not call back. */
  emailcode(callback?: V2Callback): void;
  emailcode(options: V2Options | undefined, callback?: V2Callback): void;
  /** Opens nothing and calls back with `connection_not_enabled`. */
  magiclink(callback?: (error: V2Error) => void): void;
  magiclink(options: V2Options | undefined, callback?: (error: V2Error) => void): void;
  /** The same as `sms`: no social connection is enabled, and those in the options are warned of. */
  socialOrSms(options?: V2Options | V2Callback, callback?: V2Callback): void;
  /** Opens nothing and calls back with `connection_not_enabled`. */
  social(options?: V2Options, callback?: (error: V2Error) => void): void;
  /** The same as `emailcode`: no social connection is enabled, and those in the options are warned of. */
  socialOrEmailcode(options?: V2Options | V2Callback, callback?: V2Callback): void;
  /** Opens nothing and calls back with `connection_not_enabled`. */
  socialOrMagiclink(options?: V2Options, callback?: (error: V2Error) => void): void;
  /** Closes the lock and calls back without arguments once it is closed. */
  close(callback?: () => void): void;
  /** Removes the lock for good; it cannot be opened again. */
  destroy(): void;
  /**
   * Hands out the profile in an id_token that is for this client, from this server, and still valid (v2), or what the
   * backend says of an access token (Lock 11 to 15).
   */
  getProfile(token: string, callback: (error: V2Error | null, profile?: V2Profile) => void): void;
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

