// Which language a lock speaks, where its texts come from, and what a page says in their place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { joined, joinedDictionary } from "../testing/joined.mjs";
import { newPage, settled } from "../testing/page.mjs";

let page;
let Passlock;
let Auth0LockPasswordless;
let asked;
let files;

beforeEach(async (t) => {
  page = newPage();
  ({ Passlock, Auth0LockPasswordless } = await joined());
  asked = [];
  files = (tag) => ({ ok: true, json: async () => ({ close: `close in ${tag}` }) });
  t.mock.method(globalThis, "fetch", async (address) => {
    asked.push(address);
    return files(address.match(/languages\/(.+)\.json$/)[1]);
  });
  globalThis.loadDictionary = joinedDictionary;
  reads();
});

/** The person's browser reads these languages. */
function reads(...languages) {
  Object.defineProperty(globalThis, "navigator", { value: { languages }, configurable: true });
}

/** What the widget of a new lock is told of its language, and what the page is warned of. */
async function told(options) {
  const lock = new Passlock("demo", "127.0.0.1:4000", options);
  const warnings = [];
  lock.on("warning", (warning) => warnings.push(warning));
  lock.show();
  await settled();
  const { language, texts, title } = page.widgets.at(-1).options;
  lock.destroy();
  return { language, texts, title, warnings };
}

test("English is asked of nobody", async () => {
  for (const language of ["en", "en-GB", "auto", undefined]) {
    const { texts = {}, warnings } = await told({ language });
    assert.deepEqual([texts, warnings], [{}, []]);
  }
  assert.equal((await told({ language: "en-GB" })).language, "en-GB", "dates and countries are British");
  assert.deepEqual(asked, []);
});

test("the file lies beside the widget and is asked for once, whatever the number of locks", async () => {
  const [one, other] = await Promise.all([told({ language: "de" }), told({ language: "de" })]);
  assert.deepEqual(one.texts, { close: "close in de" });
  assert.deepEqual(other, one);
  assert.deepEqual(asked, ["https://cdn.example/languages/de.json"]);
});

test("two locks speak two languages", async () => {
  const [one, other] = [{ language: "ar" }, { language: "pt-BR" }].map((options) => new Passlock("demo", "127.0.0.1:4000", options));
  one.show();
  other.show();
  await settled();
  assert.deepEqual(page.widgets.map((widget) => widget.options.language), ["ar", "pt-BR"]);
  assert.deepEqual(page.widgets.map((widget) => widget.options.texts.close), ["close in ar", "close in pt-BR"]);
});

test("the nearest language that there is is spoken", async () => {
  const nearest = {
    "de-AT": ["de-AT", "de"], "ar-EG": ["ar-EG", "ar"], DE: ["de", "de"], de_CH: ["de-CH", "de"],
    pt: ["pt", "pt-BR"], "pt-AO": ["pt-AO", "pt-PT"], "pt-BR": ["pt-BR", "pt-BR"],
    zh: ["zh", "zh-Hans"], "zh-TW": ["zh-TW", "zh-Hant"], "zh-HK": ["zh-HK", "zh-Hant"], "zh-MO": ["zh-MO", "zh-Hant"],
    "zh-SG": ["zh-SG", "zh-Hans"], "zh-Hant-HK": ["zh-Hant-HK", "zh-Hant"],
    nn: ["nb", "nb"], no: ["nb", "nb"], "no-NO": ["nb", "nb"], "sr-Cyrl": ["sr-Cyrl", "sr"],
  };
  for (const [wanted, [language, file]] of Object.entries(nearest)) {
    const found = await told({ language: wanted });
    assert.deepEqual([found.language, found.texts.close], [language, `close in ${file}`], wanted);
  }
});

test("what there is not, and what is no tag, is English, without a request and with a warning", async () => {
  for (const language of ["tlh", "sr-Latn", "x", "not a tag", ""]) {
    const { language: spoken, texts, warnings } = await told({ language });
    assert.deepEqual([spoken, texts], [undefined, undefined], language);
    assert.deepEqual(warnings.map(({ code, language: named }) => [code, named]), [["language_missing", language]]);
  }
  assert.deepEqual(asked, []);
  const atOnce = await told({ language: "tlh", container: page.body });
  assert.equal(atOnce.warnings.length, 1, "a lock that loads at once waits until somebody can listen");
});

test("what is no text is no language", async () => {
  const { language, warnings } = await told({ language: 7 });
  assert.deepEqual([language, warnings[0].code, warnings[0].language], [undefined, "language_missing", 7]);
});

test("the page around the lock decides, then the browser", async () => {
  reads("tlh", "pt-PT", "de");
  const { language, warnings } = await told({});
  assert.deepEqual([language, warnings], ["pt-PT", []]);

  const [section, place] = [page.newElement("section"), page.newElement("div")];
  Object.assign(section, { lang: "ar", parentNode: page.body });
  Object.assign(place, { lang: "", parentNode: section });
  assert.equal((await told({ container: place })).language, "ar");
  page.byId.set("login", place);
  assert.equal((await told({ container: "login" })).language, "ar");
  assert.equal((await told({ container: place, language: "de" })).language, "de");

  // Within a component of the page.
  const shadow = { host: section };
  place.parentNode = shadow;
  assert.equal((await told({ container: place })).language, "ar");

  page.body.lang = "en";
  assert.equal((await told({})).language, undefined, "an English page is English for everyone");
  page.body.lang = "tlh";
  assert.equal((await told({})).language, "pt-PT");
});

test("texts that do not load are English, with a warning, and the next lock asks again", async () => {
  files = () => ({ ok: false, status: 404, url: "https://cdn.example/languages/sr.json" });
  const { language, texts, warnings } = await told({ language: "sr" });
  assert.deepEqual([language, texts], [undefined, undefined]);
  assert.deepEqual(warnings.map(({ code, language: named }) => [code, named]), [["language_missing", "sr"]]);
  assert.match(warnings[0].description, /status 404/);
  files = () => ({ ok: true, json: async () => ({ close: "Zatvori" }) });
  assert.deepEqual((await told({ language: "sr" })).texts, { close: "Zatvori" });
});

test("another language at show() makes the widget anew", async () => {
  const lock = new Passlock("demo", "127.0.0.1:4000", { language: "de" });
  lock.show();
  lock.show({ language: "ar" });
  await settled();
  assert.deepEqual(page.widgets.map((widget) => widget.options.language), ["ar"]);
  lock.show({ language: "de" });
  await settled();
  assert.equal(page.widgets.at(-1).options.language, "de");
});

test("another language at update() is the same widget's", async () => {
  const lock = new Passlock("demo", "127.0.0.1:4000", { language: "de" });
  lock.show();
  await settled();
  lock.update({ language: "nb" });
  lock.update({ language: "ar", languageDictionary: { close: "x" } });
  await settled();
  assert.equal(page.widgets.length, 1);
  const { language, texts } = page.widgets[0].options;
  assert.deepEqual([language, texts, page.widgets[0].calls], ["ar", { close: "x" }, ["show", "update"]]);
});

test("a page's own texts come before those of the language", async () => {
  const found = await told({ language: "de", languageDictionary: { close: "Weg damit", wrongCodeLeft: { one: "{count}!", other: "{count}!!" } } });
  assert.deepEqual(found.texts, { close: "Weg damit", wrongCodeLeft: { one: "{count}!", other: "{count}!!" } });
  assert.deepEqual((await told({ languageDictionary: { close: "Away" } })).texts, { close: "Away" });
});

test("Lock's names become ours", async () => {
  const { texts, title, warnings } = await told({
    languageDictionary: {
      title: "Swapart",
      passwordlessSMSInstructions: "Enter your phone to sign in<br/>or <b>create</b> an account",
      passwordlessSMSCodeInstructions: "A code went to %s.",
      error: { passwordless: { "bad.phone_number": "No number, &lt;sorry&gt;" }, login: { "lock.invalid_code": "Wrong." } },
      signUpTerms: "By signing up …",
      blankErrorHint: "",
    },
  });
  assert.deepEqual(texts, {
    howItWorks: "Enter your phone to sign in or create an account",
    sentTo: "A code went to {number}.",
    phoneNotANumber: "No number, <sorry>",
    numberRefused: "No number, <sorry>",
    wrongCode: "Wrong.",
    wrongCodeLeft: "Wrong.",
  });
  assert.deepEqual([title, warnings], ["Swapart", []]);
  assert.equal((await told({ title: "Ours", languageDictionary: { title: "Theirs" } })).title, "Ours");
});

test("a name that is unknown is a warning with the nearest one", async () => {
  const { texts, warnings } = await told({ languageDictionary: { wrongKode: "x", error: { login: { blockd_user: "y" } }, close: 7 } });
  assert.equal(texts, undefined);
  assert.deepEqual(warnings.map(({ code }) => code), Array(3).fill("dictionary_key_unknown"));
  assert.match(warnings[0].description, /unknown text "wrongKode"; did you mean "wrongCode"\?/);
  assert.match(warnings[1].description, /did you mean "error.login.blocked_user"\?/);
  assert.match(warnings[2].description, /"close" is no text/);
});

test("a dictionary that is none, or cannot be read, is a warning", async () => {
  assert.equal((await told({ languageDictionary: "de" })).warnings[0].code, "dictionary_missing");
  globalThis.loadDictionary = async () => {
    throw new Error("offline");
  };
  assert.match((await told({ languageDictionary: { close: "x" } })).warnings[0].description, /offline/);
});

test("v2's texts are used, and its pages hear on the console what is not", async () => {
  const dict = {
    title: "Swapart",
    phone: { headerText: "Enter your phone", phoneNumberInputPlaceholder: "your phone" },
    code: { headerText: "Sent to {phoneNumber}.", footerTxt: "x" },
    welcome: "Welcome {name}!",
    error: { passwordless: { "bad.send": "We can't send you the {medium}" } },
  };
  new Auth0LockPasswordless("demo", "127.0.0.1:4000").sms({ dict });
  await settled();
  assert.equal(page.widgets.at(-1).options.title, "Swapart");
  assert.deepEqual(page.widgets.at(-1).options.texts, {
    howItWorks: "Enter your phone",
    phoneNumber: "your phone",
    sentTo: "Sent to {number}.",
    sentToEmail: "Sent to {address}.",
    welcome: "Welcome!",
    deliveryFailed: "We can't send you the SMS",
  });
  assert.deepEqual(page.warnings, ['Auth0LockPasswordless: unknown text "code.footerTxt"; did you mean "code.footerText"?']);
  new Auth0LockPasswordless("demo", "127.0.0.1:4000").sms({ dict: "de" });
  await settled();
  assert.equal(page.widgets.at(-1).options.language, "de");
});

test("every text that a dictionary's name stands for is one of ours", async () => {
  const texts = Object.keys(JSON.parse(readFileSync(new URL("../../languages/en.json", import.meta.url), "utf8")));
  const table = readFileSync(new URL("../lock_texts.js", import.meta.url), "utf8").split("...Object.fromEntries")[0];
  const named = [...table.matchAll(/: "([^"]*)",$/gm)].flatMap(([, names]) => names.split(" "));
  assert.ok(named.length > 40);
  assert.deepEqual(named.filter((name) => name !== "title" && !texts.includes(name)), []);
});
