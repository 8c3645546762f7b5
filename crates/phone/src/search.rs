//! Finding a country by whatever a person types: a name in either language, a code, a calling code.

use crate::Region;

/// How well a country answers a search; the lesser the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(u8);

/// How well `region`, known by `names`, answers `query`; `None` when it does not.
///
/// Case and accents do not matter: `cote` finds `Côte d’Ivoire`. A calling code may have its `+`. An empty query finds
/// every country.
///
/// ```
/// use passlock_phone::{Region, rank};
///
/// let germany = Region::new("DE").unwrap();
/// let names = ["Deutschland", "Germany"];
/// assert!(rank("germ", germany, &names).is_some());
/// assert!(rank("+49", germany, &names) < rank("land", germany, &names));
/// assert_eq!(rank("france", germany, &names), None);
/// ```
#[must_use]
pub fn rank(query: &str, region: Region, names: &[&str]) -> Option<Rank> {
    let query = fold(query.trim());
    let digits = query.strip_prefix('+').unwrap_or(&query);
    let calling_code = region.calling_code().to_string();
    let is_number = !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    if is_number {
        return match calling_code.strip_prefix(digits) {
            Some("") => Some(Rank(0)),
            Some(_) => Some(Rank(4)),
            None => None,
        };
    }
    let by_code = query.eq_ignore_ascii_case(region.code()).then_some(Rank(0));
    let by_name = names.iter().filter_map(|name| rank_name(&query, &fold(name))).min();
    // An exact code comes first, but a name that begins like it ("in", India and Indonesia) is not far behind.
    by_code.into_iter().chain(by_name).min()
}

fn rank_name(query: &str, name: &str) -> Option<Rank> {
    if name.starts_with(query) {
        return Some(Rank(1));
    }
    let mut words = name.split(|sign: char| !sign.is_alphanumeric());
    if words.any(|word| word.starts_with(query)) {
        return Some(Rank(2));
    }
    // Two letters stand in the middle of half the world's names.
    (query.len() > 2 && name.contains(query)).then_some(Rank(3))
}

/// Small letters without accents, and one letter for those that people type for each other.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            // Combining marks: the accents of texts that come decomposed; points and vowel signs of Hebrew and Arabic.
            '\u{300}'..='\u{36f}' | '\u{5b0}'..='\u{5c7}' | '\u{64b}'..='\u{655}' | '\u{200c}' => {}
            '’' | 'ʼ' => folded.push('\''),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            _ => folded.push(plain(letter)),
        }
    }
    folded
}

fn plain(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    ACCENTED.iter().find(|(_, accented)| accented.contains(letter)).map_or(letter, |(plain, _)| *plain)
}

/// Letters with accents as names of countries have them: Western and Central Europe, Turkish, Vietnamese, Greek, Russian.
/// Then the letters that keyboards of Arabic, Persian and Urdu have in place of each other.
const ACCENTED: [(char, &str); 29] = [
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('c', "çćĉċč"),
    ('d', "ďđð"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįıỉị"),
    ('k', "ķ"),
    ('l', "ĺļľł"),
    ('n', "ñńņň"),
    ('o', "òóôõöøōŏőơọỏốồổỗộớờởỡợ"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűųưụủứừửữự"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżž"),
    ('α', "ά"),
    ('ε', "έ"),
    ('η', "ή"),
    ('ι', "ίϊΐ"),
    ('ο', "ό"),
    ('σ', "ς"),
    ('υ', "ύϋΰ"),
    ('ω', "ώ"),
    ('е', "ё"),
    ('ا', "أإآٱ"),
    ('ی', "يىئ"),
    ('ک', "ك"),
];
