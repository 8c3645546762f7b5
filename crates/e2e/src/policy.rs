//! The Content Security Policy that every page of these tests lives under, and what broke it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use aws_lc_rs::digest::{SHA256, digest};
use axum::Router;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::{Next, from_fn};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// What browsers reported, in their own words.
#[derive(Clone, Default)]
pub struct Reports(Arc<Mutex<Vec<String>>>);

impl Reports {
    /// All reports so far, which are forgotten here.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the files under the policy, and a place for reports beside them.
    pub(crate) fn guard(&self, files: Router, policy: &str) -> Result<Router> {
        let header = HeaderValue::from_str(policy)?;
        let reports = self.clone();
        let report = async move |body: String| {
            reports.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
        };
        let guarded = from_fn(move |request: Request, next: Next| {
            let header = header.clone();
            async move {
                let mut response = next.run(request).await;
                response.headers_mut().insert(CONTENT_SECURITY_POLICY, header);
                response
            }
        });
        Ok(files.route(REPORTS, post(report)).layer(guarded))
    }
}

/// The policy of the README for a page of this folder: the scripts in its text are named by their hashes, as a page with
/// such scripts has to. Frames are the gallery's, and that of `checkSession`.
pub(crate) fn of(folder: &Path, backend: &str) -> Result<String> {
    let scripts = inline_scripts(folder)?;
    Ok(format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; \
         connect-src 'self' http://{backend}; img-src 'self' http://{backend} data:; frame-src 'self' http://{backend}; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; report-uri {REPORTS}"
    ))
}

fn inline_scripts(folder: &Path) -> Result<String> {
    let mut hashes = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "html") {
            let page = std::fs::read_to_string(path)?;
            let scripts = page.split("<script").skip(1).filter_map(|rest| rest.split_once("</script>"));
            let written = scripts.filter_map(|(script, _)| script.split_once('>'));
            for (_, text) in written.filter(|(attributes, _)| !attributes.contains("src=")) {
                let hash = STANDARD.encode(digest(&SHA256, text.as_bytes()));
                hashes.push(format!(" 'sha256-{hash}'"));
            }
        }
    }
    Ok(hashes.concat())
}

const REPORTS: &str = "/csp-reports";
