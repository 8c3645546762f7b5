// How a page's wishes reach the widget, and which are refused.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { joined } from "../testing/joined.mjs";
import { newPage, settled } from "../testing/page.mjs";

let page;
let Passlock;

beforeEach(async () => {
  page = newPage();
  ({ Passlock } = await joined());
});

const newLock = (options) => new Passlock("demo", "127.0.0.1:4000", options);

test("the widget gets the options that were given and no others", async () => {
  const lock = newLock({ appName: "Swapart", title: undefined });
  lock.show();
  await settled();
  assert.deepEqual(page.widgets[0].options, {
    clientId: "demo",
    domain: "127.0.0.1:4000",
    flags: "https://cdn.example/flags.webp",
    appName: "Swapart",
    inline: false,
  });
});

/** What a lock tells of itself once its widget is there. */
async function failureOf(lock) {
  const told = [];
  lock.on("unrecoverable_error", ({ code, message }) => told.push([code, message]));
  lock.show();
  await settled();
  assert.equal(told.length, 1);
  return told[0];
}

test("an unknown option is refused with the nearest known one, as a wrong value is", async () => {
  const [code, message] = await failureOf(newLock({ autoClose: true }));
  assert.equal(code, "mount_failed");
  assert.match(message, /unknown option "autoClose"; did you mean "autoclose"\?/);
  assert.match((await failureOf(newLock({ zzzzzz: 1 })))[1], /known are container, connection/);
  const lock = newLock();
  lock.show();
  await settled();
  lock.show({ contry: "DE" });
  assert.match((await failureOf(lock))[1], /did you mean "country"\?/);
  assert.equal(page.widgets.length, 1, "no widget of a wrong name");
});

test("an unknown option at update() is told, and the widget stays as it was", async () => {
  const lock = newLock({ theme: "dark" });
  const told = [];
  lock.on("unrecoverable_error", ({ code, message }) => told.push([code, message]));
  lock.show();
  await settled();
  lock.update({ them: "light" });
  await settled();
  assert.deepEqual(told, [["widget_failed", 'passlock: unknown option "them"; did you mean "theme"?']]);
  assert.equal(page.widgets[0].options.theme, "dark");
});

test("an unknown event is reported once with the nearest known one, whenever a page begins to listen", async () => {
  const lock = newLock().on("authenticate", () => {});
  lock.show();
  await settled();
  lock.show();
  await settled();
  const reported = () => page.reports.map(({ message }) => message);
  assert.deepEqual(reported(), ['passlock: unknown event "authenticate"; did you mean "authenticated"?']);
  lock.once("shown", () => {});
  lock.hide();
  await settled();
  assert.deepEqual(reported().slice(1), ['passlock: unknown event "shown"; did you mean "show"?']);
});

test("a missing client or a domain that is none is refused", () => {
  assert.throws(() => new Passlock("", "example.com"), /the client id is missing/);
  assert.throws(() => new Passlock("demo"), /the domain is missing/);
  assert.throws(() => new Passlock("demo", "http://example.com"), /is not a domain/);
});

test("the country that the form begins with is the widget's to tell", async () => {
  const lock = newLock({ onlyCountries: ["FR", "DE"] });
  assert.deepEqual(await lock.country(), { code: "FR", source: "time-zone" });
  lock.destroy();
  await assert.rejects(lock.country(), /destroyed/);
});
