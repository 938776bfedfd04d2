import Storage
import Units

/// Subjects of hexadecimal digits, and what follows them: grouped by the first two, so that in a large stream only some are
/// asked for.
enum SubjectGroups {
    /// With fewer messages all are asked for at once.
    fileprivate static let smallStream: UInt64 = 4096

    /// The subject of `digits`, below `prefix`.
    static func subject(_ digits: String, below prefix: String) -> String {
        "\(prefix).\(digits.prefix(2)).\(digits.dropFirst(2))"
    }
}

extension StoredStream {
    /// Calls `body` with the ends of the subjects below `prefix`, group after group from the one of the byte `first` on, until
    /// it answers false; in a small stream all are one group. Those of a group are in no order.
    func forEachGroup(
        below prefix: String, from first: UInt8, stage: String, _ body: ([String]) async throws(StorageError) -> Bool
    ) async throws(StorageError) {
        let isSmall = try await information(stage: stage).state?.messages ?? 0 <= SubjectGroups.smallStream
        for group in isSmall ? [">"] : (first...255).map({ "\([$0].hexadecimal).>" }) {
            var ends: [String] = []
            while true {
                let answer = try await information(
                    subjects: "\(prefix).\(group)", offset: ends.count, stage: stage)
                let names = answer.state?.subjects ?? [:]
                ends += names.keys.map { String($0.dropFirst(prefix.utf8.count + 1)) }
                guard !names.isEmpty, ends.count < answer.total ?? 0 else { break }
            }
            guard try await body(ends) else { return }
        }
    }
}
