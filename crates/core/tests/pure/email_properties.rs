//! What holds for every text that might be an address.

use passlock_core::EmailAddress;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1024))]

    #[test]
    fn any_text_is_read_without_a_fall_and_read_again_the_same(text in any::<String>()) {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
            prop_assert!(address.as_str().len() <= EmailAddress::LONGEST);
        }
        let _ = EmailAddress::suggest(&text);
        let _ = EmailAddress::suggest_so_far(&text);
    }

    #[test]
    fn an_address_has_one_at_and_nothing_that_ends_a_line(text in "[ -~\u{80}-\u{2100}]{0,12}[@＠][ -~\u{80}-\u{2100}]{0,12}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
            prop_assert!(!address.as_str().contains(|sign: char| sign.is_whitespace() || sign.is_control()));
            prop_assert!(address.domain().contains('.'));
        }
    }

    #[test]
    fn usual_addresses_are_taken_as_they_are(text in "[A-Za-z0-9][A-Za-z0-9._+-]{0,30}@([A-Za-z0-9]{1,12}\\.){1,3}[A-Za-z]{2,10}") {
        let address = EmailAddress::parse(&text);
        prop_assert_eq!(address.as_ref().map(EmailAddress::as_str), Ok(&*text));
    }

    /// What is suggested is right by its own account, keeps the name, and is never what was typed.
    #[test]
    fn a_suggestion_is_an_address_that_nothing_is_suggested_for(name in "[a-z.+]{1,9}", domain in "[a-z]{0,3}(mail|yahoo|outlook|icloud)?[a-z]{0,2}\\.?[a-z]{0,4}") {
        let text = format!("{name}@{domain}");
        if let Some(meant) = EmailAddress::suggest(&text) {
            prop_assert!(EmailAddress::parse(&meant).is_ok());
            prop_assert_ne!(&meant, &text);
            prop_assert!(meant.starts_with(&format!("{name}@")), "{}", meant);
            prop_assert_eq!(EmailAddress::suggest(&meant), None);
        }
    }

    #[test]
    fn one_slip_in_a_common_domain_is_understood(at in 1usize..8, kind in 0..3) {
        let mut domain: Vec<char> = "gmail.com".chars().collect();
        match kind {
            0 => { domain.remove(at); }
            1 => domain.swap(at, at + usize::from(at < 8)),
            _ => domain.insert(at, 'x'),
        }
        let slipped: String = domain.into_iter().collect();
        let meant = EmailAddress::suggest(&format!("ada@{slipped}"));
        prop_assert!(slipped == "gmail.com" || meant.is_some(), "{}", slipped);
    }
}
