//! `jifen serve`: the pages and the API, until it is told to stop.

use crate::clock;
use crate::command::{Serve, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::settings::Settings;
use crate::{input, keeping};
use service::Site;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

pub fn run(arguments: &Serve, shared: &Shared) -> Result<Verdict, Failure> {
    let mut given = Vec::new();
    given.extend(arguments.quiet.then(|| ("log", "false".to_owned())));
    given.extend(shared.policies.iter().map(|folder| ("policies", folder.display().to_string())));
    let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let settings = Settings::gather(&arguments.settings, &given, arguments.config.as_deref(), variable)?;
    if arguments.print_config {
        crate::page::print(&settings.text_of_all())?;
        return Ok(Verdict::Fine);
    }
    let shelf = Shelf::open(settings.policies().as_deref())?;
    let versions: usize = shelf.library.schemes.iter().map(|scheme| scheme.versions.len()).sum();
    if versions == 0 {
        return Err(Failure::new("没有可以用的政策版本").hint("先运行 jifen check"));
    }
    if settings.is_on("log") {
        service::log_to_standard_error();
    }
    let site = Site::new(shelf.library, shelf.files, clock::today);
    let runtime = runtime(settings.threads())
        .map_err(|error| Failure::new(format!("起不来：{}", input::said(&error))))?;
    runtime.block_on(async {
        // Heard before the address is printed: whoever has read it may already say stop.
        let stop = told_to_stop();
        let listen = settings.listen();
        let unheard = |error: std::io::Error| {
            Failure::new(format!("不能在 {listen} 上服务：{}", input::said(&error)))
                .hint("换一个端口，如 --listen 127.0.0.1:8081")
        };
        let listener = TcpListener::bind(listen).await.map_err(unheard)?;
        let at = listener.local_addr().map_err(unheard)?;
        let (keeping, store) = keeping::open(&settings.keep()).await?.unzip();
        let site = Arc::new(match keeping {
            Some(keeping) => site.keeping(keeping),
            None => site,
        });
        tokio::spawn(keeping::look_after(site.clone()));
        let router = service::router(site, &settings.options());
        crate::page::print(&format!("http://{at}/  {versions} 个版本，按 Ctrl-C 停止\n"))?;
        service::serve(listener, router, settings.listening(), stop).await.map_err(unheard)?;
        if let Some(store) = store {
            store.close().await;
        }
        Ok::<(), Failure>(())
    })?;
    Ok(Verdict::Fine)
}

fn runtime(threads: Option<usize>) -> std::io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if let Some(threads) = threads {
        builder.worker_threads(threads);
    }
    builder.enable_all().build()
}

/// Listens from the call on, and waits, for Ctrl-C or for the signal by which a system ends its services.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let heard = [signal(SignalKind::interrupt()), signal(SignalKind::terminate())];
    async move {
        match heard {
            [Ok(mut interrupt), Ok(mut terminate)] => tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            },
            // Where nothing can be listened for, the system's own way of ending a process holds.
            _ => std::future::pending().await,
        }
    }
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn told_to_stop() -> impl Future<Output = ()> {
    async {
        let _ = tokio::signal::ctrl_c().await;
    }
}
