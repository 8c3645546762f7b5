//! Who may come in by email, what operators do with them, and what nobody learns.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use passlock_core::protocol::{Reason, START_PATH, TOKEN_PATH};
use passlock_server::{
    Allowed, Delivery, DeliveryError, EmailAddress, Identity, Language, Message, Operator, Sending, SignUps,
};
use tempfile::TempDir;

use crate::emails::{ADDRESS, email_code, email_start, email_token, log_in_by_email};
use crate::harness::{Server, database_in, dev_settings, other_than};
use crate::witness::Witness;

fn identity(text: &str) -> Identity {
    Identity::from(&EmailAddress::read(text).unwrap())
}

async fn place(change: SignUps) -> (Server, Operator, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| settings.sign_ups = change).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    (server, operator, folder)
}

/// Messages are not waited for, so they may come a moment later.
async fn code(server: &Server, address: &str) -> Option<String> {
    assert_eq!(server.post(START_PATH, &email_start(address)).await.status, 200);
    for _ in 0..40 {
        if let Some(message) = server.outbox().await.first().filter(|message| message["to"] == address) {
            return Some(message["code"].as_str().unwrap().to_owned());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    None
}

#[tokio::test]
async fn a_list_lets_addresses_and_domains_in() {
    let list = ["anna@people.example", "@shop.example"].map(|text| Allowed::read(text).unwrap());
    let (server, _, _folder) = place(SignUps::Listed(list.to_vec())).await;
    for address in ["Anna@people.example", "anybody@shop.example"] {
        let code = code(&server, address).await.unwrap();
        assert_eq!(server.post(TOKEN_PATH, &email_token(address, &code)).await.status, 200, "{address}");
    }
    for address in ["berta@people.example", "anybody@my.shop.example"] {
        assert_eq!(code(&server, address).await, None, "{address}");
    }
}

#[tokio::test]
async fn an_operator_lets_an_address_in_shuts_it_out_and_forgets_it() {
    let (server, operator, _folder) = place(SignUps::Closed).await;
    assert_eq!(code(&server, ADDRESS).await, None);
    assert!(operator.add_user(identity(&ADDRESS.to_uppercase()), server.now()).await.unwrap());
    assert!(!operator.add_user(identity(ADDRESS), server.now()).await.unwrap(), "it is there already");
    let waiting = code(&server, ADDRESS).await.unwrap();

    assert!(operator.block_user(identity(ADDRESS), server.now()).await.unwrap());
    let refused = server.post(TOKEN_PATH, &email_token(ADDRESS, &waiting)).await;
    refused.check_reason(401, "unauthorized", Reason::UserBlocked);
    assert!(operator.unblock_user(identity(ADDRESS)).await.unwrap());
    let account = operator.account(identity(ADDRESS)).await.unwrap().unwrap();
    assert!(account.subject.starts_with("email|") && account.connection == "email", "{account:?}");

    assert!(operator.delete_user(identity(ADDRESS), None, server.now()).await.unwrap());
    assert!(server.outbox().await.is_empty(), "what was kept for them is gone");
    assert!(operator.account(identity(ADDRESS)).await.unwrap().is_none());
    assert!(!operator.block_user(identity(ADDRESS), server.now()).await.unwrap());
}

#[tokio::test]
async fn an_email_is_in_the_language_that_was_asked_for() {
    let mut settings = dev_settings();
    let german = passlock_server::EmailTemplate {
        subject: "@@code@@ ist Ihr Code".to_owned(),
        text: "Ihr Code:\n\n{{ code }}\n\n{{ request_language }} {{ email }}".to_owned(),
        html: None,
    };
    settings.email_templates.by_language = [(Language::read("de").unwrap(), german)].into();
    let server = Server::with(settings).await;
    let headers = [crate::harness::JSON, &[("x-request-language", "de-CH")]].concat();
    let body = email_start(ADDRESS).to_string();
    server.send(crate::harness::request(axum::http::Method::POST, START_PATH, &headers, &body)).await;
    let message = server.outbox().await.remove(0);
    let code = message["code"].as_str().unwrap();
    assert_eq!(message["subject"], format!("{code} ist Ihr Code"));
    assert_eq!(message["body"], format!("Ihr Code:\n\n{code}\n\nde-CH {ADDRESS}"));
    assert!(message["html"].as_str().unwrap().contains("<html lang=\"de\" dir=\"ltr\">"));
}

/// Quotes the address and the text when it refuses them.
struct Chatty(DeliveryError);

impl Delivery for Chatty {
    fn deliver(&self, message: Message) -> Sending<'_> {
        let outcome = match &self.0 {
            DeliveryError::Refused { code, .. } => {
                let message = format!("{} does not want {}", message.to, message.body);
                DeliveryError::Refused { message, code: *code }
            }
            other => other.clone(),
        };
        Box::pin(async move { Err(outcome) })
    }
}

#[tokio::test]
async fn neither_the_log_nor_an_event_holds_an_address_or_a_code() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(tracing::Level::TRACE)
        .with_writer({
            let log = log.clone();
            move || log.clone()
        })
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let (server, operator, _folder) = place(SignUps::Open).await;
    let mut secrets = vec![ADDRESS.to_owned(), "anna.b".to_owned(), "people.example".to_owned()];
    let first = email_code(&server, ADDRESS).await;
    server.post(TOKEN_PATH, &email_token(ADDRESS, &other_than(&first))).await.check(403, "invalid_grant");
    log_in_by_email(&server, ADDRESS, "openid profile email").await;
    secrets.push(first);
    assert!(operator.block_user(identity(ADDRESS), server.now()).await.unwrap());
    assert_eq!(server.post(START_PATH, &email_start(ADDRESS)).await.status, 200);
    let no = DeliveryError::Refused { message: String::new(), code: 554 };
    let chatty = Server::with_delivery(dev_settings(), Some(Arc::new(Chatty(no)))).await;
    let refused = chatty.post(START_PATH, &email_start(ADDRESS)).await;
    refused.check_reason(400, "email_provider_error", Reason::MessageBlocked);
    let no = DeliveryError::AddressRefused { reason: Reason::AddressRefused, code: 550 };
    let chatty = Server::with_delivery(dev_settings(), Some(Arc::new(Chatty(no)))).await;
    let refused = chatty.post(START_PATH, &email_start(ADDRESS)).await;
    refused.check_reason(400, "bad.email", Reason::AddressRefused);
    assert_eq!(refused.json()["provider_code"], 550);
    drop(guard);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for secret in secrets {
        assert!(!log.contains(&secret), "{secret}: {log}");
    }
    for part in ["sent a code", "email ….example", r#"event="blocked_user_tried""#, "refused an address"] {
        assert!(log.contains(part), "the log is a log: {part}: {log}");
    }
}

#[tokio::test]
async fn an_event_tells_how_the_domain_ends() {
    let witness = Witness::new();
    let (server, operator, _folder) = place(SignUps::Open).await;
    operator.add_user(identity(ADDRESS), server.now()).await.unwrap();
    let events = witness.events();
    assert_eq!((events.len(), events[0].fields["number"].as_str()), (1, "email ….example"));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
