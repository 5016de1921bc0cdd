fn main() {
    vivavoce::session::boot::run();
}
