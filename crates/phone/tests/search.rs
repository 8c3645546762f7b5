//! What people type to find their country.

use passlock_phone::{Rank, Region, rank};

fn find(query: &str) -> Vec<&'static str> {
    let countries = [
        ("AX", "Ålandinseln", "Åland Islands"),
        ("CI", "Côte d’Ivoire", "Côte d’Ivoire"),
        ("DE", "Deutschland", "Germany"),
        ("GB", "Vereinigtes Königreich", "United Kingdom"),
        ("IN", "Indien", "India"),
        ("ID", "Indonesien", "Indonesia"),
        ("NE", "Niger", "Niger"),
        ("NG", "Nigeria", "Nigeria"),
        ("NL", "Niederlande", "Netherlands"),
        ("US", "Vereinigte Staaten", "United States"),
        ("CA", "Kanada", "Canada"),
        ("VN", "Việt Nam", "Vietnam"),
        ("FR", "Γαλλία", "France"),
        ("RU", "Ρωσία", "Russia"),
        ("AL", "ألبانيا", "Albania"),
        ("KM", "کومور", "Comoros"),
    ];
    let mut found: Vec<(Rank, &str)> = countries
        .into_iter()
        .filter_map(|(code, name, english)| Some((rank(query, Region::new(code)?, &[name, english])?, code)))
        .collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, code)| code).collect()
}

#[track_caller]
fn check(query: &str, expected: &[&str]) {
    assert_eq!(find(query), expected, "{query:?}");
}

#[test]
fn a_name_is_found_in_both_languages() {
    check("deutsch", &["DE"]);
    check("GERMANY", &["DE"]);
    check("königreich", &["GB"]);
    check("kingdom", &["GB"]);
}

#[test]
fn accents_do_not_matter() {
    check("aland", &["AX"]);
    check("cote d'iv", &["CI"]);
    check("konigreich", &["GB"]);
    check("viet nam", &["VN"]);
    check("Co\u{302}te", &["CI"]);
}

#[test]
fn letters_of_other_scripts_are_found_as_people_type_them() {
    check("γαλλια", &["FR"]);
    check("ΡΩΣΙΑ", &["RU"]);
    check("البانيا", &["AL"]);
    check("البانی", &["AL"]);
    check("كومور", &["KM"]);
}

#[test]
fn codes_are_found_and_come_first() {
    check("gb", &["GB"]);
    check("in", &["IN", "ID"]);
    check("ne", &["NE", "NL"]);
}

#[test]
fn calling_codes_are_found_with_and_without_the_plus() {
    check("+49", &["DE"]);
    check("44", &["GB"]);
    check("+1", &["US", "CA"]);
    check("22", &["CI", "NE"]);
}

#[test]
fn the_beginning_of_a_name_beats_its_middle() {
    check("unit", &["GB", "US"]);
    check("land", &["AX", "DE", "NL"]);
    check("nig", &["NE", "NG", "GB", "US"]);
}

#[test]
fn nothing_finds_everything_and_nonsense_nothing() {
    assert_eq!(find("").len(), 16);
    assert_eq!(find("  ").len(), 16);
    check("xyz", &[]);
    check("+999", &[]);
}
