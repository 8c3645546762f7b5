// The types of <pass-lock>, the lock as an element of a page.

import type { Profile, Session } from "./passlock-client.js";
import type { PasslockOptions } from "./passlock-options.js";
import type { FirstCountry, PasslockEvents } from "./passlock.js";

/** What a page decides about an element: by property, or by an attribute of the same name in small letters with dashes. */
export interface PasslockElementOptions extends Unset<Omit<PasslockOptions, "container" | "title" | "autofocus">> {
  /** The application's id at the backend. There is no lock before it and `domain` are known; another makes another lock. */
  clientId?: string | undefined;
  /** The backend's host, such as `example.eu.auth0.com` or `127.0.0.1:4000`. */
  domain?: string | undefined;
  /** The heading of the first view: the lock's option `title`, which every element has for something else. */
  heading?: string | undefined;
  /** Whether it is a dialog above the page. Otherwise it stands, and is open, where it is. */
  modal?: boolean;
  /** Whether it is on the screen. The element keeps it up to date, as an attribute too. */
  open?: boolean;
  /** Whether it does without a shadow root, so that the page's styles reach it; it has no slots and no parts then. */
  lightDom?: boolean;
}

/** The events of an element: the lock's own, as `CustomEvent`s that bubble and leave shadow roots. */
export type PasslockElementEventMap = {
  [Name in keyof PasslockEvents as `passlock-${Dashed<Name, "_">}`]: CustomEvent<
    PasslockEvents[Name] extends [infer Detail] ? Detail : null
  >;
};

/** The attributes of an element, as templates write them. Options that are objects have none. */
export type PasslockElementAttributes = {
  [Name in keyof Omit<PasslockElementOptions, PropertiesOnly> as Kebab<Name>]?: string | number | boolean;
};

type PropertiesOnly = "prefill" | "languageDictionary" | "flashMessage" | "hooks";

// Every option is a property of the same type; `autofocus` is one of every element.
export interface PasslockElement extends PasslockElementOptions {}

/**
 * The lock as an element. Importing the class defines no element; `define` does.
 *
 * `passlock-unrecoverable-error` can be cancelled; the error is reported as uncaught otherwise.
 */
export class PasslockElement extends HTMLElement {
  static readonly observedAttributes: string[];
  /** Opens the lock. Loads it first if need be, also when that failed before. */
  show(): void;
  /** Takes the lock off the screen. */
  hide(): void;
  /** As `Passlock.logout`. The promises of an element that is no lock yet are broken, with the code `not_ready`. */
  logout(options?: { returnTo?: string; clientId?: string }): Promise<void>;
  /** The session, or null when nobody is logged in now. */
  getSession(): Promise<Session | null>;
  /** Whether somebody is logged in now. */
  isAuthenticated(): Promise<boolean>;
  /** The country that the form begins with, and how it was found; `country` is the option. */
  getCountry(): Promise<FirstCountry>;
  /** Asks the backend who an access token belongs to. */
  getUserInfo(accessToken: string): Promise<Profile>;
  addEventListener<Name extends keyof PasslockElementEventMap>(
    type: Name,
    listener: (this: PasslockElement, event: PasslockElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: PasslockElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof PasslockElementEventMap>(
    type: Name,
    listener: (this: PasslockElement, event: PasslockElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<Name extends keyof HTMLElementEventMap>(
    type: Name,
    listener: (this: PasslockElement, event: HTMLElementEventMap[Name]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Makes an element a lock and answers with its class.
 * @param tag The element's name. Default `"pass-lock"`. One that is taken already stays what it is.
 * @param registry Where elements are defined. Default: the page's.
 */
export function define(tag?: string, registry?: CustomElementRegistry): typeof PasslockElement;

/** Properties can be taken back. */
type Unset<Options> = { [Name in keyof Options]?: Options[Name] | undefined };

type Dashed<Text extends string, Sign extends string> = Text extends `${infer Before}${Sign}${infer After}`
  ? `${Before}-${Dashed<After, Sign>}`
  : Text;

type Kebab<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${Kebab<Rest>}`
  : Name;

declare global {
  interface HTMLElementTagNameMap {
    "pass-lock": PasslockElement;
  }
  // What listeners further up on the page hear.
  interface HTMLElementEventMap extends PasslockElementEventMap {}
  interface DocumentEventMap extends PasslockElementEventMap {}
}
