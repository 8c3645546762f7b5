// Runs before a page's own scripts: types into its phone field as early as that is possible, and keeps what it saw.

globalThis.probe = (() => {
  // Of the United States, where the browser believes to be.
  const NUMBER = "2015550123";
  /** In milliseconds since the navigation began; `typed` and `answered` are `null` until it happened. */
  const seen = { begin: 0, typed: null, answered: null };
  const longTasks = [];
  const keys = [];
  let looking = true;

  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "longtask",
    buffered: true,
  });
  addEventListener("keydown", noteKey, { capture: true });
  requestAnimationFrame(look);

  function look() {
    if (!looking) return;
    pressOpener();
    const field = phoneField();
    const digits = field ? digitsIn(field.value) : null;
    if (digits === "") {
      insert(field, NUMBER[0]);
      // The last one counts: what a page takes away again was not there to stay.
      seen.typed = digitsIn(field.value) === "" ? null : performance.now();
      seen.answered = null;
    } else if (digits === NUMBER[0]) {
      insert(field, NUMBER.slice(1));
    } else if (digits === NUMBER && seen.answered === null && isNumberSaid()) {
      seen.answered = performance.now();
    }
    requestAnimationFrame(look);
  }

  /** Once the page's scripts have run: a click that nobody hears yet is no click. */
  function pressOpener() {
    const opener = document.readyState === "loading" || seen.begin > 0 ? null : document.querySelector("#opener");
    if (!opener) return;
    seen.begin = performance.now();
    opener.click();
  }

  function phoneField() {
    for (const root of roots(document)) {
      for (const field of root.querySelectorAll("input[type=tel]")) {
        if (field.checkVisibility()) return field;
      }
    }
    return null;
  }

  function insert(field, text) {
    field.focus();
    document.execCommand("insertText", false, text);
  }

  /** Whether the page repeats the number in its own words, as the lock does once it has understood it. */
  function isNumberSaid() {
    return [...roots(document)].some((root) => digitsIn((root.body ?? root).textContent).includes(NUMBER));
  }

  function* roots(root) {
    yield root;
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) yield* roots(element.shadowRoot);
    }
  }

  /** From the key to the end of the frame that shows it. */
  function noteKey({ timeStamp }) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => keys.push(performance.now() - timeStamp);
      channel.port2.postMessage(null);
    });
  }

  /** What there is to tell once the page rests, or within `patience` milliseconds; typing by hand may begin then. */
  async function rest(hasEngine, patience) {
    const isUsed = () => seen.typed !== null && (seen.answered !== null || !hasEngine);
    const deadline = performance.now() + patience;
    while (!(isUsed() && document.readyState === "complete") && performance.now() < deadline) await pause(50);
    await pause(500);
    looking = false;
    return { ...seen, value: phoneField()?.value ?? null, longTasks: [...longTasks] };
  }

  /** How many milliseconds each key took to be seen, once that is known of `count` keys. */
  async function keyTimes(count, patience) {
    const deadline = performance.now() + patience;
    while (keys.length < count && performance.now() < deadline) await pause(50);
    return keys;
  }

  function pause(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  function digitsIn(text) {
    return text.replace(/\D/g, "");
  }

  return { rest, keyTimes };
})();
