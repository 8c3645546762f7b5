//! `GET /avatars/<id>.svg`: a calm picture for a person, drawn from nothing but the opaque id.

use aws_lc_rs::digest::{SHA256, digest};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, Uri};
use axum::response::{IntoResponse, Response};

use crate::error::ApiError;

/// Every id has a picture, so the answer does not tell whether it has a person.
pub(super) async fn avatar(uri: Uri) -> Result<Response, ApiError> {
    let file = uri.path().rsplit('/').next().unwrap_or_default();
    let id = file.strip_suffix(".svg").filter(|id| is_id(id)).ok_or(ApiError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, "image/svg+xml"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
    ];
    Ok((headers, draw(id)).into_response())
}

fn is_id(id: &str) -> bool {
    id.len() == 24 && id.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
}

/// Two neighbouring hues from edge to edge, and over them a soft light and a soft shade.
fn draw(id: &str) -> String {
    let hash = digest(&SHA256, id.as_bytes());
    let pick = |place: usize, from: u32, span: u32| -> u32 {
        from + u32::from(hash.as_ref().get(place).copied().unwrap_or_default()) * span / 256
    };
    // From teal over blue and violet to pink: the other hues go muddy where they mix.
    let hue = pick(0, 165, 150);
    let next = hue + pick(1, 30, 50);
    let last = next + pick(2, 20, 40);
    let (turn, x, y) = (pick(3, 0, 360), pick(4, 16, 64), pick(5, 16, 64));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96">
<defs>
<linearGradient id="a" gradientTransform="rotate({turn} .5 .5)">
<stop stop-color="hsl({hue},62%,62%)"/><stop offset="1" stop-color="hsl({next},58%,48%)"/>
</linearGradient>
<radialGradient id="b"><stop stop-color="hsl({last},75%,78%)" stop-opacity=".9"/><stop offset="1" stop-color="hsl({last},75%,78%)" stop-opacity="0"/></radialGradient>
<radialGradient id="c"><stop stop-color="hsl({hue},70%,34%)" stop-opacity=".4"/><stop offset="1" stop-color="hsl({hue},70%,34%)" stop-opacity="0"/></radialGradient>
</defs>
<rect width="96" height="96" fill="url(#a)"/>
<circle cx="{x}" cy="{y}" r="52" fill="url(#b)"/>
<circle cx="{}" cy="{}" r="58" fill="url(#c)"/>
</svg>
"#,
        96 - x,
        96 - y,
    )
}
