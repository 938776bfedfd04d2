internal import Concurrency
internal import Coordinator
internal import Executions
internal import FoundationEssentials
internal import Hummingbird
internal import Identity
internal import Sandbox
internal import Units

/// `/api/v2/connect`: a program that runs while its client writes to it and reads from it, over a WebSocket, as Piston has it.
///
/// The client says `init` with what `/execute` takes, then `data` for standard input, and `signal`. It is told `runtime`,
/// `stage`, `data` of a stream, `exit` of a stage, and `error`; then the WebSocket is closed with a code of Piston's.
struct PistonConnection: Sendable {
    /// How long a client may take to say what it wants.
    private static let initTime = Duration.seconds(1)

    private static let noInit = WebSocketClose(4001, "Initialization Timeout")
    private static let notified = WebSocketClose(4002, "Notified Error")
    private static let done = WebSocketClose(4999, "Job Completed")

    let desk: ExecutionDesk
    let options: PistonOptions
    let principal: Principal
    let trace: String
    let socket: WebSocket
    /// The runtime that a name and a selector of versions mean; nil: there is none.
    let runtime: @Sendable (_ name: String, _ version: String) -> PistonRuntime?

    /// Speaks with the client until one of both has said all.
    /// - Throws: ``WebSocketClose``, always.
    func serve() async throws {
        do {
            guard let wanted = try await firstMessage() else { return }
            try await run(wanted)
        } catch let answer as FacadeAnswer {
            try await fail(answer.body?["message"]?.text ?? "the request is wrong")
        } catch let problem as Problem {
            try await fail("\(problem)")
        } catch let error as DomainError {
            try await fail("\(Problem(error))")
        }
        throw Self.done
    }

    private func fail(_ message: String) async throws {
        try await say(["type": "error", "message": .text(message)])
        throw Self.notified
    }

    /// What the client begins with; nil if it has gone.
    private func firstMessage() async throws -> PistonRequest? {
        let first = try await firstToEnd { [socket] () -> WebSocketMessage? in
            var messages = socket.messages.makeAsyncIterator()
            return try await messages.next()
        } or: {
            try await Task.sleep(for: Self.initTime)
            throw Self.noInit
        }
        guard let first else { return nil }
        guard case .begin(let body) = try PistonMessage(first) else {
            throw WebSocketClose(4003, "Not yet initialized")
        }
        return try PistonRequest(body, options)
    }

    private func run(_ wanted: PistonRequest) async throws {
        guard let runtime = runtime(wanted.language, wanted.version) else {
            throw PistonRequest.refusal("\(wanted.language)-\(wanted.version) runtime is unknown")
        }
        var execution = wanted.execution(in: runtime.language, options)
        guard execution.files.isEmpty else {
            throw PistonRequest.refusal("files that are no sources cannot lie beside a program that is spoken with")
        }
        execution.tests[0].input = []
        try await say([
            "type": "runtime", "language": .text(runtime.name), "version": .text(runtime.version),
        ])
        let speaker = PistonSpeaker(runtime: runtime, limits: execution.compilation) { try await say($0) }
        try await desk.interact(execution, of: principal, traceparent: trace) { run in
            let signal = try await firstToEnd { () -> String? in
                try await feed(run)
            } or: {
                try await speaker.tell(run)
                return nil
            }
            // The program is stopped when this returns.
            if let signal { try await speaker.exit(by: signal) }
        }
    }

    /// Hands on what the client says, signals too, until it has gone, or kills the program.
    /// - Returns: the signal that kills it.
    private func feed(_ run: InteractiveRun) async throws -> String? {
        for try await message in socket.messages {
            switch try PistonMessage(message) {
            case .begin: throw WebSocketClose(4000, "Already Initialized")
            case .input(let bytes): try await run.write(bytes)
            case .otherStream: throw WebSocketClose(4004, "Can only write to stdin")
            case .signal(let signal) where signal == .kill: return "\(signal)"
            case .signal(let signal): try await run.send(signal: signal.rawValue)
            case .otherSignal: throw WebSocketClose(4005, "Invalid signal")
            }
        }
        // Nobody reads any more.
        throw CancellationError()
    }

    private func say(_ message: JSONValue) async throws {
        try await socket.send(.text(String(decoding: try JSON.encoder().encode(message), as: UTF8.self)))
    }
}

/// What a client of Piston's says over a WebSocket. Pure.
enum PistonMessage: Hashable, Sendable {
    case begin(JSONValue)
    case input([UInt8])
    case otherStream
    /// A signal: `SIGKILL`, or one that the program may catch.
    case signal(Signal)
    case otherSignal

    /// Reads a message.
    /// - Throws: ``Problem``, ``FacadeAnswer``.
    init(_ message: WebSocketMessage) throws {
        let bytes: [UInt8]
        switch message {
        case .text(let text): bytes = Array(text.utf8)
        case .binary(let binary): bytes = binary
        }
        let body = try StrictJSON.value(bytes)
        switch body["type"]?.text {
        case "init"?: self = .begin(body)
        case "data"? where body["stream"] == "stdin":
            guard let data = body["data"]?.text else { throw PistonRequest.refusal("data is required as a string") }
            self = .input(Array(data.utf8))
        case "data"?: self = .otherStream
        case "signal"?:
            let name = body["signal"]?.text ?? ""
            let signal = name == "\(Signal.kill)" ? .kill : Signal(sendable: name)
            self = signal.map { .signal($0) } ?? .otherSignal
        default: throw PistonRequest.refusal("there are messages of the types init, data and signal")
        }
    }
}
