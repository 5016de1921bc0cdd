fn main() {
    vivavoce_playground::run();
}
