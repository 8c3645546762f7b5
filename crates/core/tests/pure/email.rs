//! Addresses as people type them, and the slips of the finger in them.

use passlock_core::flow::TypedEmail;
use passlock_core::{EmailAddress, EmailError};

#[track_caller]
fn check(text: &str, expected: Result<&str, EmailError>) {
    let found = EmailAddress::parse(text);
    assert_eq!(found.as_ref().map(EmailAddress::as_str), expected.as_ref().copied(), "{text:?}");
}

#[test]
fn what_was_typed_is_kept() {
    for text in [
        "ada@example.com",
        "Ada.Lovelace@Example.COM",
        "ada+tickets@example.com",
        "o'brien@example.ie",
        "a@b.co",
        "user_name-1=x@sub.mail.example.museum",
        "#!$%&'*+/=?^_`{}|~@example.org",
        // A carrier of Japan gave such names away, whatever the standard says.
        "ada..love.@docomo.ne.jp",
        "用户@例子.公司",
        "ελλάδα@παράδειγμα.ελ",
        "अजय@डाटा.भारत",
        "dörte@sörensen.example",
        "ada@xn--fiqs8s.example",
        "ada@1und1.de",
    ] {
        check(text, Ok(text));
    }
}

#[test]
fn what_surrounds_an_address_is_left_out() {
    check("  ada@example.com\t\n", Ok("ada@example.com"));
    check("\u{a0}ada@example.com\u{200b}", Ok("ada@example.com"));
    check("\u{202a}ada@example.com\u{202c}", Ok("ada@example.com"));
    check("\u{feff}ada@example.com\u{3000}", Ok("ada@example.com"));
}

#[test]
fn the_wide_signs_of_an_input_method_are_understood() {
    check("ada＠example．com", Ok("ada@example.com"));
    check("用户@例子。公司", Ok("用户@例子.公司"));
}

#[test]
fn an_address_that_stops_too_early_is_incomplete() {
    check("", Err(EmailError::Empty));
    check(" \u{200b} ", Err(EmailError::Empty));
    for text in ["ada", "ada@", "@example.com", "@", "ada@example", "ada@example.", "ada@.com", "ada.example.com"] {
        check(text, Err(EmailError::Incomplete));
    }
}

#[test]
fn what_no_address_has_is_refused() {
    for text in [
        "ada lovelace@example.com",
        "ada@exam ple.com",
        "ada@@example.com",
        "ada@love@example.com",
        "ada@example..com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@exam_ple.com",
        "ada@example.com, bob@example.com",
        "Ada <ada@example.com>",
        "mailto:ada@example.com",
        "ada@[192.0.2.1]",
        "ada@192.0.2.1",
        "\"ada\"@example.com",
        "ada\u{0}@example.com",
        "ada\nbcc@example.com",
        "a\u{202e}da@example.com",
    ] {
        check(text, Err(EmailError::Invalid));
    }
}

#[test]
fn an_address_has_an_end() {
    let local = "a".repeat(64);
    check(&format!("{local}@example.com"), Ok(&format!("{local}@example.com")));
    check(&format!("{local}a@example.com"), Err(EmailError::Invalid));
    let label = "b".repeat(63);
    check(&format!("a@{label}.com"), Ok(&format!("a@{label}.com")));
    check(&format!("a@{label}b.com"), Err(EmailError::Invalid));
    // Bytes count, not signs.
    check(&format!("{}@example.com", "ö".repeat(33)), Err(EmailError::Invalid));
    let long = format!("a@{label}.{label}.{label}.{}.com", "c".repeat(56));
    assert_eq!(long.len(), EmailAddress::LONGEST);
    check(&long, Ok(&long));
    check(&long.replace(".com", "d.com"), Err(EmailError::Invalid));
}

#[test]
fn neither_eyes_nor_logs_get_the_name() {
    let address = EmailAddress::parse("ada.lovelace@example.com").unwrap();
    assert_eq!(address.masked(), "a•••@example.com");
    assert_eq!(format!("{address:?}"), "EmailAddress(…@example.com)");
    assert_eq!(format!("{:?}", TypedEmail::whole("ada@example.com")), "TypedEmail(15 signs)");
    assert_eq!(EmailAddress::parse("用户@例子.公司").unwrap().masked(), "用•••@例子.公司");
}

#[track_caller]
fn check_meant(text: &str, expected: Option<&str>) {
    assert_eq!(EmailAddress::suggest(text).as_deref(), expected, "{text:?}");
}

#[test]
fn a_slip_of_the_finger_is_noticed() {
    for domain in [
        "gmial.com",
        "gmai.com",
        "gmali.com",
        "gamil.com",
        "gmail.con",
        "gmail.co",
        "gmail.cm",
        "gnail.com",
        "gmail.comm",
        "gmailcom",
        "gmail",
        "GMIAL.COM",
    ] {
        check_meant(&format!("ada@{domain}"), Some("ada@gmail.com"));
    }
    check_meant("ada@hotmial.com", Some("ada@hotmail.com"));
    check_meant("ada@hotmal.con", Some("ada@hotmail.com"));
    check_meant("ada@outlok.com", Some("ada@outlook.com"));
    check_meant("ada@yaho.com", Some("ada@yahoo.com"));
    check_meant("ada@yahooo.fr", Some("ada@yahoo.fr"));
    check_meant("ada@iclod.com", Some("ada@icloud.com"));
    check_meant("ada@t-onlin.de", Some("ada@t-online.de"));
    check_meant("ada@yahoo.co.u", Some("ada@yahoo.co.uk"));
    check_meant("Ada+Tickets@gmial.com", Some("Ada+Tickets@gmail.com"));
}

#[test]
fn a_domain_that_is_right_is_left_alone() {
    for domain in [
        "gmail.com",
        "GMail.com",
        "googlemail.com",
        "yahoo.com",
        "yahoo.ca",
        "yahoo.de",
        "ymail.com",
        "email.com",
        "mail.com",
        "gmx.de",
        "gmx.net",
        "web.de",
        "me.com",
        "mac.com",
        "aol.com",
        "live.com",
        "hotmail.fr",
        "hotmail.it",
        "outlook.fr",
        "outlook.de",
        "mail.ru",
        "proton.me",
        "qq.com",
        "163.com",
        "126.com",
        "example.com",
        "company.com",
        "small.com",
        "gmail.example.com",
        "mit.edu",
        "uni.de",
        "пример.рф",
        "",
    ] {
        check_meant(&format!("ada@{domain}"), None);
    }
    check_meant("gmial.com", None);
    check_meant("@gmial.com", None);
}

#[test]
fn whoever_is_still_typing_is_not_interrupted() {
    for whole in [
        "ada@gmail.com",
        "ada@hotmail.fr",
        "ada@hotmail.es",
        "ada@yahoo.co.uk",
        "ada@outlook.com",
        "ada@GMX.de",
        "ada@t-online.de",
    ] {
        for (end, _) in whole.char_indices() {
            let typed = TypedEmail { text: whole[..end].to_owned(), is_done: false };
            assert_eq!(typed.suggestion(), None, "{typed:?} of {whole}");
        }
    }
    assert_eq!(TypedEmail::whole("ada@gmail.co").suggestion().as_deref(), Some("ada@gmail.com"));
    let slipped = TypedEmail { text: "ada@gmial.com".to_owned(), is_done: false };
    assert_eq!(slipped.suggestion().as_deref(), Some("ada@gmail.com"));
}
