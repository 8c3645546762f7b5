//! What Auth0's Lock asks for before it shows itself (protocol section 0).

use axum::http::Method;
use serde_json::{Value, json};

use crate::browser::{shop, shop_settings};
use crate::harness::{Answer, Server, from_address, request};

/// What a script hands to `Auth0`.
#[track_caller]
fn handed(answer: &Answer, function: &str) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    assert_eq!(answer.header("cross-origin-resource-policy"), Some("cross-origin"));
    let argument = answer.text.strip_prefix(&format!("Auth0.{function}(")).unwrap().strip_suffix(");\n").unwrap();
    serde_json::from_str(argument).unwrap()
}

#[tokio::test]
async fn a_client_has_a_script_about_its_connections() {
    let server = shop().await;
    let client = handed(&server.get("/client/demo.js?t1700000000000").await, "setClient");
    assert_eq!(client["id"], "demo");
    assert_eq!(client["strategies"], json!([{ "name": "sms", "connections": [{ "name": "sms" }] }]));
    assert_eq!(client["authorize"], "https://login.example/authorize");
    assert_eq!(client["callback"], "https://shop.example/callback");
    for path in
        ["/client/nobody.js", "/client/demo", "/client/.js", "/client/", "/client/demo.js/x", "/client/%64emo.js"]
    {
        server.get(path).await.check(404, "not_found");
    }
}

#[tokio::test]
async fn emails_are_named_where_a_client_has_them_and_text_messages_come_first() {
    let server = Server::with(crate::harness::dev_settings()).await;
    let client = handed(&server.get("/client/demo.js?t1700000000000").await, "setClient");
    let both = json!([
        { "name": "sms", "connections": [{ "name": "sms" }] },
        { "name": "email", "connections": [{ "name": "email" }] },
    ]);
    assert_eq!(client["strategies"], both);
    let tenant = async |server: &Server| handed(&server.get("/info-v1.js").await, "setTenant")["connections"].clone();
    let both = json!({ "passwordless": [
        { "name": "sms", "strategy": "sms" },
        { "name": "email", "strategy": "email" },
    ]});
    assert_eq!(tenant(&server).await, both);
    let one = json!({ "passwordless": [{ "name": "sms", "strategy": "sms" }] });
    assert_eq!(tenant(&shop().await).await, one, "a client has what its configuration says");
}

#[tokio::test]
async fn the_tenant_has_one_too_and_names_no_client() {
    let server = shop().await;
    let answer = server.get("/info-v1.js?t1700000000000").await;
    let tenant = handed(&answer, "setTenant");
    assert_eq!(tenant["connections"]["passwordless"][0]["name"], "sms");
    assert!(!answer.text.contains("demo") && !answer.text.contains("blog"));
    server.get("/tenants/v1/passlock.js").await.check(404, "not_found");
}

#[tokio::test]
async fn a_country_is_what_a_proxy_of_ours_says() {
    let mut settings = shop_settings();
    settings.trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let server = Server::with(settings).await;
    let ask = async |peer: &str, name: &str, value: &str| {
        let headers = [(name, value), ("origin", "https://shop.example")];
        server.send(from_address(request(Method::GET, "/user/geoloc/country", &headers, ""), peer)).await
    };
    for name in ["cf-ipcountry", "cloudfront-viewer-country", "x-country-code"] {
        let answer = ask("10.1.2.3", name, "AT").await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, json!({ "country_code": "AT" })));
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://shop.example"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        ask("192.0.2.1", name, "AT").await.check(404, "not_found");
    }
    for odd in ["XX", "T1", "at", "AUT", "", "<b>"] {
        ask("10.1.2.3", "cf-ipcountry", odd).await.check(404, "not_found");
    }
    server.get("/user/geoloc/country").await.check(404, "not_found");
}
