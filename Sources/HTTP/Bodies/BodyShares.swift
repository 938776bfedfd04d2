internal import Synchronization
internal import Units
internal import Wire

/// What the bodies of all requests may take together, divided between those who send them: nobody may hold more than what is
/// then left for others.
final class BodyShares: Sendable {
    /// Bodies are counted in pieces of so many bytes.
    static let piece = 16 * 1024

    private let shares: Mutex<Shares<String>>

    init(_ total: ByteCount) {
        shares = Mutex(Shares(total: max(1, Int(total.bytes) / Self.piece)))
    }

    /// Takes so many pieces for `sender`; false if that is more than its share.
    func take(_ pieces: Int, for sender: String) -> Bool { shares.withLock { $0.take(pieces, for: sender) } }

    func giveBack(_ pieces: Int, of sender: String) { shares.withLock { $0.giveBack(pieces, of: sender) } }

    /// How many pieces are held.
    var held: Int { shares.withLock { $0.used } }
}
