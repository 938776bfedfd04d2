import Glibc

/// Whether tests are wanted that take long, too (`Scripts/test --all`).
enum EverySlowTest {
    static let isWanted = unsafe getenv("VERDICT_TEST_ALL") != nil
}
