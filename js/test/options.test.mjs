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

test("an unknown option is refused with the nearest known one", () => {
  assert.throws(() => newLock({ autoClose: true }), /unknown option "autoClose"; did you mean "autoclose"\?/);
  assert.throws(() => newLock().show({ contry: "DE" }), /did you mean "country"\?/);
  assert.throws(() => newLock({ zzzzzz: 1 }), /known are container, connection/);
});

test("an unknown event is refused with the nearest known one", () => {
  assert.throws(() => newLock().on("authenticate", () => {}), /unknown event "authenticate"; did you mean "authenticated"\?/);
  assert.throws(() => newLock().off("shown", () => {}), /did you mean "show"\?/);
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
