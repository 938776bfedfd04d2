internal import Coordinator
internal import Executions
internal import Synchronization
internal import Toolchains

/// Tells what comes of a program as Piston's WebSocket does.
final class PistonSpeaker: Sendable {
    private let runtime: PistonRuntime
    private let limits: CompilationLimits
    private let say: @Sendable (JSONValue) async throws -> Void
    private let texts = Mutex((output: UTF8Pieces(), error: UTF8Pieces()))

    /// - Parameters:
    ///   - runtime: what runs the program.
    ///   - limits: what its compiler may use.
    ///   - say: tells the client something.
    init(
        runtime: PistonRuntime, limits: CompilationLimits, say: @escaping @Sendable (JSONValue) async throws -> Void
    ) {
        (self.runtime, self.limits, self.say) = (runtime, limits, say)
    }

    /// Tells all that comes, until the program has ended.
    func tell(_ run: InteractiveRun) async throws {
        while true {
            switch try await run.next() {
            case .compiled(let compilation): guard try await tell(compilation) else { return }
            case .output(let bytes): try await data(bytes, isError: false)
            case .error(let bytes): try await data(bytes, isError: true)
            case .ended(let test):
                try await data([], isError: false, isLast: true)
                try await data([], isError: true, isLast: true)
                return try await exit("run", PistonAnswer.stage(test))
            }
        }
    }

    /// The client had the program end.
    func exit(by signal: String) async throws {
        try await exit("run", ["code": .null, "signal": .text(signal)])
    }

    /// - Returns: whether the program runs.
    private func tell(_ compilation: ExecutionCompilation) async throws -> Bool {
        let stage = PistonAnswer.stage(compilation, limits)
        if runtime.language.isCompiled || !compilation.succeeded {
            // Where nothing is compiled but only looked at, it is the run that fails.
            let name = runtime.language.isCompiled ? "compile" : "run"
            try await say(["type": "stage", "stage": .text(name)])
            if let text = stage["stderr"], text != "" { try await say(Self.data(text, isError: true)) }
            try await exit(name, stage)
        }
        if compilation.succeeded { try await say(["type": "stage", "stage": "run"]) }
        return compilation.succeeded
    }

    private func data(_ bytes: [UInt8], isError: Bool, isLast: Bool = false) async throws {
        let text = texts.withLock { texts in
            isError ? texts.error.take(bytes, isLast: isLast) : texts.output.take(bytes, isLast: isLast)
        }
        if !text.isEmpty { try await say(Self.data(.text(text), isError: isError)) }
    }

    private static func data(_ text: JSONValue, isError: Bool) -> JSONValue {
        ["type": "data", "stream": isError ? "stderr" : "stdout", "data": text]
    }

    private func exit(_ name: String, _ stage: JSONValue) async throws {
        try await say([
            "type": "exit", "stage": .text(name), "code": stage["code"] ?? .null, "signal": stage["signal"] ?? .null,
        ])
    }
}

/// A text in UTF-8 that comes in pieces, which may end within a character. Pure.
struct UTF8Pieces: Hashable, Sendable {
    private var rest: [UInt8] = []

    /// What can be told of the text so far and was not told before; at the end all of it.
    mutating func take(_ bytes: [UInt8], isLast: Bool = false) -> String {
        let all = rest + bytes
        let end = isLast ? all.count : all.count - Self.unfinished(all)
        rest = Array(all[end...])
        return String(decoding: all[..<end], as: UTF8.self)
    }

    /// How many bytes at the end are the beginning of a character.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            switch bytes[bytes.count - back] {
            case 0x80...0xBF: continue
            case 0xC2...0xDF: return back < 2 ? back : 0
            case 0xE0...0xEF: return back < 3 ? back : 0
            case 0xF0...0xF4: return back
            default: return 0
            }
        }
        return 0
    }
}
