//! What the numbers of Twilio's "Error and Warning Dictionary", which other providers have taken over, are about: the number
//! of the person, or the account of whoever runs this server.

use passlock_core::protocol::Reason;

use super::DeliveryError;

/// What becomes of a provider's no. `message` is its own sentence, which only ever reaches the person whose number it is
/// about; about all else it may say more than strangers shall know.
pub(super) fn refusal(code: u32, message: &str) -> DeliveryError {
    if let Some(advice) = advice(code) {
        return DeliveryError::Misconfigured { advice, code };
    }
    match (code, Reason::of_provider_code(code)) {
        // Too many requests; the queue of the sender or of the account is full. None of them was taken.
        (20429 | 21611 | 30001, _) => DeliveryError::Unavailable,
        (_, Reason::DeliveryFailed) => DeliveryError::Refused { message: UNKNOWN.to_owned(), code },
        _ => DeliveryError::Refused { message: tame(message), code },
    }
}

/// What the operator has to look at; `None` when it is not for the operator to mend.
fn advice(code: u32) -> Option<&'static str> {
    Some(match code {
        20003 | 20404 => {
            "the provider does not know these credentials: look at account_sid and auth_token, or at the key"
        }
        20005 | 20006 | 30002 | 90010 => "the provider has suspended this account, or does not let it do this",
        20008 => "these are test credentials, which send nothing; take those of the account",
        21212 | 21603 | 21606 | 21659 | 21660 => {
            "the sender cannot send: `from` has to be a number or name of this account that can send text messages"
        }
        21608 => "a trial account only sends to numbers that are verified there",
        21701 | 21703 | 21704 | 21705 => {
            "the messaging service cannot send: look at messaging_service_sid and at the senders in its pool"
        }
        30034 | 30035 => "numbers of the United States need a sender that is registered there (A2P 10DLC)",
        63038 => "the account has sent as many messages today as it may",
        _ => return None,
    })
}

/// One line, and no more of it than a sentence needs.
fn tame(message: &str) -> String {
    let text: String = message.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
    if text.trim().is_empty() { UNKNOWN.to_owned() } else { text }
}

const UNKNOWN: &str = "The provider did not take the message.";
const LONGEST: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_number_is_told_and_what_is_wrong_with_the_account_is_not() {
        let sentence = "The 'To' number is not a valid phone number.\u{7}";
        for code in [21211, 21408, 21610, 21612, 21614, 30003, 30004, 30005, 30006, 30007] {
            let told = sentence.trim_end_matches('\u{7}').to_owned();
            assert_eq!(refusal(code, sentence), DeliveryError::Refused { message: told, code }, "{code}");
        }
        for code in [20003, 20005, 20404, 21606, 21608, 21703, 30002, 30034, 63038] {
            assert!(
                matches!(refusal(code, sentence), DeliveryError::Misconfigured { code: c, .. } if c == code),
                "{code}"
            );
        }
        for code in [20429, 21611, 30001] {
            assert_eq!(refusal(code, sentence), DeliveryError::Unavailable, "{code}");
        }
    }

    #[test]
    fn an_unknown_code_keeps_its_number_and_loses_its_sentence() {
        for code in [0, 30008, 99999] {
            let told = DeliveryError::Refused { message: UNKNOWN.to_owned(), code };
            assert_eq!(refusal(code, "Account ACdeadbeef owes 12 dollars."), told);
        }
        let empty = DeliveryError::Refused { message: UNKNOWN.to_owned(), code: 21211 };
        assert_eq!(refusal(21211, "\n"), empty);
        let DeliveryError::Refused { message, .. } = refusal(21211, &"a".repeat(5000)) else { panic!("not refused") };
        assert_eq!(message.len(), LONGEST);
    }
}
