import Executions
import JSONText

/// Where the results of calls come back: lines of standard output that begin with words that the program cannot have known
/// when it was written.
///
/// A program that finds them out can say what its own results are, and it can do that anyway: what they should be is not in
/// its reach.
struct ResultChannel: Sendable {
    /// What results begin with: 32 random hexadecimal digits.
    let key: String

    /// A new one.
    init() {
        key = (0..<4).map { _ in
            let digits = String(UInt32.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// What a harness reads: the key, then a line for each call.
    func input(_ calls: [[JSONTree]]) -> [UInt8] {
        Array((key + "\n" + calls.map { JSONTree.array($0).text + "\n" }.joined()).utf8)
    }

    /// What a program in Python says at its very end, whatever became of its standard output.
    var statement: String { "\n\n__import__(\"os\").write(1, b\"\\n\(key) passed\\n\")\n" }

    /// A test whose output is without what ``statement`` wrote there.
    func hiding(in test: ExecutedTest) -> ExecutedTest {
        var test = test
        if let range = test.output.firstRange(of: Array("\n\(key) passed\n".utf8)) {
            test.output.removeSubrange(range)
            // Where which stream was written to is not known any more.
            test.order = []
        }
        return test
    }

    /// The lines of `output` that are results, without the key.
    func lines(in output: [UInt8]) -> [ArraySlice<UInt8>] {
        let start = Array((key + " ").utf8)
        return output.split(separator: UInt8(ascii: "\n")).filter { $0.starts(with: start) }
            .map { $0.dropFirst(start.count) }
    }

    /// The results in `output`, in order; nil where one is no JSON.
    func results(in output: [UInt8]) -> [JSONTree?] {
        lines(in: output).map { line in
            // What a program gives as its result is wrong if it cannot be read; there is nobody to tell more.
            try? JSONTree(parsing: line, within: JSONLimits(values: 1 << 21))
        }
    }
}
