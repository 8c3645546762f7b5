//! A picture for everybody, from nothing but an opaque id.

use crate::harness::Server;

const ID: &str = "0123456789abcdef01234567";

#[tokio::test]
async fn a_picture_is_a_harmless_image() {
    let server = Server::dev().await;
    let answer = server.get(&format!("/avatars/{ID}.svg")).await;
    assert_eq!(answer.status, 200);
    for (name, value) in [
        ("content-type", "image/svg+xml"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'"),
        ("cache-control", "public, max-age=31536000, immutable"),
        ("access-control-allow-origin", "*"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert!(answer.text.starts_with("<svg xmlns="));
    assert!(!answer.text.contains("<script") && !answer.text.contains(ID));
}

#[tokio::test]
async fn a_picture_depends_on_the_id_alone() {
    let (one, two) = (Server::dev().await, Server::dev().await);
    let path = format!("/avatars/{ID}.svg");
    assert_eq!(one.get(&path).await.text, two.get(&path).await.text);
    assert_ne!(one.get(&path).await.text, one.get(&path.replace("0123", "0124")).await.text);
}

#[tokio::test]
async fn other_names_have_no_picture() {
    let server = Server::dev().await;
    for file in [
        "x.svg",
        "0123456789abcdef01234567",
        "0123456789abcdef0123456.svg",
        "0123456789ABCDEF01234567.svg",
        "%00.svg",
        "%ff.svg",
    ] {
        server.get(&format!("/avatars/{file}")).await.check(404, "not_found");
    }
}
