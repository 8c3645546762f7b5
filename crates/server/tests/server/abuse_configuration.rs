//! What a configuration says about limits, pauses and numbers, and what is said about its mistakes.

use std::time::Duration;

use passlock_server::{BackOff, ConfigFile, Countries, Country, Deployment, Environment, NumberRules, Rate, Settings};

fn read(text: &str, variables: &[(&str, &str)], dev: bool) -> Result<Settings, String> {
    let environment = Environment::of(variables.iter().copied());
    let file = ConfigFile::of_text("passlock.toml", text);
    let deployment = Deployment::base(dev).read(Some(&file), &environment);
    deployment.map(|deployment| deployment.settings).map_err(|mistakes| mistakes.to_string())
}

#[track_caller]
fn check(text: &str, report: &str) {
    assert_eq!(read(text, &[], false).map(|_| ()), Err(report.to_owned()), "{text}");
}

fn countries(names: &[&str]) -> Vec<Country> {
    names.iter().map(|name| Country::read(name).unwrap()).collect()
}

#[test]
fn letters_of_no_country_are_told_with_the_nearest() {
    let no_country = "is not a country with numbers of its own, like DE, nor international";
    for (letters, nearest) in [
        ("UK", "; did you mean GB?"),
        ("DEU", "; did you mean DE?"),
        ("internatonal", "; did you mean international?"),
        ("Atlantis", ""),
    ] {
        check(
            &format!("[numbers]\nallow_countries = [\"DE\", \"{letters}\"]"),
            &format!("passlock.toml:2:26: numbers.allow_countries: \"{letters}\" {no_country}{nearest}"),
        );
    }
}

#[test]
fn there_is_one_list_of_countries() {
    check(
        "[numbers]\nallow_countries = [\"DE\"]\ndeny_countries = [\"FR\"]",
        "passlock.toml:3:18: numbers.deny_countries: there is allow_countries as well; one of them has to go",
    );
}

#[test]
fn what_cannot_be_is_told() {
    check(
        "[limits]\nnumber = \"off\"",
        "passlock.toml:2:10: limits.number: \"off\" is not a rate like 5/10m: at most 5, refilled evenly over 10 minutes",
    );
    check(
        "[back_off]\nfirst = \"2m\"\nmost = \"1m\"",
        "passlock.toml:3:8: back_off.most: the longest pause is shorter than the first one",
    );
    check("[numbers]\nvoip = \"no\"", "passlock.toml:2:8: numbers.voip: \"no\" is not one of: allow, refuse");
    check(
        "[limits]\ncuntry = \"1/1h\"",
        "passlock.toml:2:1: limits.cuntry: there is no such key; did you mean country?",
    );
}

#[test]
fn a_file_and_variables_decide() {
    let text = r#"
        [limits]
        network = "100/1h"
        client = "off"
        country = "5000/1h"
        [back_off]
        first = "30s"
        most = "8m"
        forget_after = "6h"
        [numbers]
        allow_countries = ["DE", "at", "international"]
        landline = "refuse"
    "#;
    let settings = read(text, &[("PASSLOCK_LIMITS__GLOBAL", "off")], false).unwrap();
    assert_eq!(settings.network_limit, Rate::new(100, 3600));
    assert_eq!(settings.client_limit, None);
    assert_eq!(settings.country_limit, Rate::new(5000, 3600));
    assert_eq!(settings.global_limit, None);
    let back_off =
        BackOff { first: Duration::from_secs(30), most: Duration::from_mins(8), forget_after: Duration::from_hours(6) };
    assert_eq!(settings.back_off, back_off);
    let only = Countries::Only(countries(&["DE", "AT", "international"]));
    assert_eq!(settings.numbers, NumberRules { countries: only, landline: false, voip: true });

    let deny = [("PASSLOCK_NUMBERS__DENY_COUNTRIES", "CU, KP")];
    assert_eq!(read("", &deny, false).unwrap().numbers.countries, Countries::AllBut(countries(&["CU", "KP"])));
}

#[test]
fn production_has_every_limit_and_development_those_that_scripts_do_not_meet() {
    let production = read("", &[], false).unwrap();
    let limits = [production.network_limit, production.client_limit, production.country_limit, production.global_limit];
    assert!(limits.iter().all(Option::is_some));
    assert_eq!(production.back_off, BackOff::USUAL);
    let development = read("[back_off]\nfirst = \"1m\"", &[], true).unwrap();
    assert_eq!(development.network_limit, None);
    assert_eq!(development.back_off, BackOff::USUAL, "one line switches it on");
    assert!(read("", &[], true).unwrap().back_off.first.is_zero());
}
