//! The streams of a connection of HTTP/2: whether the next step on any of them is ours.
//!
//! A request that is being answered is, and so is an answer that has nothing to send at the moment. A part of an answer that
//! was handed over is not until there is room for the next one: whoever takes nothing is like somebody who asks nothing.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::watch;

/// On how many streams of a connection the next step is ours.
#[derive(Debug)]
pub(crate) struct Turns(watch::Sender<usize>);

impl Turns {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    /// A new stream. The first step is ours.
    pub(crate) fn begin(&self) -> Turn {
        let mut turn = Turn { count: self.0.clone(), is_ours: false };
        turn.pass(true);
        turn
    }

    /// Ends when for so long, counted from the first look, no step was ours.
    pub(crate) fn rest(&self, span: Duration) -> impl Future<Output = ()> + use<> {
        let mut count = self.0.subscribe();
        async move {
            loop {
                let is_ours = *count.borrow_and_update() > 0;
                let changed = count.changed();
                let heard = if is_ours { Ok(changed.await) } else { tokio::time::timeout(span, changed).await };
                // Without streams to come there is nothing to wait for either.
                if !matches!(heard, Ok(Ok(()))) {
                    return;
                }
            }
        }
    }
}

/// Whose turn it is on one stream. Not ours when it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    count: watch::Sender<usize>,
    is_ours: bool,
}

impl Turn {
    /// An answer that tells whose turn it is.
    pub(crate) fn watch(self, body: Body) -> Watched {
        Watched { body, turn: self }
    }

    fn pass(&mut self, to_us: bool) {
        if self.is_ours != to_us {
            self.is_ours = to_us;
            self.count.send_modify(|count| *count = if to_us { *count + 1 } else { *count - 1 });
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.pass(false);
    }
}

/// An answer on its way.
#[derive(Debug)]
pub(crate) struct Watched {
    body: Body,
    turn: Turn,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        // There is room, or nobody would ask.
        self.turn.pass(true);
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if frame.is_ready() {
            self.turn.pass(false);
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
