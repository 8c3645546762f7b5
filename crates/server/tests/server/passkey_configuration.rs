//! Names and origins of passkeys: what a configuration may say, and what its pages may do then.

use axum::http::Method;
use passlock_core::protocol::Reason;
use passlock_server::{AllowedOrigin, Deployment, Issuer, Settings};
use serde_json::json;

use crate::configuration::read;
use crate::device::{CHALLENGE, Device, METHODS};
use crate::harness::{NUMBER, Server, dev_settings, request};

fn mistakes(client: &str) -> Vec<String> {
    let text = format!(
        "[server]\nissuer = \"https://login.shop.example\"\n[[clients]]\nid = \"shop\"\ngrants = [\"webauthn\"]\n{client}"
    );
    read(&text, &[]).unwrap().lacks().iter().map(ToString::to_string).collect()
}

#[test]
fn a_name_that_browsers_would_refuse_is_told_at_once() {
    for right in [
        "",
        "passkey_rp_id = \"shop.example\"\nallowed_origins = [\"https://shop.example\", \"https://www.shop.example:8443\"]",
        "allowed_origins = [\"https://login.shop.example\", \"http://localhost:3000\"]",
        "passkey_origins = [\"https://a.login.shop.example\"]\nallowed_origins = [\"https://shop.example\"]",
        "passkey_related_origins = [\"https://shop.test\"]",
        "passkey_rp_id = \"localhost\"\nallowed_origins = [\"http://localhost:3000\"]",
        "passkey_origins = [\"android:apk-key-hash:47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU\"]",
    ] {
        assert_eq!(mistakes(right), [""; 0], "{right}");
    }
    for (wrong, sentence) in [
        (
            "allowed_origins = [\"https://shop.example\"]",
            "clients.shop.passkey_origins: browsers give no passkey of login.shop.example to pages of https://shop.example: \
             passkey_rp_id is their host, or the end of it that they share; what shares none goes into passkey_related_origins",
        ),
        (
            "passkey_rp_id = \"shop.example\"\nweb_origins = [\"https://myshop.example\"]",
            "clients.shop.passkey_origins: browsers give no passkey of shop.example to pages of https://myshop.example: \
             passkey_rp_id is their host, or the end of it that they share; what shares none goes into passkey_related_origins",
        ),
    ] {
        assert_eq!(mistakes(wrong), [sentence], "{wrong}");
    }
    let text = "[server]\nissuer = \"http://127.0.0.1:4000\"\n[[clients]]\nid = \"shop\"\ngrants = [\"webauthn\"]";
    let report = read(text, &[]).unwrap().lacks()[0].to_string();
    let sentence = "passkeys belong to a name such as shop.example, and \"127.0.0.1\", where this server is, is none";
    assert_eq!(report, format!("clients.shop.passkey_rp_id: {sentence}"));
}

#[test]
fn a_text_that_is_none_of_these_is_told_where_it_stands() {
    for (line, end) in [
        ("passkey_rp_id = \"Shop.example\"", "\"Shop.example\" is not a name like shop.example, in small letters"),
        ("passkey_rp_id = \"https://shop.example\"", "is not a name like shop.example, in small letters"),
        ("passkey_origins = [\"http://shop.example\"]", "only https, or http on this machine"),
        ("passkey_sign_ups = \"yes\"", "\"yes\" is not one of: closed, open"),
        ("passkey_recent_login = \"1s\"", "\"1s\" is out of range: from 1m to 30d"),
    ] {
        let report = read(&format!("[[clients]]\nid = \"shop\"\n{line}"), &[]).unwrap_err();
        assert!(report.starts_with("passlock.toml:3:") && report.ends_with(end), "{report}");
    }
}

#[test]
fn a_developer_need_not_think_of_names() {
    for issuer in ["https://127.0.0.1:4000", "https://login.shop.example"] {
        let mut deployment = Deployment::base(true);
        deployment.settings.issuer = Issuer::fixed(issuer).unwrap();
        deployment.settings.clients[0].origins.push(AllowedOrigin::exact("https://shop.example").unwrap());
        assert_eq!(deployment.lacks(), [], "{issuer}");
    }
}

#[tokio::test]
async fn passkeys_of_a_developers_server_at_an_address_belong_to_localhost() {
    let mut settings = dev_settings();
    settings.issuer = Issuer::fixed("https://127.0.0.1:4000").unwrap();
    let asked = Server::with(settings).await.challenge().await;
    assert_eq!(asked["authn_params_public_key"]["rpId"], "localhost");
}

/// As a shop has it: its server beside its pages.
fn shop() -> Settings {
    let mut settings = dev_settings();
    settings.issuer = Issuer::fixed("https://login.shop.example").unwrap();
    let client = &mut settings.clients[0];
    client.origins = vec![AllowedOrigin::exact("https://shop.example").unwrap()];
    client.passkeys.rp_id = Some("shop.example".to_owned());
    client.passkeys.related_origins = vec!["https://shop.test".parse().unwrap()];
    settings
}

#[tokio::test]
async fn the_pages_of_a_client_use_the_passkeys_of_its_name() {
    let (server, mut device) = (Server::with(shop()).await, Device::new());
    let tokens = server.log_in(NUMBER).await;
    "https://shop.example".clone_into(&mut device.page);
    server.add_passkey(&tokens, &mut device).await;
    assert_eq!(device.passkey().rp_id, "shop.example");
    for (page, is_let_in) in [
        ("https://shop.example", true),
        ("https://login.shop.example", true),
        ("https://shop.test", true),
        ("https://www.shop.example", false),
        ("http://shop.example", false),
        ("https://shop.example:8443", false),
        ("http://localhost:8080", false),
    ] {
        page.clone_into(&mut device.page);
        let answer = server.come_back(&mut device).await;
        if is_let_in {
            assert_eq!(answer.status, 200, "{page}: {}", answer.text);
        } else {
            answer.check_reason(403, "invalid_grant", Reason::PasskeyOriginWrong);
        }
    }
}

#[tokio::test]
async fn browsers_learn_which_other_pages_belong_to_a_name() {
    let server = Server::with(shop()).await;
    let from =
        async |host: &str| server.send(request(Method::GET, "/.well-known/webauthn", &[("host", host)], "")).await;
    let answer = from("shop.example").await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.json(), json!({ "origins": ["https://shop.test"] }));
    // A name of another kind.
    from("elsewhere.example").await.check(404, "not_found");
    Server::dev().await.get("/.well-known/webauthn").await.check(404, "not_found");
}

#[tokio::test]
async fn the_account_of_a_client_without_a_page_of_this_machine_is_called_from_its_own() {
    let server = Server::with(shop()).await;
    let call = async |origin: &str| {
        let headers = [("origin", origin), ("content-type", "application/json")];
        let body = json!({ "client_id": "demo" }).to_string();
        server.send(request(Method::POST, CHALLENGE, &headers, &body)).await
    };
    assert_eq!(call("https://shop.example").await.json()["authn_params_public_key"]["rpId"], "shop.example");
    call("http://localhost:8080").await.check(403, "origin_not_allowed");
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "PATCH"),
        ("access-control-request-headers", "authorization, content-type"),
    ];
    let answer = server.send(request(Method::OPTIONS, &format!("{METHODS}/x"), &headers, "")).await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, PATCH, DELETE"));
    assert_eq!(answer.text, "");
}
