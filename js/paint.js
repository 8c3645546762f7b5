// The form before the widget is there: the widget's own first form, in which a person can type at once. The widget takes
// the field over when it has come, and all else of this goes.

/** What is said here and stands in no form. Languages say it by the same names. */
const PAINTED_TEXTS = {
  sending: "Sending…",
  signInTo: "Sign in to {app}",
  tryAgain: "Try again",
  notLoaded: "Signing in could not be loaded. Please check your connection and try again.",
  notAllowed: "This page does not let sign-in run. Please tell its owner.",
};

/** Languages with texts that are written from right to left. */
const FROM_RIGHT = /^(ar|fa|he|ur)\b/;

/** How long a press keeps the form, in milliseconds: whoever lets go somewhere else is not heard. */
const LONGEST_PRESS = 2000;

class Painting {
  #root;
  #options;
  #sayings = [];
  #texts = PAINTED_TEXTS;
  /** What the person asked for and waits for: "submit" or "country". */
  asked = null;
  /** What had the focus before a dialog opened. */
  opener = null;
  /** The name of what went wrong, as PAINTED_TEXTS has it. */
  #problem = null;
  /** A promise while the form cannot go. */
  #held = null;

  /**
   * Paints into a place, or goes on with what a page has painted there. `onclose` is called when the person wants to
   * leave, `onretry` to load once more.
   */
  constructor(place, options, onclose, onretry) {
    const root = (this.#root = rootIn(place));
    this.#options = options;
    const inline = isInline(options.container);
    const { theme, logo, closable = !inline, autofocus = !inline, connections } = options;
    const paint = { sayings: this.#sayings, isLeftOut: (names) => !closable && /pl-close/.test(names) };
    const found = root.firstElementChild;
    const painted = elementOf(inline ? FORM.inline : FORM.dialog, paint, found);
    if (!found) {
      root.append(painted);
      // Until the language is known the words keep their room and cannot be read.
      root.classList.add("pl-mute");
      this.#draw();
    }
    if (theme) painted.dataset.theme = theme;
    // The styles keep room for what this form has not.
    if (connections) painted.dataset.ways = connections;
    if (logo) {
      this.#find(".pl-tile")?.replaceWith(newElement("img", { className: "pl-logo", src: logo, alt: "" }));
    }
    this.#listen(closable ? onclose : () => {}, onretry);
    if (!inline) {
      this.opener = focusedIn(document);
      painted.firstElementChild.showModal();
    }
    if (autofocus) this.field.focus();
  }

  get field() {
    return this.#find("[name=phone]");
  }

  /** Says everything in a language: the texts that it has, and a title in place of the options'. */
  say({ texts, language, title }) {
    const frame = this.#root.firstElementChild;
    frame.lang = language;
    frame.dir = FROM_RIGHT.test(language) ? "rtl" : "ltr";
    this.#texts = { ...PAINTED_TEXTS, ...texts };
    this.#options = { ...this.#options, title };
    this.#root.classList.remove("pl-mute");
    this.#draw();
  }

  /** Says what went wrong, and offers to try again. Nothing that was typed is lost. */
  fail(problem) {
    this.#problem = problem;
    this.asked = null;
    this.#root.classList.remove("pl-mute");
    this.#draw();
  }

  /**
   * Waits until nobody composes a text, or presses a button: an input method at work would lose its field, and a button
   * that goes away under a finger is not pressed.
   */
  rest() {
    return this.#held;
  }

  /** Goes, and leaves the focus to the widget. */
  giveWay() {
    this.#root.remove();
  }

  /** Goes, as if it had never been. */
  remove() {
    this.giveWay();
    this.opener?.focus();
  }

  #find(selector) {
    return this.#root.querySelector(selector);
  }

  #listen(onclose, onretry) {
    const on = (selector, name, listener) => this.#find(selector)?.addEventListener(name, listener);
    on("form", "submit", (event) => {
      event.preventDefault();
      this.asked = "submit";
      if (this.#problem) onretry();
      this.#problem = null;
      this.#draw();
    });
    on("button.pl-country", "click", () => (this.asked ??= "country"));
    on(".pl-close", "click", onclose);
    on("dialog", "cancel", (event) => {
      event.preventDefault();
      onclose();
    });
    const hold = (begin, end, longest) =>
      this.#root.addEventListener(begin, () => {
        this.#held = new Promise((resolve) => {
          // The click comes right behind.
          this.#root.addEventListener(end, () => setTimeout(resolve), { once: true });
          if (longest) setTimeout(resolve, longest);
        });
      });
    hold("compositionstart", "compositionend");
    hold("pointerdown", "pointerup", LONGEST_PRESS);
  }

  #draw() {
    const isBusy = this.asked === "submit";
    const { title, appName } = this.#options;
    const words = {
      ...this.#texts,
      ...(title || appName ? { signIn: title || this.#texts.signInTo.replace("{app}", () => appName) } : {}),
      ...(isBusy ? { askForCode: this.#texts.sending } : this.#problem ? { askForCode: this.#texts.tryAgain } : {}),
    };
    for (const { key, text, show } of this.#sayings) show(words[key] ?? text);
    this.field.readOnly = isBusy;
    this.#find("[type=submit]").ariaDisabled = isBusy ? "true" : null;
    const alert = this.#find("[role=alert]");
    alert.replaceChildren();
    if (this.#problem) alert.append(newElement("p", { className: "pl-problem", textContent: this.#texts[this.#problem] }));
  }
}

/** Whether the first form is what the widget will show: nobody is logged in, expected back, or known by their number. */
function isFirstFormNext({ storage, storageKey = "id_token", remember, readonly }) {
  try {
    const kept = storage === "session" ? sessionStorage : localStorage;
    const has = (place, ending) => place.getItem(storageKey + ending) !== null;
    const isKept = !["memory", "none"].includes(storage) && has(kept, "");
    return !(readonly || isKept || has(sessionStorage, "_code_sent") || (remember && has(kept, "_phone")));
  } catch {
    // Nothing can be kept here.
    return !readonly;
  }
}

/** The element in which a form is painted, or is already. */
function rootIn(place) {
  const found = place.querySelector(".pl-root");
  const root = found ?? newElement("div", { className: "pl-root" });
  if (!found) place.append(root);
  return root;
}

/** The element that has the focus, inside of shadow roots too. */
function focusedIn(root) {
  const element = root.activeElement;
  return (element?.shadowRoot && focusedIn(element.shadowRoot)) || element;
}
