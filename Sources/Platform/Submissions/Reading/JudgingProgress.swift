internal import Events

/// How far judging is, for whoever may see what comes of each test case. Provisional until the judgement is there.
package struct JudgingProgress: Encodable, Hashable, Sendable {
    /// A test case that has ended.
    package struct Test: Encodable, Hashable, Sendable {
        /// Which one, from 0, in the order of the package.
        package var index: UInt32
        /// Its name.
        package var name: String
        /// Its verdict, in short.
        package var verdict: String
        /// CPU time in milliseconds.
        package var cpuMilliseconds: Int64
        /// Peak memory.
        package var memoryBytes: UInt64
    }

    /// So many are told at once: the last ones of the package.
    static let most = 500

    /// How many test cases have ended.
    package var done: Int
    /// How many there are.
    package var total: UInt32
    /// Those that have ended, the last ``most`` of them.
    package var tests: [Test]

    /// What is known of a judging.
    /// - Parameters:
    ///   - recorded: what the log has: that counts.
    ///   - found: what workers say, by the test cases' indices.
    ///   - names: of the package's test cases, in order.
    ///   - total: how many there are.
    init(
        recorded: [LoggedExecuteResult.Test], found: [UInt32: LiveFindings.Found], names: [String], total: UInt32
    ) {
        var known = found
        for test in recorded {
            known[test.index] = LiveFindings.Found(
                verdict: test.result.verdict, cpuNs: test.result.cpuTimeNs, memoryBytes: test.result.memoryBytes)
        }
        let ended = known.filter { $0.key < total }.sorted { $0.key < $1.key }
        (done, self.total) = (ended.count, total)
        tests = ended.suffix(Self.most).map { index, found in
            Test(
                index: index, name: names.indices.contains(Int(index)) ? names[Int(index)] : "",
                verdict: found.verdict.shortName, cpuMilliseconds: Int64(clamping: found.cpuNs / 1_000_000),
                memoryBytes: found.memoryBytes)
        }
    }
}
