fn main() {
    vivavoce::start::run();
}
