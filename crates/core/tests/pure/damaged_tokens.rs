//! Id tokens whose text is damaged, or says more than it should.

use passlock_core::session::TokenFault::{Algorithm, Issuer, Malformed, Subject};
use serde_json::json;

use crate::mint::{FIRST, claims, encoded, header, judge};
use crate::tokens::{TIME, check, with};

#[test]
fn what_is_not_three_parts_of_json_is_damaged() {
    let whole = FIRST.token(&header(), &claims());
    let parts: Vec<&str> = whole.split('.').collect();
    let [head, payload, signature] = parts[..] else { panic!("{whole}") };
    for text in [
        String::new(),
        ".".to_owned(),
        "..".to_owned(),
        "...".to_owned(),
        "not a token".to_owned(),
        head.to_owned(),
        format!("{head}.{payload}"),
        format!("{whole}."),
        format!("{whole}.{signature}"),
        format!(".{payload}.{signature}"),
        format!("{head}..{signature}"),
        format!(" {whole}"),
        format!("{whole}\n"),
        format!("{head}=.{payload}.{signature}"),
        format!("{head}.{payload}.{signature}=="),
        format!("{head}.{payload}.{}+/", &signature[2..]),
        format!("{head}.{payload}.{}é", &signature[2..]),
        FIRST.sign(&format!("{head}.{}", encoded("{"))),
        FIRST.sign(&format!("{head}.{}", encoded([0xff, 0xfe]))),
        FIRST.sign(&format!("{head}.{}", encoded(format!("{}{}", claims(), claims())))),
        FIRST.sign(&format!("{}.{payload}", encoded("RS256"))),
        FIRST.sign(&format!("{head}.{}", encoded("[".repeat(100_000)))),
    ] {
        check(&text, &text, Some(Malformed));
    }
}

#[test]
fn json_that_is_no_object_says_nothing() {
    for other in ["[]", "null", "7", "\"RS256\"", "true", "[{\"alg\":\"RS256\"}]"] {
        let header_of = |text: &str| format!("{}.{}", encoded(text), encoded(claims().to_string()));
        check(other, &FIRST.sign(&header_of(other)), Some(Algorithm));
        let payload_of = |text: &str| format!("{}.{}", encoded(header().to_string()), encoded(text));
        check(other, &FIRST.sign(&payload_of(other)), Some(Issuer));
    }
}

#[test]
fn of_two_fields_of_a_name_the_last_counts() {
    let text = claims().to_string();
    let (first, last) = (text.replacen('{', r#"{"sub":"","#, 1), format!(r#"{},"sub":""}}"#, &text[..text.len() - 1]));
    for (twice, expected) in [(first, None), (last, Some(Subject))] {
        check(&twice, &FIRST.sign(&format!("{}.{}", encoded(header().to_string()), encoded(&twice))), expected);
    }
}

#[test]
fn a_profile_field_of_another_type_keeps_nobody_out() {
    let odd = with(with(claims(), "updated_at", &json!(TIME)), "name", &json!({ "first": "A" }));
    let session = judge(&FIRST.token(&header(), &with(odd, "nickname", &json!("Ann")))).unwrap();
    assert_eq!((session.profile.name, session.profile.updated_at), (None, None));
    assert_eq!(session.profile.nickname.as_deref(), Some("Ann"));
}

#[test]
fn what_lies_deep_is_passed_over() {
    let text = |deep: &str| claims().to_string().replacen('{', &format!(r#"{{"deep":{deep},"#), 1);
    let list = "[".repeat(50) + &"]".repeat(50);
    let object = r#"{"deeper":"#.repeat(50) + "1" + &"}".repeat(50);
    for deep in [list, object] {
        let message = format!("{}.{}", encoded(header().to_string()), encoded(text(&deep)));
        check(&deep, &FIRST.sign(&message), None);
    }
}
