import Executions
import Sandbox
import Synchronization

/// All that a program writes to its two streams, and in which order, as far as it can be seen: what is read at one go may
/// have been written in turns.
final class RecordedOutput: Sendable {
    /// A program that writes a byte here and a byte there has so much of its order kept.
    private static let mostPieces = 4096

    private struct State {
        var output: [UInt8] = []
        var error: [UInt8] = []
        var order: [OutputPiece] = []
    }

    /// Takes one of the streams.
    private final class Stream: OutputReader {
        private let recorded: RecordedOutput
        private let isError: Bool

        init(_ recorded: RecordedOutput, isError: Bool) {
            self.recorded = recorded
            self.isError = isError
        }

        func read(_ bytes: RawSpan) -> Bool {
            unsafe bytes.withUnsafeBytes { unsafe recorded.add($0, isError: isError) }
            return true
        }
    }

    private let state = Mutex(State())

    /// Takes what is written to standard output.
    var standardOutput: any OutputReader { Stream(self, isError: false) }
    /// Takes what is written to standard error.
    var standardError: any OutputReader { Stream(self, isError: true) }

    /// What was written so far.
    var written: (output: [UInt8], error: [UInt8], order: [OutputPiece]) {
        state.withLock { ($0.output, $0.error, $0.order) }
    }

    private func add(_ bytes: UnsafeRawBufferPointer, isError: Bool) {
        state.withLock { state in
            if isError {
                unsafe state.error.append(contentsOf: bytes)
            } else {
                unsafe state.output.append(contentsOf: bytes)
            }
            if let last = state.order.last, last.isError == isError {
                state.order[state.order.count - 1].count += bytes.count
            } else if state.order.count < Self.mostPieces {
                state.order.append(OutputPiece(isError: isError, count: bytes.count))
            }
        }
    }
}
