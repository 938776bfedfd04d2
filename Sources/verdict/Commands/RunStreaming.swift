import Dispatch
import Reporting
import Sandbox
import Units

/// `verdict run --stream`: passes on what the program reads and writes, as it comes.
struct RunStreaming {
    /// What writes may wait for a slow reader: on threads of their own, one for each stream.
    private let outputQueue = DispatchQueue(label: "verdict.output")
    private let errorQueue = DispatchQueue(label: "verdict.error")

    /// Runs `request`; its standard input is this command's own unless the request has another.
    func run(
        _ request: RunRequest, in cell: CellConfiguration, with executor: any Executor
    ) async throws -> RunResult {
        var request = request
        let isOwnInput = if case .empty = request.standardInput { true } else { false }
        if isOwnInput { request.standardInput = .stream }
        request.standardOutput = .stream
        request.standardError = .stream
        return try await executor.withRun(request, in: cell) { program in
            try await withThrowingTaskGroup(of: Void.self) { group in
                if isOwnInput {
                    group.addTask { try await feed(program.input) }
                }
                async let output: Void = pass(program.output, to: .standard, on: outputQueue)
                async let error: Void = pass(program.error, to: .error, on: errorQueue)
                _ = try await (output, error)
                let result = try await program.result
                // Nobody reads what is still to come.
                group.cancelAll()
                return result
            }
        }
    }

    private func feed(_ input: ProgramInput) async throws {
        let pieces = try InputPieces()
        while let piece = await pieces.next(), await input.write(piece) == .written {}
        input.finish()
    }

    /// A terminal gets text that cannot control it; a pipe or file gets the bytes.
    private func pass(_ pieces: ProgramOutput, to output: Output, on queue: DispatchQueue) async throws {
        let isTerminal = Terminal.isTerminal(output)
        var rest: [UInt8] = []
        for await piece in pieces {
            guard isTerminal else {
                try await write(piece, to: output, on: queue)
                continue
            }
            let bytes = rest + piece
            let whole = bytes.count - Self.unfinished(bytes)
            rest = Array(bytes[whole...])
            try await write(Self.printable(bytes[..<whole]), to: output, on: queue)
        }
        if !rest.isEmpty { try await write(Self.printable(rest[...]), to: output, on: queue) }
    }

    private func write(_ bytes: [UInt8], to output: Output, on queue: DispatchQueue) async throws {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try output.write(bytes: bytes) }) }
        }
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        Array(PrintableText.block(ByteText.decode(bytes)).utf8)
    }

    /// How many bytes at the end begin a character of UTF-8 whose rest is still to come.
    static func unfinished(_ bytes: [UInt8]) -> Int {
        for (distance, byte) in bytes.suffix(3).reversed().enumerated() where byte & 0xc0 != 0x80 {
            let length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1
            return distance + 1 < length ? distance + 1 : 0
        }
        return 0
    }
}
