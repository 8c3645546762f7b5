//! What the widget writes is what servers read.

use passlock_core::protocol::{RefreshRequest, StartRequest, TokenRequest, Value};
use passlock_core::session::{Profile, RefreshToken};
use passlock_core::{Code, EmailAddress, PhoneNumber, Recipient};

/// What the widget writes field by field, servers read by serde.
#[test]
fn requests_and_profiles_are_the_same_whoever_writes_them() {
    #[track_caller]
    fn check<T: serde::Serialize>(given: &T)
    where
        for<'a> &'a T: Into<Value>,
    {
        let said: Value = serde_json::from_value(serde_json::to_value(given).unwrap()).unwrap();
        let (Value::Object(mut ours), Value::Object(mut theirs)) = (given.into(), said) else { panic!("no objects") };
        ours.sort_by(|one, other| one.0.cmp(&other.0));
        theirs.sort_by(|one, other| one.0.cmp(&other.0));
        assert_eq!(ours, theirs);
    }
    let phone = Recipient::Phone(PhoneNumber::parse("+447400123456", None).unwrap());
    check(&StartRequest::new("client", "sms", &phone));
    check(&StartRequest::new("client", "email", &Recipient::Email(EmailAddress::parse("ada@example.com").unwrap())));
    let login = TokenRequest::new("client", "sms", &phone, &Code::parse("427193", 6).unwrap(), "openid");
    check(&login);
    check(&TokenRequest { scope: None, audience: Some("api".to_owned()), ..login });
    let renewal = RefreshRequest::new("client", RefreshToken::new("token"));
    check(&renewal);
    check(&RefreshRequest { scope: Some("openid".to_owned()), ..renewal });
    let text = |text: &str| Some(text.to_owned());
    check(&Profile::default());
    check(&Profile {
        sub: "sms|1".to_owned(),
        name: text("Name"),
        nickname: text("Nick"),
        picture: text("https://example.com/1.png"),
        phone_number: text("+447400123456"),
        phone_number_verified: Some(true),
        updated_at: text("2026-01-01T00:00:00.000Z"),
    });
}
