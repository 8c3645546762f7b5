//! Files beside the API.

use std::fs;

use axum::http::Method;

use crate::harness::{Server, dev_settings, request};

async fn with_files() -> (Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("index.html", "<p>hello</p>"),
        ("app.js", "long and plain"),
        ("app.js.gz", "gz"),
        ("app.js.br", "br"),
        ("module.mjs", "export {}"),
        ("app.wasm", "wasm"),
        ("app.css", "p {}"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut settings = dev_settings();
    settings.static_files = Some(folder.path().to_owned());
    (Server::with(settings).await, folder)
}

#[tokio::test]
async fn files_have_the_types_that_browsers_insist_on() {
    let (server, _folder) = with_files().await;
    for (path, kind) in [
        ("/", "text/html"),
        ("/index.html", "text/html"),
        ("/app.js", "text/javascript"),
        ("/module.mjs", "text/javascript"),
        ("/app.wasm", "application/wasm"),
        ("/app.css", "text/css"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, Some(kind)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-cache"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "modules load across origins");
    }
}

#[tokio::test]
async fn packed_files_are_sent_to_those_who_unpack_them() {
    let (server, _folder) = with_files().await;
    for (accepted, encoding, text) in
        [("gzip", Some("gzip"), "gz"), ("gzip, br", Some("br"), "br"), ("", None, "long and plain")]
    {
        let answer = server.send(request(Method::GET, "/app.js", &[("accept-encoding", accepted)], "")).await;
        assert_eq!((answer.header("content-encoding"), answer.text.as_str()), (encoding, text));
        assert_eq!(answer.header("content-type"), Some("text/javascript"));
    }
}

#[tokio::test]
async fn nothing_outside_of_the_folder_is_served() {
    let (server, _folder) = with_files().await;
    for path in ["/missing.js", "/../Cargo.toml", "/%2e%2e/Cargo.toml", "/..%2fCargo.toml", "/%00", "/a/../../b"] {
        server.get(path).await.check(404, "not_found");
    }
    server.send(request(Method::POST, "/index.html", &[], "")).await.check(404, "not_found");
}

#[tokio::test]
async fn files_do_not_hide_the_api() {
    let (server, folder) = with_files().await;
    fs::write(folder.path().join("health"), "a file").unwrap();
    assert_eq!(server.get("/health").await.header("content-type"), Some("application/json"));
}
