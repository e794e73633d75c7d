//! Connections: slow ones are ended, what was begun is finished when the service is told to stop.

use crate::common::router;
use service::Listening;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

struct Running {
    at: std::net::SocketAddr,
    stop: oneshot::Sender<()>,
    ended: JoinHandle<std::io::Result<()>>,
}

async fn start(listening: Listening) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let until = async {
        let _ = stopped.await;
    };
    let ended = tokio::spawn(service::serve(listener, router(), listening, until));
    Running { at, stop, ended }
}

async fn all(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let reading = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes));
    reading.await.expect("the connection was not ended").unwrap();
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn whoever_sends_a_head_byte_by_byte_is_cut_off() {
    let listening = Listening { head_patience: Duration::from_millis(200), ..Listening::default() };
    let running = start(listening).await;
    let mut slow = TcpStream::connect(running.at).await.unwrap();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
    let mut silent = TcpStream::connect(running.at).await.unwrap();
    let mut quick = TcpStream::connect(running.at).await.unwrap();
    quick.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(all(&mut quick).await.ends_with("ok\n"));
    assert!(!all(&mut slow).await.contains("200 OK"));
    assert!(!all(&mut silent).await.contains("200 OK"));
}

#[tokio::test]
async fn what_was_begun_is_finished_and_nothing_new_is_taken() {
    let running = start(Listening::default()).await;
    let mut begun = TcpStream::connect(running.at).await.unwrap();
    let head = "POST /api/v1/assess HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{";
    begun.write_all(head.as_bytes()).await.unwrap();
    // The server has taken the connection when it has answered another one that came later.
    let mut later = TcpStream::connect(running.at).await.unwrap();
    later.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.unwrap();
    assert!(all(&mut later).await.ends_with("ok\n"));
    running.stop.send(()).unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(TcpStream::connect(running.at).await.is_err(), "nothing new is taken");
    begun.write_all(b"}").await.unwrap();
    assert!(all(&mut begun).await.starts_with("HTTP/1.1 422"), "what was begun is answered");
    running.ended.await.unwrap().unwrap();
}

#[tokio::test]
async fn whoever_never_ends_is_left() {
    let listening = Listening { farewell: Duration::from_millis(100), ..Listening::default() };
    let running = start(listening).await;
    let mut begun = TcpStream::connect(running.at).await.unwrap();
    begun.write_all(b"POST /api/v1/assess HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    running.stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), running.ended).await.expect("it stops").unwrap().unwrap();
}
