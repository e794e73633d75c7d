//! The command.
#![expect(clippy::print_stdout, reason = "a command prints")]

use policy::document::SourceFile;
use policy::scheme::Library;

fn walk(root: &std::path::Path, at: &std::path::Path, out: &mut Vec<SourceFile>) {
    let Ok(entries) = std::fs::read_dir(at) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() { walk(root, &path, out) } else if path.extension().is_some_and(|e| e == "md") {
            let rel = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            out.push(SourceFile { path: rel, text: std::fs::read_to_string(&path).unwrap_or_default() });
        }
    }
}

fn main() {
    let root = std::path::PathBuf::from("policies");
    let mut files = Vec::new();
    walk(&root, &root, &mut files);
    let (library, problems) = Library::read(&files);
    for problem in &problems {
        let text = files.iter().find(|f| f.path == problem.file).map_or("", |f| f.text.as_str());
        println!("{}\n", policy::diagnostic::render(problem, text, false));
    }
    for scheme in &library.schemes {
        for v in &scheme.versions { println!("{} {}", v.id, v.title); }
    }
    println!("{} problems", problems.len());
}
