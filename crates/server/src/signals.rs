//! Being told to stop, by the terminal or the service manager.

use tokio::sync::watch;

/// How often this process was told to stop. From its making on; what comes before ends the process.
#[derive(Clone)]
pub(crate) struct Signals(watch::Receiver<u32>);

impl Signals {
    pub(crate) fn listen() -> Self {
        let (sender, receiver) = watch::channel(0);
        // The handlers are there before anybody can know of this process.
        #[cfg(unix)]
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            let sender = sender.clone();
            tokio::spawn(async move { while signal.recv().await.is_some() && count(&sender) {} });
        }
        #[cfg(unix)]
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt()) {
            tokio::spawn(async move { while signal.recv().await.is_some() && count(&sender) {} });
        }
        #[cfg(not(unix))]
        tokio::spawn(async move { while tokio::signal::ctrl_c().await.is_ok() && count(&sender) {} });
        Self(receiver)
    }

    /// Waits until it was told so often. Never ends where there are no signals.
    pub(crate) async fn told(mut self, times: u32) {
        if self.0.wait_for(|count| *count >= times).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// Whether anybody still waits.
fn count(told: &watch::Sender<u32>) -> bool {
    told.send_modify(|count| *count += 1);
    !told.is_closed()
}
