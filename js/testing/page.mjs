// A page that is not there: as much of a document, an address and a widget as the locks touch.
import { newElement, newText } from "./tree.mjs";

/** What one test sees: the page's elements, navigations, reports, and the widgets that were mounted. */
export function newPage() {
  const page = { stored: null, widgets: [], clients: [], answers: [], reports: [], warnings: [], addresses: [], loads: 0, failures: 0, byId: new Map(), signs: new Map() };
  const body = newElement("body");
  Object.assign(globalThis, {
    document: {
      body,
      activeElement: null,
      addEventListener: (name, listener) => page.signs.set(name, listener),
      createElement: newElement,
      createElementNS: (_, tag) => newElement(tag),
      createTextNode: newText,
      getElementById: (id) => page.byId.get(id) ?? null,
    },
    CSSStyleSheet: class {
      replaceSync(text) {
        this.text = text;
      }
    },
    localStorage: newStorage(),
    location: {
      hash: "",
      href: "https://shop.example/login?next=cart",
      origin: "https://shop.example",
      pathname: "/login",
      assign: (address) => page.addresses.push(address),
      reload: () => page.addresses.push("reload"),
    },
    history: { state: null, replaceState: (_state, _title, address) => page.addresses.push(`replace ${address}`) },
    sessionStorage: newStorage(),
    reportError: (error) => page.reports.push(error),
    // The tests decide when a page has nothing to do.
    requestIdleCallback: (open) => (page.idle = open),
    loadWidget: async () => {
      page.loads += 1;
      if (page.failures > 0) {
        page.failures -= 1;
        throw new Error("offline");
      }
      return { mount: (root, options, notify, field) => mount(page, root, options, notify, field), Headless: headlessOf(page) };
    },
  });
  console.warn = (message) => page.warnings.push(message);
  console.error = (message) => page.warnings.push(message);
  return Object.assign(page, { body, newElement });
}

/** Lets everything that is due happen. One timer after the other: on a busy machine a single one may come too early. */
export async function settled() {
  for (let round = 0; round < 20; round += 1) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A token that says these things. */
export function tokenOf(claims) {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
}

function mount(page, root, options, notify, field) {
  if (options.theme === "pink") throw new Error("theme: pink is none of auto, light, dark");
  const widget = { root, options, notify, field, calls: [], stored: null, destroyed: false };
  const call = (name, result) => () => {
    if (widget.destroyed) throw new Error("used after destroy");
    widget.calls.push(name);
    return result?.();
  };
  page.widgets.push(widget);
  // As the real one: what was kept is known only after it has rendered.
  queueMicrotask(() => (widget.stored ??= page.stored));
  return {
    show: call("show", () => notify("shown")),
    hide: call("hide", () => notify("hidden")),
    logOut: call("logOut", () => notify("logged_out")),
    update: (changed) => {
      if (changed.theme === "pink") throw new Error("theme: pink is none of auto, light, dark");
      Object.assign(widget, { options: changed });
      call("update")();
    },
    country: call("country", () => ({ code: "FR", source: "time-zone" })),
    session: call("session", () => widget.stored),
    destroy: () => (widget.destroyed = true),
  };
}

/** The widget's client: notes what it is asked, and answers with what the test has put on the list. */
function headlessOf(page) {
  return class {
    constructor(options) {
      if (options.scope === "pink") throw new Error("scope: pink is none");
      page.clients.push({ options, asked: [] });
    }

    async ask(...given) {
      page.clients.at(-1).asked.push(given);
      const { failure, answer } = page.answers.shift() ?? {};
      if (failure) throw failure;
      return answer;
    }
  };
}

function newStorage() {
  const kept = new Map();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}
