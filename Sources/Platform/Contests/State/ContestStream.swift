internal import Kernel
internal import Storage

/// What the streams of a contest are called.
enum ContestStream {
    static let contests = "contests"
    static let rosters = "contests-roster"
    static let messages = "contests-messages"
    static let balloons = "contests-balloons"
    static let tokens = "contests-tokens"
    static let all = "contests-"

    /// The contest that a stream is of; nil if it is no contest's.
    static func contest(_ stream: StreamName) -> EntityID? {
        for kind in [rosters, messages, balloons, tokens, contests] where stream.text.hasPrefix(kind + "-") {
            if let id = EntityID(stream.text.dropFirst(kind.count + 1)) { return id }
        }
        return nil
    }
}
