// The options of a lock, with their types.

/** How a lock looks and what it does. A name that is not one of these is a `TypeError` that says which was meant. */
export interface PasslockOptions {
  /** The element, or its id, that the lock becomes part of. Without it the lock is a dialog above the page. */
  container?: string | HTMLElement;
  /**
   * The ways to a person that the lock offers, in order: the first one is shown, the others are a press away. Others may
   * follow at any time: what was typed stays. Default `["sms"]`.
   */
  connections?: ("sms" | "email")[];
  /** What the backend calls the connection that sends text messages. Default `"sms"`. */
  connection?: string;
  /** What the tokens are to cover, separated by blanks. Default `"openid profile"`. */
  scope?: string;
  /** The API that the access token is for, beside the backend's own. Default: none. */
  audience?: string;
  /**
   * How a code becomes a session: by the backend's token endpoint, or across origins, as Auth0 has single-page applications
   * do it. The second brings no refresh token, and wants cookies and a hidden frame of the backend's. Default `"auto"`: the
   * way that is open. `"hosted"` is for the backend's own login page: the window goes on to `/authorize` with the parameters
   * that the page has, and no session comes to it.
   */
  flow?: "auto" | "token" | "cross-origin" | "hosted";
  /**
   * Where the session is kept: in `localStorage`, in `sessionStorage`, only until the page is left, or by the page itself,
   * which then renews it itself, too. Default `"local"`.
   */
  storage?: "local" | "session" | "memory" | "none";
  /** The storage key that holds the raw id_token, and what the other keys begin with. Default `"id_token"`. */
  storageKey?: string;
  /**
   * Whether `localStorage` keeps the refresh token, too. Every script of the page's origin can read it there.
   * Default `false`: it lasts until the page is left.
   */
  persistRefreshToken?: boolean;
  /** Whether the person may close the lock. Default `true`, in a container `false`. */
  closable?: boolean;
  /** Whether the lock closes by itself once the person is logged in. Default `false`. */
  autoclose?: boolean;
  /** The heading of the first view. */
  title?: string;
  /** The address of the picture above the heading. */
  logo?: string;
  /** The application's name, for headings and buttons. */
  appName?: string;
  /** The country selected at first, in two letters (ISO 3166-1). Default: by the clock, then by the language. */
  country?: string;
  /** The number that the form begins with, in E.164 or as it is written in `country`. */
  phone?: string;
  /** The address that the form for emails begins with. */
  email?: string;
  /** Auth0's names for `phone` and `email`, which go before these. */
  prefill?: { phoneNumber?: string; email?: string };
  /** Whether `phone`, or `email`, is only to be confirmed and cannot be changed. Default `false`. */
  readonly?: boolean;
  /** Whether the number or address of a login is offered, masked, for the next one. Default `false`. */
  remember?: boolean;
  /** Whether a code is sent off as soon as it is whole. Default `true`. */
  autoSubmit?: boolean;
  /** Digits in a code, 4 to 12, for backends that do not say how many. Default 6. */
  codeLength?: number;
  /** The countries to choose from, by their two letters. Default, and when empty: all. */
  onlyCountries?: string[];
  /** Countries that cannot be chosen. An error when none is left. */
  excludeCountries?: string[];
  /** The countries that the list begins with, in this order. Those that cannot be chosen are passed over. */
  priorityCountries?: string[];
  /**
   * The language, as a BCP 47 tag such as `"de"` or `"pt-BR"`; the nearest that there is. Default `"auto"`: that of the
   * page around the lock (`lang`), else of the browser, else English.
   */
  language?: string;
  /**
   * Texts to say in place of the lock's own: by the names in `languages/en.json`, or in the shape of Lock's
   * `languageDictionary`. They are text; tags in them are left out. A name that is unknown is a `warning`.
   */
  languageDictionary?: PasslockDictionary;
  /** Light, dark, or as the person's system has it. Default `"auto"`. */
  theme?: "auto" | "light" | "dark";
  /**
   * The colour of buttons, links and the focus, as CSS writes it: `"#ea5323"`, `"tomato"`. It is made darker or lighter where
   * it could not be read. Default: a blue. What is no colour changes nothing and is told by `warning`.
   */
  primaryColor?: string;
  /** Whether the first field takes the focus when the lock appears. Default: in a dialog, not in a container. */
  autofocus?: boolean;
  /**
   * A message above the form, of the page's own: why the person is here again, for instance. It is text, not markup, and
   * ends when they go on or close the lock. One that is given to `show` is for that time.
   */
  flashMessage?: { type: "error" | "success" | "info"; text: string };
  /** Functions of the page that have a say in the login. */
  hooks?: {
    /**
     * Is called before a code is asked for (`stage: "start"`) and before one is checked (`"login"`), and waited for: until
     * its promise is kept or, when it takes two parameters, until it calls the second. It stops the request by throwing, by
     * a broken promise or by calling back with an error. The person reads the `description` of an error whose `code` is
     * `"hook_error"`, and a general sentence otherwise.
     */
    loggingIn?: (
      context: { stage: "start" | "login"; connection: "sms" | "email"; phoneNumber?: string; email?: string },
      callback: (error?: unknown) => void,
    ) => unknown;
  };
  /** How many seconds a token may be too early or too late: 0 to 300. Default 60. */
  leeway?: number;
  /**
   * What happens on a page that did not come by https, where browsers have no cryptography to verify a token with:
   * nobody is logged in, or a token is believed because it came from the backend by https. Default `"refuse"`.
   */
  withoutCrypto?: "refuse" | "trust-tls";
}

/** Texts by name, plural forms by category (`{ one, other }`), and Lock's nested names. */
export interface PasslockDictionary {
  [name: string]: string | PasslockDictionary;
}
