//! The policy folder is built into the command: build again when a file of it changes.
#![expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

fn main() {
    println!("cargo:rerun-if-changed=../../policies");
}
