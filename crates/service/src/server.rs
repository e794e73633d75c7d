//! Listening, and stopping in good order.

use axum::Router;
use std::future::Future;
use std::io;
use tokio::net::TcpListener;

/// Serves until `stop` comes, then finishes what was begun.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

/// Writes the log of requests to standard error, a JSON object a line. A second call changes nothing.
pub fn log_to_standard_error() {
    let _ = tracing_subscriber::fmt()
        .json()
        .with_writer(io::stderr)
        .with_target(false)
        .with_current_span(true)
        .with_span_list(false)
        .flatten_event(true)
        .try_init();
}
