// Every file of `languages/` is whole, and what the widget can show: `languages/README.md` says the same in words.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const folder = new URL("../../languages/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8"));
const tags = readdirSync(folder).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -".json".length));
const english = read("en.json");

/** The most letters of what has little room. */
const ROOM = {
  askForCode: 32, sending: 24, tryAgain: 24, continue: 20, checking: 24, sendNewCode: 32, logOut: 24, close: 16, back: 16,
  change: 16, notYou: 26, sendAgain: 32, sendAgainIn: 40, validFor: 34, enterTheCode: 34, welcome: 26, signIn: 26,
  searchCountry: 44, phoneNumber: 30, emailAddress: 30, askForCodeEmail: 32, useEmail: 40, usePhone: 40, sentToEmail: 36, openMail: 24,
};

/** Texts that are the same in English and in another language, by its tag. `*`: in all. */
const SAME_AS_ENGLISH = {
  "*": ["countdown"],
};

/** Words that are written in Latin letters everywhere. */
const LATIN_WORDS = /\b(SMS|PIN|https|cookie|email)\b/gi;

/** Letters of one way to write Chinese that the other has not. */
const SIMPLIFIED = /[码号请发验证输错误国没这过时间个电话试为联络处认]/u;
const TRADITIONAL = /[碼號請發驗證輸錯誤國沒這過時間個電話試為聯絡處認]/u;

const placeholders = (text) => [...text.matchAll(/\{(\w*)\}/g)].map(([, name]) => name).sort();
const formsOf = (text) => (typeof text === "string" ? { other: text } : text);
const lettersOf = (text) => text.replace(/\{\w+\}/g, "").replace(LATIN_WORDS, "");

/** The scripts that a language is written in, as regular expressions know them. */
function scriptOf(tag) {
  const { script } = new Intl.Locale(tag).maximize();
  const written = { Jpan: ["Han", "Hiragana", "Katakana"], Kore: ["Hangul"], Hans: ["Han"], Hant: ["Han"] }[script] ?? [script];
  return written.map((name) => `\\p{Script_Extensions=${name}}`).join("");
}

/** Counts that get each plural category; a category of one count alone may leave the count out. */
function countsBy(tag) {
  const rules = new Intl.PluralRules(tag);
  const counts = {};
  for (let count = 0; count <= 1000; count += 1) (counts[rules.select(count)] ??= []).push(count);
  return counts;
}

test("English is there, and others are", () => {
  assert.ok(tags.includes("en") && tags.length > 1);
});

for (const tag of tags) {
  const texts = read(`${tag}.json`);
  const all = Object.entries(texts).flatMap(([name, text]) => Object.values(formsOf(text)).map((form) => [name, form]));
  /** Fails with every text for which the check says what is wrong. */
  const check = (wrong) => {
    const found = all.map(([name, text]) => [name, text, wrong(name, text)]).filter(([, , sentence]) => sentence);
    assert.deepEqual(found, [], `${tag}.json`);
  };

  test(`${tag}: the file is named as BCP 47 has it`, () => {
    assert.deepEqual(Intl.getCanonicalLocales(tag), [tag]);
  });

  test(`${tag}: it has exactly the texts of English`, () => {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(english).sort());
  });

  test(`${tag}: a text that counts has exactly the plural forms of the language`, () => {
    const categories = [...new Intl.PluralRules(tag).resolvedOptions().pluralCategories].sort();
    for (const [name, text] of Object.entries(texts)) {
      if (typeof english[name] === "string") assert.equal(typeof text, "string", name);
      else assert.deepEqual(Object.keys(text).sort(), categories, name);
    }
  });

  test(`${tag}: every form has the blanks of English`, () => {
    const counts = countsBy(tag);
    for (const [name, text] of Object.entries(texts)) {
      const wanted = placeholders(formsOf(english[name]).other);
      for (const [category, form] of Object.entries(formsOf(text))) {
        const given = placeholders(form);
        const isOneCount = typeof text === "object" && counts[category]?.length === 1;
        const mayBe = isOneCount ? [wanted, wanted.filter((blank) => blank !== "count")] : [wanted];
        assert.ok(mayBe.some((blanks) => blanks.join() === given.join()), `${name}.${category}: ${form}`);
      }
    }
  });

  test(`${tag}: texts are clean`, () => {
    check((_, text) => {
      if (typeof text !== "string" || text.trim() === "") return "is empty or no text";
      if (text !== text.trim() || /\s{2}|[\t\n\r]/.test(text)) return "has idle blanks";
      if (/[<>]|&#?\w+;/.test(text)) return "has HTML";
      if (/['"`]/.test(text)) return "has straight quotes";
      if (text.includes("...")) return "has three dots for …";
      if (/[{}]/.test(text.replace(/\{\w+\}/g, ""))) return "has a brace of no blank";
      if (text !== text.normalize("NFC")) return "is not in NFC";
      return null;
    });
  });

  test(`${tag}: what has little room is short`, () => {
    const lengthOf = (text) => [...new Intl.Segmenter(tag).segment(text.replace("{time}", "0:00"))].length;
    check((name, text) => (lengthOf(text) > (ROOM[name] ?? 150) ? `has more than ${ROOM[name] ?? 150} letters` : null));
  });

  test(`${tag}: labels and buttons end without a full stop`, () => {
    check((name, text) => {
      const isLabel = !/[.?]$/.test(formsOf(english[name]).other);
      return isLabel && /[.。।。។։]$/u.test(text) ? "ends with a full stop" : null;
    });
  });

  if (tag === "en") continue;

  test(`${tag}: nothing is left in English`, () => {
    const same = [...SAME_AS_ENGLISH["*"], ...(SAME_AS_ENGLISH[tag] ?? [])];
    const inEnglish = (name) => Object.values(formsOf(english[name]));
    check((name, text) => (inEnglish(name).includes(text) && !same.includes(name) ? "is English" : null));
  });

  test(`${tag}: it is written in the letters of its language`, () => {
    const script = scriptOf(tag);
    const own = new RegExp(`[${script}]`, "u");
    const foreign = new RegExp(`(?=\\p{L})[^${script}\\p{Script=Common}\\p{Script=Inherited}]`, "u");
    check((name, text) => {
      const letters = lettersOf(text);
      if (foreign.test(letters)) return `has the letter ${letters.match(foreign)[0]}`;
      return name !== "countdown" && !own.test(letters) ? "has no letter of the language" : null;
    });
  });

  if (/^zh-Han[st]/.test(tag)) {
    test(`${tag}: it keeps to one way to write Chinese`, () => {
      const other = tag.startsWith("zh-Hans") ? TRADITIONAL : SIMPLIFIED;
      const shared = (sign) => SIMPLIFIED.test(sign) && TRADITIONAL.test(sign);
      check((_, text) => [...text].find((sign) => other.test(sign) && !shared(sign)) ?? null);
    });
  }
}
