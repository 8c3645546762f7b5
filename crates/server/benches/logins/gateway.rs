//! A gateway for text messages that remembers the newest code of each number.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use tokio::net::TcpListener;

/// A gateway, until the program ends.
pub(crate) struct Gateway {
    url: String,
    codes: Codes,
}

type Codes = Arc<Mutex<HashMap<String, String>>>;

/// As `passlock-server` posts a message; its whole text is the code here.
#[derive(Deserialize)]
struct Message {
    recipient: String,
    body: String,
}

impl Gateway {
    pub(crate) async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/send", listener.local_addr()?);
        let codes = Codes::default();
        let router = Router::new().route("/send", post(keep)).with_state(Arc::clone(&codes));
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, codes })
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The code that a number was sent, once.
    pub(crate) fn code(&self, number: &str) -> Option<String> {
        self.codes.lock().unwrap_or_else(PoisonError::into_inner).remove(number)
    }
}

async fn keep(State(codes): State<Codes>, Json(message): Json<Message>) {
    codes.lock().unwrap_or_else(PoisonError::into_inner).insert(message.recipient, message.body);
}
