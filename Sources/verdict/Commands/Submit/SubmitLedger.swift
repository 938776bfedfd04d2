import Synchronization

/// What the coordinator has taken and not yet judged: what a user should know who stops waiting.
final class SubmitLedger: Sendable {
    private let open = Mutex<[Int: String]>([:])

    /// Nothing was taken yet.
    init() {}

    /// The submission at `index` was taken as `id`.
    func taken(_ index: Int, as id: String) {
        open.withLock { $0[index] = id }
    }

    /// The submission at `index` is judged.
    func judged(_ index: Int) {
        open.withLock { $0[index] = nil }
    }

    /// What is not judged yet, in order.
    var waiting: [(index: Int, id: String)] {
        open.withLock { open in open.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}
