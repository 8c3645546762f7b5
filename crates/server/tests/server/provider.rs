//! Servers of providers: real sockets, strict about what they get, and as unreliable as they are told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use url::form_urlencoded;

/// A server, until the test ends.
pub(crate) struct Provider {
    pub(crate) address: String,
    seen: Arc<Mutex<Seen>>,
}

/// A request as it arrived.
#[derive(Debug, Clone, Default)]
pub(crate) struct Received {
    pub(crate) line: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// What to do with a request.
#[derive(Debug, Clone)]
pub(crate) enum Act {
    /// What a good one gets: as the judge says.
    Well,
    /// This answer, whatever the request was.
    Say(u16, &'static str),
    /// Close without reading.
    CutBefore,
    /// Close after reading.
    CutAfter,
    /// Wait after reading, and then be well.
    Slow(Duration),
    /// An answer that ends in its middle.
    CutAnswer,
}

/// The answer to a request.
pub(crate) type Judge = fn(&Received) -> (u16, Value);

#[derive(Default)]
struct Seen {
    acts: VecDeque<Act>,
    connections: usize,
    requests: Vec<Received>,
}

impl Provider {
    /// Does one of these after the other, and then is well.
    pub(crate) async fn start(judge: Judge, acts: &[Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen { acts: acts.iter().cloned().collect(), ..Seen::default() }));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.lock().unwrap().connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&shared), judge));
            }
        });
        Self { address, seen }
    }

    /// What arrived in full.
    pub(crate) fn requests(&self) -> Vec<Received> {
        self.seen.lock().unwrap().requests.clone()
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str());
        let value = values.next();
        assert_eq!(values.next(), None, "{name} is there twice");
        value
    }

    pub(crate) fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(self.body.as_bytes()).into_owned().collect()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

async fn serve(mut stream: TcpStream, seen: Arc<Mutex<Seen>>, judge: Judge) {
    loop {
        if matches!(seen.lock().unwrap().acts.front(), Some(Act::CutBefore)) {
            seen.lock().unwrap().acts.pop_front();
            return;
        }
        let Some(received) = read(&mut stream).await else { return };
        let act = {
            let mut seen = seen.lock().unwrap();
            seen.requests.push(received.clone());
            seen.acts.pop_front().unwrap_or(Act::Well)
        };
        let (status, body) = match act {
            Act::Say(status, body) => (status, body.to_owned()),
            Act::CutBefore | Act::CutAfter => return,
            Act::CutAnswer => {
                drop(stream.write_all(b"HTTP/1.1 201 Created\r\ncontent-length: 400\r\n\r\n{\"sid\":\"SM").await);
                return;
            }
            Act::Slow(span) => {
                tokio::time::sleep(span).await;
                let (status, body) = judge(&received);
                (status, body.to_string())
            }
            Act::Well => {
                let (status, body) = judge(&received);
                (status, body.to_string())
            }
        };
        let length = body.len();
        let head =
            format!("HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n");
        if stream.write_all(format!("{head}{body}").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn read(stream: &mut TcpStream) -> Option<Received> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        read_more(stream, &mut bytes).await?;
    };
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers = lines.map(|line| header(line).unwrap()).collect();
    let received = Received { line, headers, body: String::new() };
    let length: usize = received.header("content-length").unwrap().parse().unwrap();
    while bytes.len() < end + 4 + length {
        read_more(stream, &mut bytes).await?;
    }
    Some(Received { body: String::from_utf8(bytes[end + 4..].to_vec()).unwrap(), ..received })
}

async fn read_more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Option<()> {
    let mut part = [0; 4096];
    let count = stream.read(&mut part).await.ok().filter(|count| *count > 0)?;
    bytes.extend_from_slice(&part[..count]);
    Some(())
}

/// As Twilio's errors look.
pub(crate) fn twilio_error(status: u16, code: u32, message: &str) -> (u16, Value) {
    let more_info = format!("https://www.twilio.com/docs/errors/{code}");
    (status, json!({ "code": code, "message": message, "more_info": more_info, "status": status }))
}
