//! Which pages may call, and which may read the answers.

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{START_PATH, TOKEN_PATH, read_start};
use passlock_server::{AllowedOrigin, Client, Issuer, Settings};

use crate::harness::{Answer, JSON, NUMBER, PAGE, Serde, Server, new_database, request, start_body, token_body};

const SHOP: &str = "https://shop.example";
const BLOG: &str = "https://blog.example";

/// Two clients with a page each.
async fn two_clients() -> Server {
    let client =
        |id: &str, origin: &str| Client { origins: vec![AllowedOrigin::Exact(origin.to_owned())], ..Client::new(id) };
    let issuer = Issuer::Fixed("https://login.example/".to_owned());
    let mut settings = Settings::new(&new_database(), client("demo", SHOP), issuer);
    settings.clients.push(client("blog", BLOG));
    settings.dev = true;
    Server::with(settings).await
}

async fn preflight(server: &Server, path: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,auth0-client"),
    ];
    server.send(request(Method::OPTIONS, path, &headers, "")).await
}

async fn start(server: &Server, origin: &str) -> Answer {
    let headers = [JSON, &[("origin", origin)]].concat();
    server.send(request(Method::POST, START_PATH, &headers, &start_body(NUMBER).to_string())).await
}

#[tokio::test]
async fn a_listed_page_gets_leave_in_advance() {
    let server = two_clients().await;
    for (path, origin) in [(START_PATH, SHOP), (TOKEN_PATH, BLOG), ("/userinfo", SHOP)] {
        let answer = preflight(&server, path, origin).await;
        assert_eq!((answer.status.as_u16(), answer.text.as_str()), (204, ""));
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        assert_eq!(answer.header("vary"), Some("Origin"));
        assert_eq!(answer.header("access-control-max-age"), Some("600"));
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let headers = answer.header("access-control-allow-headers").unwrap().to_lowercase();
        for name in ["content-type", "authorization", "auth0-client", "x-request-language"] {
            assert!(headers.contains(name), "{name}");
        }
        let methods = answer.header("access-control-allow-methods").unwrap();
        assert!(methods.contains("GET") && methods.contains("POST"));
    }
}

#[tokio::test]
async fn an_unlisted_page_is_refused_by_name() {
    let server = two_clients().await;
    for origin in ["https://evil.example", "http://shop.example", "https://shop.example:8443", "null", PAGE] {
        for answer in [preflight(&server, START_PATH, origin).await, start(&server, origin).await] {
            answer.check(403, "origin_not_allowed");
            assert_eq!(answer.json()["error_description"], format!("Origin {origin} is not allowed."));
            assert_eq!(answer.header("access-control-allow-origin"), None);
            assert_eq!(answer.header("vary"), Some("Origin"));
        }
    }
    assert!(server.outbox().await.is_empty());
}

#[tokio::test]
async fn a_page_cannot_call_for_anothers_client() {
    let server = two_clients().await;
    let answer = start(&server, BLOG).await;
    answer.check(403, "origin_not_allowed");
    assert_eq!(answer.header("access-control-allow-origin"), Some(BLOG), "it may read that it may not");
    assert!(server.outbox().await.is_empty());
    assert_eq!(read_start::<Serde>(&answer.reply(), 6, server.now()), Err(Problem::OriginRefused));

    let code = server.code(NUMBER).await;
    let body = token_body(NUMBER, &code).to_string();
    let from = async |origin| {
        server.send(request(Method::POST, TOKEN_PATH, &[JSON, &[("origin", origin)]].concat(), &body)).await
    };
    from(BLOG).await.check(403, "origin_not_allowed");
    assert_eq!(from(SHOP).await.status, 200, "the refusal used nothing up");
}

#[tokio::test]
async fn a_listed_page_reads_answers_and_their_times() {
    let server = two_clients().await;
    let answer = start(&server, SHOP).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(SHOP));
    let exposed = answer.header("access-control-expose-headers").unwrap();
    assert!(exposed.contains("Retry-After") && exposed.contains("Date"));
    assert_eq!(answer.header("date"), Some("Sun, 01 Mar 2026 12:00:00 GMT"));
}

#[tokio::test]
async fn the_servers_own_pages_may_call() {
    let server = two_clients().await;
    assert_eq!(start(&server, "https://login.example").await.status, 200);
}

#[tokio::test]
async fn programs_without_a_page_may_call() {
    let server = two_clients().await;
    let answer = server.post(START_PATH, &start_body(NUMBER)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn every_page_of_this_machine_may_call_in_development() {
    let server = Server::dev().await;
    for origin in ["http://127.0.0.1:5173", "http://localhost:3000", "http://[::1]:8080", "https://localhost"] {
        assert_eq!(start(&server, origin).await.header("access-control-allow-origin"), Some(origin));
    }
    for origin in ["http://localhost.example.com", "http://127.0.0.1.example.com", "null", "http://192.168.0.2:3000"] {
        start(&server, origin).await.check(403, "origin_not_allowed");
    }
}

#[tokio::test]
async fn an_origin_that_is_no_text_is_refused() {
    let server = Server::dev().await;
    let mut odd = request(Method::POST, START_PATH, JSON, "{}");
    odd.headers_mut().insert("origin", axum::http::HeaderValue::from_bytes(b"http://\xff").unwrap());
    server.send(odd).await.check(403, "origin_not_allowed");
}

#[tokio::test]
async fn a_long_origin_is_cut() {
    let server = Server::dev().await;
    let answer = start(&server, &format!("https://{}.example", "a".repeat(5000))).await;
    answer.check(403, "origin_not_allowed");
    assert!(answer.text.len() < 300, "{}", answer.text);
}

#[tokio::test]
async fn public_documents_are_for_every_page() {
    let server = two_clients().await;
    for path in ["/.well-known/jwks.json", "/.well-known/openid-configuration", "/health"] {
        let answer = server.send(request(Method::GET, path, &[("origin", "https://anyone.example")], "")).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        assert_eq!(preflight(&server, path, "https://anyone.example").await.status, 204);
    }
}
