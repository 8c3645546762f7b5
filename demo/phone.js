// The drawn phone: shows the text messages that the backend would have sent, as soon as it writes them.
(() => {
  const element = (id) => document.getElementById(id);
  const [phone, banner] = [element("phone"), element("banner")];
  const loopback = /^(127\.|localhost\b|\[::1\])/.test(AUTH0_DOMAIN);
  const outbox = `${loopback ? "http" : "https"}://${AUTH0_DOMAIN}/dev/outbox`;
  const shown = new Set();
  const hint = element("hint-text").textContent;
  const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
  let bannerTimer = 0;

  tellTime();
  setInterval(tellTime, 5000);
  raise();
  lock.on("show", raise);
  for (const news of ["show", "hide", "authenticated"]) lock.on(news, () => banner.hidePopover?.());
  banner.addEventListener("click", () => {
    copy(banner.dataset.code);
    banner.hidePopover();
  });
  receive(visitBegan());

  /** Messages of this visit: those of other people's visits are none of this phone's business. */
  async function receive(since) {
    const isOfThisVisit = ({ at }) => Date.parse(at) >= since;
    const live = new EventSource(`${outbox}/events`);
    live.addEventListener("open", () => (element("hint-text").textContent = hint));
    live.addEventListener("message", ({ data }) => {
      const message = JSON.parse(data);
      if (isOfThisVisit(message)) arrive(message);
    });
    live.addEventListener("error", () => {
      element("hint-text").textContent = "No messages can be seen: is the backend running with --dev?";
    });
    // A page that was reloaded in the middle of a login finds its messages again.
    const earlier = await fetch(outbox).then((answer) => answer.json()).catch(() => []);
    for (const message of earlier.filter(isOfThisVisit).reverse()) show(message);
  }

  function visitBegan() {
    try {
      sessionStorage.demoVisit ??= Date.now();
      return Number(sessionStorage.demoVisit);
    } catch {
      return Date.now();
    }
  }

  function arrive(message) {
    const bubble = show(message);
    if (!bubble) return;
    bubble.classList.add("arriving");
    notify(message);
  }

  /** Adds a message to the screen, unless it is there already. */
  function show(message) {
    if (shown.has(message.id)) return null;
    shown.add(message.id);
    element("hint").hidden = true;
    const item = made("li", "");
    const bubble = made("button", "message", ...textWithCode(message));
    const done = made("p", "message-done");
    bubble.type = "button";
    bubble.disabled = !message.code;
    bubble.addEventListener("click", async () => {
      done.textContent = (await copy(message.code)) ? "Code copied" : "The browser does not allow copying";
    });
    done.setAttribute("role", "status");
    item.append(made("p", "message-when", `${clock.format(new Date(message.at))} · to ${message.to}`), bubble, done);
    element("messages").append(item);
    element("thread").scrollTop = element("thread").scrollHeight;
    return item;
  }

  /** Where there is no room for the phone, its message drops in from above. */
  function notify(message) {
    clearTimeout(bannerTimer);
    banner.hidePopover?.();
    banner.dataset.code = message.code ?? "";
    element("banner-text").replaceChildren(...textWithCode(message));
    banner.showPopover?.();
    bannerTimer = setTimeout(() => banner.hidePopover?.(), 45_000);
  }

  function textWithCode({ body, code }) {
    const at = code ? body.indexOf(code) : -1;
    if (at < 0) return [body];
    return [body.slice(0, at), made("span", "code", code), body.slice(at + code.length)];
  }

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }

  /** An open dialog dims the page; a phone lies on top of it. */
  function raise() {
    phone.hidePopover?.();
    phone.showPopover?.();
  }

  function tellTime() {
    const now = clock.format(new Date()).replace(/\s?[AP]M$/i, "");
    for (const place of document.querySelectorAll("[data-clock]")) place.textContent = now;
  }

  function made(tag, className, ...children) {
    const created = document.createElement(tag);
    created.className = className;
    created.append(...children);
    return created;
  }
})();
