// The types of a session, and of the client that logs in without the lock.

/** The person, as the backend describes them. */
export interface Profile {
  /** The person's id at the backend, such as `sms|5f7c8ec7c33c6c004bbafe82`. */
  sub: string;
  /** The same as `sub`. */
  user_id?: string;
  /** A name to greet with; the formatted number as long as nothing else is known. */
  name?: string;
  /** A short name. */
  nickname?: string;
  /** The address of a picture. */
  picture?: string;
  /** The number in international format, such as `+447911123456`. */
  phone_number?: string;
  /** Whether a code sent to that number has been entered. */
  phone_number_verified?: boolean;
  /** The address. */
  email?: string;
  /** Whether a code sent to that address has been entered. */
  email_verified?: boolean;
  /** Whatever else the backend says. */
  [claim: string]: unknown;
}

/** What an id_token says (OpenID Connect Core 1.0, section 2), beside the profile. */
export interface Claims extends Profile {
  /** Who made it. */
  iss: string;
  /** The client, or clients, that it is for. */
  aud: string | string[];
  /** When it stops being valid, in seconds since 1970. */
  exp: number;
  /** When it was made, in seconds since 1970. */
  iat: number;
}

/** A session that is still valid. */
export interface Session {
  /** The raw token that says who the person is. */
  idToken: string;
  /** What that token says. */
  claims: Claims | null;
  /** The token for the backend's own interfaces; null when its time is over, and in a session of an earlier visit. */
  accessToken: string | null;
  /** The token that gets new ones, when the scope has `offline_access`. Another one comes with every renewal. */
  refreshToken: string | null;
  /** When the session ends, in milliseconds since 1970. */
  expiresAt: number;
  /** The person. */
  profile: Profile;
}

/** What is known about a code that is on its way. Moments are in milliseconds since 1970, by the backend's clock. */
export interface SentCode {
  /** The number that the code went to, in E.164; of an email, nothing. */
  phoneNumber?: string;
  /** The address that the code went to; of a text message, nothing. */
  email?: string;
  /** When it stops working, when the backend says so. */
  expiresAt: number | null;
  /** From when on it is worth asking for another. */
  resendAt: number;
  /** Digits in the code. */
  codeLength: number;
}

/** The backend, and what is wanted of it. */
export interface PasslockClientOptions {
  /** The application's id at the backend. */
  clientId: string;
  /** The backend's host, such as `example.eu.auth0.com` or `127.0.0.1:4000`. */
  domain: string;
  /** What the backend calls the connection that sends text messages. Default `"sms"`. */
  connection?: string;
  /** What the tokens are to cover, separated by blanks. Default `"openid profile"`. */
  scope?: string;
  /** The API that the access token is for, beside the backend's own. Default: none. */
  audience?: string;
  /** How a code becomes a session, as for a lock. Default `"auto"`. */
  flow?: "auto" | "token" | "cross-origin";
  /** The country in which a number without a country code is read, in two letters (ISO 3166-1). */
  country?: string;
  /** Digits in a code, 4 to 12, for backends that do not say how many. Default 6. */
  codeLength?: number;
}

/** How a call is given up. Its promise is broken by an error with the name `AbortError` and the code `cancelled`. */
export interface CallOptions {
  signal?: AbortSignal;
}

/** Why a call of the client failed. */
export interface PasslockError extends Error {
  /** A stable name of what happened, such as `wrong_code`, `phone_too_short`, `login_required` or `offline`. */
  code: string;
  /** The error as Auth0's libraries name it, such as `invalid_grant`. */
  error: string;
  /** A sentence for people. */
  description: string;
  /** The same as `description`. */
  error_description: string;
  /** When it is worth trying again, in milliseconds since 1970, when the backend says so. */
  until?: number | null;
  /** How many tries the code still has, when the backend says so. */
  attemptsLeft?: number | null;
}

/** The login without the lock, for pages that draw their own. It keeps nothing. Every failure is a `PasslockError`. */
export class PasslockClient {
  /** An unknown option breaks the first call. @throws TypeError for a missing option. */
  constructor(options: PasslockClientOptions);
  /** Has the backend text a code to a number: in E.164, or as it is written in `country`. */
  startPasswordlessWithPhoneNumber(phone: string, options?: CallOptions): Promise<SentCode>;
  /** Trades the code that the number received for a session. */
  loginWithPhoneNumber(phone: string, code: string | number, options?: CallOptions): Promise<Session>;
  /** Has the backend mail a code to an address. */
  startPasswordlessWithEmail(email: string, options?: CallOptions): Promise<SentCode>;
  /** Trades the code that the address received for a session. */
  loginWithEmail(email: string, code: string | number, options?: CallOptions): Promise<Session>;
  /** What the backend knows of the person whose access token this is. */
  userInfo(accessToken: string, options?: CallOptions): Promise<Profile>;
  /**
   * Trades a refresh token for a new session. The backend takes a second use of a token for a theft: store the new one
   * before anything else. `login_required` says that only a new login helps.
   */
  refresh(refreshToken: string, options?: CallOptions): Promise<Session>;
  /** Ends the login of a refresh token. The request is finished even when the page is left. */
  revoke(refreshToken: string, options?: CallOptions): Promise<void>;
  /** The address that ends the login at the backend and leads on to `returnTo`, which the backend must allow. */
  logoutUrl(options?: { returnTo?: string; clientId?: string }): string;
}
