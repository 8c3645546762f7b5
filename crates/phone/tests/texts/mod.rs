//! Texts that people could type, made from example numbers by a small generator: the same ones in every run.

use passlock_phone::{NumberKind, Region};

/// An endless list of regions and texts.
pub(crate) struct Texts {
    random: Random,
    /// National numbers that exist, with their region; `001` stands for codes of no country.
    examples: Vec<(&'static str, u16, String)>,
    regions: Vec<&'static str>,
}

impl Texts {
    pub(crate) fn new(seed: u64) -> Self {
        let mut examples = Vec::new();
        for region in Region::all() {
            for kind in KINDS {
                let Some(example) = region.example_of(kind) else { continue };
                let code = region.calling_code();
                let national = example.e164()[1 + code.to_string().len()..].to_owned();
                examples.push((region.code(), code, national));
            }
        }
        for (code, national) in NO_COUNTRY {
            examples.push(("001", code, national.to_owned()));
        }
        let regions = Region::all().iter().map(Region::code).chain(["ZZ"]).collect();
        Self { random: Random(seed), examples, regions }
    }

    fn mutated(&mut self, national: &str) -> String {
        let mut digits: Vec<char> = national.chars().collect();
        match self.random.below(10) {
            0..3 => {}
            3..6 => {
                // Another number of the same block.
                let tail = digits.len() / 2;
                for digit in &mut digits[tail..] {
                    *digit = self.random.digit();
                }
            }
            6 => {
                let at = self.random.below(digits.len());
                digits[at] = self.random.digit();
            }
            7 => {
                let length = self.random.below(digits.len()) + 1;
                digits.truncate(length);
            }
            8 => {
                for _ in 0..=self.random.below(4) {
                    digits.push(self.random.digit());
                }
            }
            _ => {
                let length = 1 + self.random.below(17);
                digits = (0..length).map(|_| self.random.digit()).collect();
            }
        }
        digits.into_iter().collect()
    }

    fn prefixed(&mut self, code: u16, national: &str) -> String {
        match self.random.below(14) {
            0..3 => national.to_owned(),
            3..5 => format!("0{national}"),
            5 => format!("{}{national}", self.random.digit()),
            6..9 => format!("+{code}{national}"),
            9 => format!("+{code}(0){national}"),
            10 => format!("00{code}{national}"),
            11 => format!("{}{code}{national}", self.random.pick(&IDD)),
            12 => format!("{code}{national}"),
            _ => format!("{}{national}", self.random.pick(&TRUNK)),
        }
    }

    fn dressed(&mut self, number: &str) -> String {
        let mut text = match self.random.below(6) {
            0..3 => number.to_owned(),
            3 | 4 => {
                let separator = self.random.pick(&SEPARATORS);
                let every = 2 + self.random.below(3);
                let mut text = String::new();
                for (index, sign) in number.chars().enumerate() {
                    if index > 0 && index % every == 0 {
                        text.push_str(separator);
                    }
                    text.push(sign);
                }
                text
            }
            _ => number.replacen(|sign: char| sign.is_ascii_digit(), "(0)", usize::from(self.random.below(2) == 0)),
        };
        if self.random.below(12) == 0 {
            let zero = self.random.pick(&ZEROS);
            text = text
                .chars()
                .map(|sign| match sign.to_digit(10) {
                    Some(value) => char::from_u32(u32::from(zero) + value).unwrap(),
                    None if sign == '+' => '＋',
                    None => sign,
                })
                .collect();
        }
        if self.random.below(10) == 0 {
            text.push_str(self.random.pick(&ENDINGS));
        }
        if self.random.below(12) == 0 {
            text.insert_str(0, self.random.pick(&BEGINNINGS));
        }
        if self.random.below(60) == 0 {
            let at = self.random.below(text.chars().count() + 1);
            let at = text.char_indices().nth(at).map_or(text.len(), |(at, _)| at);
            text.insert_str(at, self.random.pick(&JUNK));
        }
        text
    }
}

impl Iterator for Texts {
    type Item = (&'static str, String);

    fn next(&mut self) -> Option<Self::Item> {
        let at = self.random.below(self.examples.len());
        let (region, code, national) = self.examples[at].clone();
        let national = self.mutated(&national);
        let number = self.prefixed(code, &national);
        let text = self.dressed(&number);
        let region = if self.random.below(5) == 0 { self.random.pick(&self.regions) } else { region };
        Some((region, text))
    }
}

/// SplitMix64: enough for tests, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    fn digit(&mut self) -> char {
        char::from_digit(u32::try_from(self.below(10)).unwrap(), 10).unwrap()
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

const KINDS: [NumberKind; 10] = [
    NumberKind::FixedLine,
    NumberKind::Mobile,
    NumberKind::TollFree,
    NumberKind::PremiumRate,
    NumberKind::SharedCost,
    NumberKind::Voip,
    NumberKind::PersonalNumber,
    NumberKind::Pager,
    NumberKind::Uan,
    NumberKind::Voicemail,
];

const NO_COUNTRY: [(u16, &str); 9] = [
    (800, "12345678"),
    (808, "12345678"),
    (870, "301234567"),
    (878, "101234567890"),
    (881, "612345678"),
    (882, "3421234"),
    (883, "510012345"),
    (888, "12345678901"),
    (979, "123456789"),
];

const IDD: [&str; 14] =
    ["011", "0011", "810", "8~10", "00", "001", "010", "119", "0014", "009", "00414", "1400", "+00", "000"];
const TRUNK: [&str; 16] =
    ["1", "8", "0", "06", "01", "02", "00", "90", "031", "015", "044", "045", "99", "183", "0300", "80"];
const SEPARATORS: [&str; 14] =
    [" ", "-", ".", "/", "  ", "\u{a0}", "\u{2010}", "\u{2013}", "\u{200b}", ") (", "~", "\u{3000}", "\u{ad}", "*"];
const ZEROS: [char; 6] = ['０', '٠', '۰', '०', '๐', '𝟎'];
const ENDINGS: [&str; 34] = [
    " ext. 123",
    "x5",
    " x 12345",
    "#77",
    " ext 1234567890",
    " extension 9",
    ";ext=12",
    ",,9,",
    ",12",
    " int 7",
    " доб. 5",
    "ｅｘｔ１２",
    " - 503#",
    ";isub=12345",
    ";phone-context=+44",
    ";phone-context=example.com",
    ";phone-context=",
    " or so",
    "/x33",
    "\\ x4/x5",
    " ",
    ".",
    ")",
    "!!",
    "\u{200e}",
    "\u{202c}",
    "a",
    "abc",
    " FLOWERS",
    "x",
    " anexo 44",
    ";12",
    "~8",
    " ext: 12345678901234567890123",
];
const BEGINNINGS: [&str; 20] = [
    "tel:",
    "(",
    "++",
    "+",
    "Tel. ",
    "＋",
    " ",
    "\u{200e}",
    "\u{202d}",
    "\u{200f}",
    "\u{feff}",
    "*",
    "#",
    "x",
    "-",
    "a",
    "phone: (",
    "0",
    "+ ",
    "\u{2066}+",
];
const JUNK: [&str; 16] =
    ["\u{202c}", "\u{200b}", "\u{200d}", "a", "\n", "\t", "é", ",", ";", "*", "+", "x", "/", "ا", "?", "\u{301}"];
