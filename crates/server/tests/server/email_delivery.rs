//! A login by email with a mail server that somebody else wrote in between.

use axum::http::Method;
use passlock_core::protocol::{Reason, START_PATH, TOKEN_PATH};
use passlock_server::{EmailKind, SmtpSecurity, SmtpSettings};

use crate::emails::{email_start, email_token};
use crate::harness::{FORM, Server, dev_settings, request};
use crate::mail::{Email, MailServer};
use crate::smtp::decoded;

/// A server that sends emails through this one.
async fn server(port: u16) -> Server {
    let mut settings = dev_settings();
    settings.clients[0].name = String::from("The shop & <b>sons</b>");
    settings.delivery.email = EmailKind::Smtp(SmtpSettings {
        host: "127.0.0.1".to_owned(),
        port,
        security: SmtpSecurity::None,
        credentials: None,
        from: "The shop <login@shop.example>".to_owned(),
        envelope_from: Some("bounces@mail.shop.example".to_owned()),
    });
    Server::with(settings).await
}

/// The head and the two parts of an email.
fn parts(email: &Email) -> [String; 3] {
    let (head, body) = email.content.split_once("\r\n\r\n").unwrap();
    let head = head.replace("\r\n ", " ");
    let boundary = head.split("boundary=\"").nth(1).unwrap().split('"').next().unwrap();
    let parts: Vec<_> = body.split(&format!("--{boundary}")).collect();
    let [_, text, html, _] = parts.as_slice() else { panic!("{body}") };
    let content = |part: &str| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("quoted-printable") || head.contains("7bit"), "{head}");
        decoded(content)
    };
    [head.clone(), content(text), content(html)]
}

#[tokio::test]
async fn a_code_out_of_a_real_email_logs_in() {
    let Some(mut mail) = MailServer::start(&["plain"]) else { return };
    let server = server(mail.port).await;
    let answer = server.post(START_PATH, &email_start("Anna@People.example")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let email = mail.email();
    assert_eq!(email.envelope["from"], "bounces@mail.shop.example");
    assert_eq!(email.envelope["to"], serde_json::json!(["Anna@people.example"]));

    let [head, text, html] = parts(&email);
    assert!(head.contains("From: \"The shop\" <login@shop.example>"), "{head}");
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    assert!(head.contains("@shop.example>\r\n") && head.contains("Message-ID: <"), "{head}");
    // Nobody can leave a list that there is none of, and bulk mail would be filtered as such.
    for absent in ["List-Unsubscribe", "Precedence", "X-Mailer", "Reply-To"] {
        assert!(!head.contains(absent), "{head}");
    }
    let code = text.split("\r\n\r\n").nth(1).unwrap();
    assert!(code.len() == 6 && code.bytes().all(|sign| sign.is_ascii_digit()), "{text}");
    assert!(head.contains(&format!("Subject: {code} is your code for The shop & <b>sons</b>")), "{head}");
    assert!(text.contains("code for The shop & <b>sons</b>:"), "{text}");
    assert!(html.contains("code for The shop &amp; &lt;b&gt;sons&lt;/b&gt;:</p>"), "{html}");
    assert!(html.contains(&format!(">{code}</p>")) && html.contains("prefers-color-scheme: dark"), "{html}");
    assert!(html.contains("<meta name=\"color-scheme\" content=\"light dark\">"), "{html}");

    let answer = server.post(TOKEN_PATH, &email_token("anna@people.example", code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let counters = server.metrics.text();
    let sent = "passlock_messages_total{provider=\"smtp\",outcome=\"sent\"} 1\n";
    assert_eq!(
        (counters.matches(sent).count(), counters.matches("# TYPE passlock_messages ").count()),
        (1, 1),
        "{counters}"
    );
}

#[tokio::test]
async fn what_the_mail_server_does_not_take_is_told_with_a_reason() {
    let Some(mail) = MailServer::start(&["plain"]) else { return };
    let server = server(mail.port).await;
    for (address, error, reason, code) in [
        ("nobody@people.example", "bad.email", Reason::AddressRefused, 550),
        ("дмитрий@people.example", "bad.email", Reason::AddressUnsupported, 553),
        ("spam@people.example", "email_provider_error", Reason::MessageBlocked, 554),
        ("stranger-here@people.example", "email_provider_error", Reason::MessageBlocked, 550),
    ] {
        let answer = server.post(START_PATH, &email_start(address)).await;
        answer.check_reason(400, error, reason);
        assert_eq!(answer.json()["provider_code"], code, "{address}");
        assert!(!answer.text.contains("people.example"), "{}", answer.text);
    }
    server.post(START_PATH, &email_start("cut@people.example")).await.check(503, "temporarily_unavailable");
    // SMS does not suffer from it.
    assert_eq!(server.code(crate::harness::NUMBER).await.len(), 6);
}

#[tokio::test]
async fn an_address_of_another_script_gets_its_email_where_servers_speak_it() {
    let Some(mut mail) = MailServer::start(&["international"]) else { return };
    let server = server(mail.port).await;
    let address = "Дмитрий@пример.рф";
    let answer = server.post(START_PATH, &email_start(address)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let email = mail.email();
    assert_eq!(email.envelope["to"], serde_json::json!(["Дмитрий@xn--e1afmkfd.xn--p1ai"]));
    let [head, text, _] = parts(&email);
    assert!(head.contains("To: Дмитрий@xn--e1afmkfd.xn--p1ai"), "{head}");
    let code = text.split("\r\n\r\n").nth(1).unwrap();
    let answer = server.post(TOKEN_PATH, &email_token("дмитрий@ПРИМЕР.рф", code)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
}

#[tokio::test]
async fn a_link_out_of_a_real_email_logs_in() {
    let Some(mut mail) = MailServer::start(&["plain"]) else { return };
    let server = server(mail.port).await;
    let mut body = email_start("anna@people.example");
    body["send"] = serde_json::json!("link");
    body["authParams"] = serde_json::json!({
        "redirect_uri": "http://localhost:8080/", "response_type": "token", "scope": "openid email", "state": "s&1",
    });
    assert_eq!(server.post(START_PATH, &body).await.status, 200);
    let email = mail.email();
    let [_, text, html] = parts(&email);
    let link = text.lines().find(|line| line.starts_with("http")).unwrap();
    assert!(html.contains(&format!("href=\"{}\"", link.replace('&', "&amp;"))), "{html}");
    let path = link.strip_prefix("http://127.0.0.1:4000").unwrap();
    assert!(server.get(path).await.text.contains("<form method=\"post\""));
    let (path, query) = path.split_once('?').unwrap();
    let pressed = [FORM, &[("sec-fetch-site", "same-origin")]].concat();
    let answer = server.send(request(Method::POST, path, &pressed, query)).await;
    let place = answer.header("location").unwrap();
    assert!(place.starts_with("http://localhost:8080/#") && place.contains("state=s%261"), "{place}");
}
