// Writes what Google's own AsYouTypeFormatter shows after each sign of many texts: npm install google-libphonenumber@3.2.46
// (metadata 9.0.35), then `node as_you_type.mjs > as_you_type.tsv`.
//
// Lines are REGION, TEXT and what is shown, sign by sign, with a `|` after each. Nothing before a `|` stands for "as
// before, with the sign at its end".
import google from "google-libphonenumber";

const util = google.PhoneNumberUtil.getInstance();
const { NATIONAL } = google.PhoneNumberFormat;
const { FIXED_LINE, MOBILE, TOLL_FREE } = google.PhoneNumberType;
const regions = util.getSupportedRegions().sort();

// What people dial before a calling code. Some need a carrier's code in it.
const INTERNATIONAL = {
  AU: "0011", BR: "0015", BY: "810", CL: "1230", CO: "009", CU: "119", FI: "00", GY: "001", HK: "001", ID: "008",
  IL: "013", JP: "010", KE: "000", KG: "00", KH: "001", KR: "00700", KZ: "810", MN: "001", MX: "00", NG: "009",
  RU: "810", SG: "008", TH: "001", TJ: "810", TM: "810", TW: "002", TZ: "000", UG: "000", UZ: "00",
};
const AMERICA = "011";

// Long prefixes, carriers' codes, prefixes where none belong.
const UNUSUAL = [
  ["AR", "01123456789"], ["AR", "0111512345678"], ["AR", "91123456789"], ["AR", "+549351123456"],
  ["AR", "0221415123456"], ["AU", "0011442079460958"], ["AU", "1831412345678"], ["AU", "14110011442079460958"],
  ["BO", "01021234567"], ["BR", "0411123456789"], ["BR", "015119612345678"], ["BR", "90311234567890"],
  ["BY", "80152450911"], ["BY", "8152450911"], ["CN", "1790013912345678"], ["CN", "12593013912345678"],
  ["CO", "0321234567"], ["CO", "04563637"], ["CO", "0331234567890"], ["CO", "04143916123456"], ["CR", "190022123456"],
  ["CU", "11980012345678"], ["FO", "100120123456"], ["GB", "18002002079460958"], ["GB", "+44 (0)20 7946 0958"],
  ["GB", "+4402079460958"], ["GB", "00116502532222"], ["HU", "06201234567"], ["HU", "0036201234567"],
  ["ID", "08123456789012345"], ["IT", "0212345678901"], ["IT", "+390212345678"], ["JP", "00376801234567"],
  ["JP", "0037680376812345"], ["JP", "010442079460958"], ["JP", "00777012"], ["KR", "08501823456789012"],
  ["KR", "085002345678"], ["KR", "00700442079460958"], ["LI", "10012345678"], ["LT", "8521234567"], ["LT", "061234567"],
  ["LU", "1500027123456"], ["MX", "0445512345678"], ["MX", "+5215512345678"], ["MX", "015512345678"],
  ["RU", "88005553535"], ["RU", "810442079460958"], ["RU", "8~10 44 20"], ["SG", "19001234567"], ["US", "116502532222"],
  ["US", "1011223344"], ["US", "011999123456"], ["US", "01180012345678"], ["US", "0118831234567890"],
  ["US", "16502532222345"], ["ZZ", "0123456789"], ["ZZ", "+4915123456789"], ["ZZ", "+0123456"],
  ["ZZ", "+8001234567890"], ["US", "+"], ["US", "++1650"], ["US", "+1+650"], ["US", "1-650"], ["US", "650a253"],
  ["US", "*67650253"], ["US", "#31#650"], ["DE", "０３０１２３４５６"], ["DE", "+٤٩٣٠١٢٣٤٥٦"], ["DE", " 030123456"],
  ["DE", "030123456 "], ["DE", "030/123456"], ["DE", "030123456x7"],
];

// The same "random" numbers in every run.
let seed = 20260801;
function below(bound) {
  seed = (seed + 0x9e3779b9) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) % bound;
}
const someDigits = (count) => Array.from({ length: count }, () => below(10)).join("");

function* texts() {
  for (const [index, region] of regions.entries()) {
    const code = util.getCountryCodeForRegion(region);
    const international = code === 1 ? AMERICA : (INTERNATIONAL[region] ?? "00");
    const other = regions[(index + 31) % regions.length];
    for (const type of [FIXED_LINE, MOBILE, TOLL_FREE]) {
      const example = util.getExampleNumberForType(region, type);
      if (!example) continue;
      const bare = util.getNationalSignificantNumber(example);
      const national = util.format(example, NATIONAL);
      const withPrefix = national.replace(/\D/g, "");
      yield [region, withPrefix];
      if (bare !== withPrefix) yield [region, bare];
      yield [region, `+${code}${bare}`];
      yield [other, `${INTERNATIONAL[other] ?? "00"}${code}${bare}`];
      // In the wrong country, or without the sign that says which.
      yield [other, type === MOBILE ? `${code}${bare}` : withPrefix];
      // Another number that begins alike, and one that is too long.
      yield [region, withPrefix.slice(0, 2 + below(4)) + someDigits(2 + below(9))];
      yield [region, `${international}${code}${bare}${someDigits(below(4))}`];
      if (type === FIXED_LINE) yield [region, national];
    }
    for (let count = 0; count < 3; count++) {
      yield [region, someDigits(4 + below(12))];
      yield [region, `0${someDigits(3 + below(12))}`];
      yield [region, `+${code}${someDigits(3 + below(11))}`];
    }
    const cut = someDigits(1 + below(8));
    yield [region, cut + ["-", " ", "a", "(", "+", "*", "."][below(7)] + someDigits(1 + below(4))];
  }
  yield* UNUSUAL;
}

for (const [region, text] of texts()) {
  const formatter = new google.AsYouTypeFormatter(region);
  let before = "";
  const shown = Array.from(text, (sign) => {
    const now = formatter.inputDigit(sign);
    const told = now === before + sign ? "" : now;
    before = now;
    return `${told}|`;
  });
  console.log([region, text, shown.join("")].join("\t"));
}
