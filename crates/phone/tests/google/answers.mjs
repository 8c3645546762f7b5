// Writes Google's own answers to the texts of `answers.tsv`: npm install google-libphonenumber@3.2.47, then
// `node answers.mjs < answers.tsv > new.tsv`. The first two columns are read, the others written anew.
import { readFileSync } from "node:fs";
import google from "google-libphonenumber";

const util = google.PhoneNumberUtil.getInstance();
const { E164, NATIONAL, INTERNATIONAL } = google.PhoneNumberFormat;
const types = Object.fromEntries(Object.entries(google.PhoneNumberType).map(([name, value]) => [value, name]));
const reasons = ["IS_POSSIBLE", "INVALID_COUNTRY_CODE", "TOO_SHORT", "TOO_LONG", "IS_POSSIBLE_LOCAL_ONLY", "INVALID_LENGTH"];
const errors = [
  [/Invalid country/, "INVALID_COUNTRY_CODE"],
  [/did not seem/, "NOT_A_NUMBER"],
  [/after IDD/, "TOO_SHORT_AFTER_IDD"],
  [/too short/, "TOO_SHORT_NSN"],
  [/too long/, "TOO_LONG"],
];

function answer(region, text) {
  try {
    const number = util.parse(text, region);
    return [
      util.format(number, E164),
      util.isValidNumber(number),
      reasons[util.isPossibleNumberWithReason(number)],
      util.getRegionCodeForNumber(number) ?? "ZZ",
      types[util.getNumberType(number)],
      util.format(number, NATIONAL),
      util.format(number, INTERNATIONAL),
    ];
  } catch (error) {
    return ["ERR", errors.find(([message]) => message.test(error.message))?.[1] ?? error.message];
  }
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [region, text] = line.split("\t");
  console.log([region, text, ...answer(region === "001" ? "ZZ" : region, text)].join("\t"));
}
