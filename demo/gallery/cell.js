// One cell: takes a real lock into the state that the address names, and says when it is there.
//
// `?state=code-half&theme=dark&dir=rtl&frame=inline`; more options of the lock as JSON in `options`.
(async () => {
  const asked = new URLSearchParams(location.search);
  const page = document.documentElement;
  const name = asked.get("state") ?? "phone-empty";
  const theme = asked.get("theme") ?? "auto";
  page.dir = asked.get("dir") ?? "ltr";
  // The lock runs as its language does.
  page.lang = page.dir === "rtl" ? "ar" : "en";
  page.dataset.theme = theme;
  document.title = name;

  const state = GALLERY_STATES[name];
  try {
    if (!state) throw new Error(`there is no state "${name}"`);
    await reach(state, asked.get("frame") ?? "dialog");
    page.dataset.cell = "ready";
  } catch (error) {
    page.dataset.cell = `failed: ${error.message}`;
  }

  async function reach({ options, answers = [], drive = () => {}, shows, remembers, offline }, frame) {
    // Cells beside each other must not find what another one keeps.
    const storageKey = `gallery-${crypto.randomUUID()}`;
    addEventListener("pagehide", () => forget(storageKey));
    if (remembers) localStorage.setItem(`${storageKey}_phone`, remembers);
    if (offline) Object.defineProperty(navigator, "onLine", { get: () => false });
    if (window.top !== window) stayInPlace();
    installGalleryBackend(answers);
    const lock = new Passlock("gallery", GALLERY_DOMAIN, {
      country: "GB",
      theme,
      storageKey,
      ...options,
      ...JSON.parse(asked.get("options") ?? "{}"),
      ...(frame === "inline" ? { container: "place" } : {}),
    });
    globalThis.galleryWarnings = [];
    lock.on("warning", (warning) => galleryWarnings.push(warning.code));
    lock.show();
    await see("[type=submit]");
    // Whoever measures what moves begins where the lock is on the screen.
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    performance.mark("shown");
    await drive({ type, press, send, see, until });
    await see(shows);
    // Whoever looks at a cell sees the widget, and not the form that was painted before it.
    await until((shadow) => !shadow.querySelector("form[method], .pl-root ~ .pl-root"));
    // A slow device puts off what follows from what it has drawn, such as the focus.
    for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  }

  function shadow() {
    return document.querySelector(".passlock-host")?.shadowRoot ?? null;
  }

  async function until(holds) {
    for (const deadline = performance.now() + 15_000; performance.now() < deadline; ) {
      if (shadow() && holds(shadow())) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`waited in vain for ${holds}`);
  }

  async function see(selector) {
    const seen = () => shadow()?.querySelector(selector);
    await until(seen).catch(() => {
      throw new Error(`waited in vain for ${selector}: ${shadow()?.querySelector(".pl-card")?.textContent}`);
    });
    return seen();
  }

  async function press(selector) {
    await see(selector);
    // As it is now: the form that is painted before the widget is there gives way at any moment.
    shadow().querySelector(selector).click();
  }

  async function type(field, text) {
    const input = await see(`[name=${field}]`);
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }

  async function send(number) {
    await type("phone", number);
    await press("[type=submit]");
  }

  function forget(storageKey) {
    for (const storage of [localStorage, sessionStorage]) {
      for (const key of Object.keys(storage)) if (key.startsWith(storageKey)) storage.removeItem(key);
    }
  }

  /** Many cells on one page would scroll it back and forth between them. */
  function stayInPlace() {
    const focus = HTMLElement.prototype.focus;
    HTMLElement.prototype.focus = function () {
      focus.call(this, { preventScroll: true });
    };
  }
})();
