//! Emails through SMTP, to a mail server that somebody else wrote.

use std::sync::Arc;
use std::time::Duration;

use passlock_core::Timestamp;
use passlock_core::protocol::Reason;
use passlock_server::{
    Channel, Delivery, DeliveryError, DeliverySettings, EmailKind, Message, SmtpSecurity, SmtpSettings, email_delivery,
};

use crate::mail::MailServer;

fn courier(port: u16) -> Arc<dyn Delivery> {
    let smtp = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: SmtpSecurity::None,
        credentials: None,
        from: "The Shop <login@shop.example>".to_owned(),
        envelope_from: None,
    };
    let timeout = Duration::from_secs(10);
    let settings = DeliverySettings { email: EmailKind::Smtp(smtp), timeout, ..DeliverySettings::NONE };
    email_delivery(&settings).unwrap().unwrap()
}

fn message(to: &str, subject: &str, body: &str) -> Message {
    let html = format!("<p lang=\"de\">{body}</p>");
    let channel = Channel::Email { subject: subject.to_owned(), html };
    let at = Timestamp::from_seconds(1_772_366_400);
    Message { channel, ..Message::sms("id1".to_owned(), to.to_owned(), body.to_owned(), "427193".to_owned(), at) }
}

/// Quoted-printable (RFC 2045, section 6.7).
pub(crate) fn decoded(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let hex = more.get(..2).and_then(|two| std::str::from_utf8(two).ok()).filter(|_| *first == b'=');
        let coded = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(bytes).unwrap()
}

/// The words of a header that is not ASCII (RFC 2047), all of them in base64 as lettre writes them.
fn words(value: &str) -> String {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    let (mut text, mut was_encoded) = (String::new(), true);
    for word in value.split(' ') {
        let inner = word.strip_prefix("=?utf-8?b?").and_then(|inner| inner.strip_suffix("?="));
        // The space between two encoded words is none.
        let are_one = was_encoded && inner.is_some();
        if !are_one && !text.is_empty() {
            text.push(' ');
        }
        was_encoded = inner.is_some();
        text += &inner.map_or(word.to_owned(), |inner| String::from_utf8(STANDARD.decode(inner).unwrap()).unwrap());
    }
    text
}

#[tokio::test]
async fn an_email_arrives_as_text_and_as_a_page() {
    let Some(mut server) = MailServer::start(&["plain"]) else { return };
    let body = format!("Ihr Code für den Löschvorgang: 427193\n.\nFrom here on {}", "sehr lang ".repeat(200));
    let subject = "Ihr Code für den größten Laden der Welt, und noch ein wenig mehr als in eine Zeile passt ✓";
    assert_eq!(courier(server.port).deliver(message("anna@people.example", subject, &body)).await, Ok(()));
    let email = server.email();
    assert_eq!(email.envelope["from"], "login@shop.example");
    assert_eq!(email.envelope["to"], serde_json::json!(["anna@people.example"]));
    assert_eq!(email.envelope["name"], "shop.example", "nobody believes a localhost");

    let content = &email.content;
    assert!(content.is_ascii() && !content.replace("\r\n", "").contains(['\r', '\n']));
    // RFC 5322, section 2.1.1, and RFC 2047, section 2.
    assert!(content.split("\r\n").all(|line| line.len() <= 78), "{content}");
    let (head, parts) = content.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let header = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.strip_prefix(&format!("{name}: ")));
        let value = lines.next().unwrap_or_else(|| panic!("no {name}: {head}"));
        assert_eq!(lines.next(), None, "{name} is there twice");
        value
    };
    assert_eq!(words(header("Subject")), subject);
    assert_eq!(header("From"), "\"The Shop\" <login@shop.example>");
    assert_eq!(header("To"), "anna@people.example");
    assert_eq!(header("Date"), "Sun, 01 Mar 2026 12:00:00 +0000");
    assert_eq!(header("Message-ID"), "<id1@shop.example>");
    assert_eq!((header("MIME-Version"), header("Auto-Submitted")), ("1.0", "auto-generated"));
    let kind = header("Content-Type");
    assert!(kind.starts_with("multipart/alternative; boundary="), "{kind}");

    let boundary = kind.split('"').nth(1).unwrap();
    let parts: Vec<&str> = parts.split(&format!("--{boundary}")).skip(1).collect();
    let [text, page, end] = parts[..] else { panic!("{} parts", parts.len()) };
    assert_eq!(end.trim(), "--");
    for (part, kind, expected) in
        [(text, "text/plain", body.clone()), (page, "text/html", format!("<p lang=\"de\">{body}</p>"))]
    {
        let (head, body) = part.split_once("\r\n\r\n").unwrap();
        assert!(head.to_lowercase().contains(&format!("content-type: {kind}; charset=utf-8")), "{head}");
        assert!(head.to_lowercase().contains("content-transfer-encoding: quoted-printable"), "{head}");
        assert_eq!(decoded(body).replace("\r\n", "\n").trim_end(), expected.trim_end());
    }
}

#[tokio::test]
async fn a_subject_is_one_line_whatever_is_in_it() {
    let Some(mut server) = MailServer::start(&["plain"]) else { return };
    let subject = "427193\r\nBcc: eve@evil.example\r\n\r\nHello";
    assert_eq!(courier(server.port).deliver(message("anna@people.example", subject, "427193")).await, Ok(()));
    let content = server.email().content;
    assert!(!content.contains("\r\nBcc:") && content.contains("Subject: 427193"), "{content}");
}

#[tokio::test]
async fn what_the_server_says_is_told_apart() {
    let Some(server) = MailServer::start(&["plain"]) else { return };
    let refused =
        |code| Err(DeliveryError::Refused { message: "The mail server did not take the email.".to_owned(), code });
    let unaddressed = |code| Err(DeliveryError::AddressRefused { reason: Reason::AddressRefused, code });
    for (to, outcome, retries) in [
        ("nobody@people.example", unaddressed(550), 0),
        ("stranger-here@people.example", refused(550), 0),
        ("spam@people.example", refused(554), 0),
        ("later@people.example", Err(DeliveryError::Unavailable), 2),
        // After the last byte the server may have it.
        ("cut@people.example", Err(DeliveryError::Unclear), 0),
        ("no address", unaddressed(553), 0),
        ("anna@people.example>\r\nRCPT TO:<eve@evil.example", unaddressed(553), 0),
    ] {
        let courier = courier(server.port);
        assert_eq!(courier.deliver(message(to, "Hello", "427193")).await, outcome, "{to}");
        assert_eq!(courier.counts().unwrap().retries(), retries, "{to}");
    }
}

#[tokio::test]
async fn nobody_there_is_tried_thrice() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = gone.local_addr().unwrap().port();
    drop(gone);
    let courier = courier(port);
    assert_eq!(courier.deliver(message("a@b.example", "Hello", "427193")).await, Err(DeliveryError::Unavailable));
    assert_eq!(courier.counts().unwrap().retries(), 2);
}

#[tokio::test]
async fn it_sends_no_text_message() {
    let at = Timestamp::from_seconds(0);
    let sms = Message::sms("id1".to_owned(), "a@b.example".to_owned(), String::new(), String::new(), at);
    assert!(matches!(courier(9).deliver(sms).await, Err(DeliveryError::Misconfigured { .. })));
}
