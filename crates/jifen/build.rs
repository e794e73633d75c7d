//! The policy folder is built into the command: build again when a file of it changes.

fn main() {
    println!("cargo:rerun-if-changed=../../policies");
}
