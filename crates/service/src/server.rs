//! Listening, and stopping in good order.

use crate::guard::Peer;
use crate::options::Listening;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// After a connection could not be taken, as when there are no more file handles, before the next is tried.
const REST: Duration = Duration::from_millis(50);

/// Serves until `stop` comes, then finishes what was begun.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    listening: Listening,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    let mut stop = pin!(stop);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(listening.head_patience);
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(listening.connections.clamp(1, Semaphore::MAX_PERMITS)));
    loop {
        let taken = async {
            let place = places.clone().acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, (stream, peer)) = tokio::select! {
            () = &mut stop => break,
            (place, taken) = taken => match taken {
                Ok(taken) => (place, taken),
                Err(_) => {
                    tokio::time::sleep(REST).await;
                    continue;
                }
            },
        };
        // Answers go out at once; where this cannot be set they go out later.
        let _ = stream.set_nodelay(true);
        let router = router.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer.ip()));
            router.clone().oneshot(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            // A client that goes away, or sends what is not HTTP, is no fault of ours.
            let _ = connection.await;
        });
    }
    drop(listener);
    // Whoever does not come to an end is left.
    let _ = tokio::time::timeout(listening.farewell, graceful.shutdown()).await;
    Ok(())
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
