internal import Concurrency
internal import Coordinator
internal import Executions
internal import FoundationEssentials
internal import Hummingbird
internal import Identity
internal import Sandbox
internal import Units

/// `/api/v1/executions/interactive`: a program that runs while its client writes to it and reads from it, over a WebSocket.
///
/// Both sides say objects in JSON with a `type`. The client begins with `start`, which has `language`, `source` or `sources`,
/// `arguments` and `limits` as an execution has them; then `stdin` with `data`, and `eof`; or binary messages, which are
/// standard input, too; and `signal` with the name of one, `SIGINT`. The server says `compiled`, `stdout` and `stderr` with `data`, `exit`, or `error`; then it closes.
/// Closing the WebSocket stops the program.
extension ExecutionRoutes {
    /// What a client says first.
    private static let noStart = WebSocketClose(4001, "the first message must be {\"type\": \"start\", …}")

    func interact(_ request: Request, _ context: APIContext, _ socket: WebSocket) async throws {
        guard let principal = context.principal else { throw WebSocketClose(1008, "this needs a token") }
        var messages = socket.messages.makeAsyncIterator()
        guard case .text(let text)? = try await messages.next() else { throw Self.noStart }
        do {
            guard case .start(let execution) = try ClientMessage(text) else { throw Self.noStart }
            let trace = "\(context.trace)"
            try await desk.interact(execution, of: principal, traceparent: trace) { run in
                try await firstToEnd {
                    try await Self.feed(run, from: socket)
                    // The client has closed: nobody reads any more.
                } or: {
                    try await Self.tell(run, to: socket)
                }
            }
        } catch let error as DomainError {
            try await Self.say(.init(problem: Problem(error)), to: socket)
            throw WebSocketClose(4000, error.message)
        } catch let problem as Problem {
            try await Self.say(.init(problem: problem), to: socket)
            throw WebSocketClose(4000, problem.detail)
        }
    }

    /// Hands what the client says on to the program, until the client closes.
    private static func feed(_ run: InteractiveRun, from socket: WebSocket) async throws {
        for try await message in socket.messages {
            switch message {
            case .binary(let bytes): try await run.write(bytes)
            case .text(let text):
                switch try ClientMessage(text) {
                case .input(let bytes): try await run.write(bytes)
                case .end: try await run.endInput()
                case .signal(let signal): try await run.send(signal: signal.rawValue)
                case .start: throw Problem(.badRequest, "the program was started before", code: "already_started")
                }
            }
        }
    }

    /// Tells the client what comes of the program, until it has ended.
    private static func tell(_ run: InteractiveRun, to socket: WebSocket) async throws {
        while true {
            let event = try await run.next()
            try await say(ServerMessage(event), to: socket)
            switch event {
            case .ended: return
            case .compiled(let compilation) where !compilation.succeeded: return
            default: break
            }
        }
    }

    private static func say(_ message: ServerMessage, to socket: WebSocket) async throws {
        let text = String(decoding: try JSON.encoder().encode(message), as: UTF8.self)
        try await socket.send(.text(text))
    }
}

/// What a client says.
private enum ClientMessage {
    case start(Execution)
    case input([UInt8])
    case end
    case signal(Signal)

    private struct Kind: Decodable {
        var type: String
    }

    private struct Named: Decodable {
        var signal: String
    }

    private struct Input: Decodable {
        var data: ByteText
    }

    /// - Throws: ``Problem`` that says what is wrong.
    init(_ text: String) throws(Problem) {
        let bytes = Array(text.utf8)
        switch try StrictJSON.decode(Kind.self, bytes).type {
        case "start": self = .start(try StrictJSON.decode(ProgramBody.self, bytes).execution)
        case "stdin": self = .input(try StrictJSON.decode(Input.self, bytes).data.bytes)
        case "eof": self = .end
        case "signal":
            let name = try StrictJSON.decode(Named.self, bytes).signal
            guard let signal = Signal(sendable: name) else {
                throw Problem(
                    .badRequest, "no program is sent that signal", code: "unknown_signal",
                    advice: "there are \(Signal.sendable.map(\.description).sorted().joined(separator: ", "))")
            }
            self = .signal(signal)
        default:
            throw Problem(
                .badRequest, "no message has this type", code: "unknown_message",
                advice: "there are start, stdin, eof and signal")
        }
    }
}

/// What a client is told.
private struct ServerMessage: Encodable {
    var type: String
    var data: ByteText?
    var compilation: CompilationAnswer?
    var result: TestAnswer?
    var code: String?
    var detail: String?

    init(problem: Problem) {
        (type, code, detail) = ("error", problem.code, problem.description)
    }

    init(_ event: InteractiveRun.Event) {
        switch event {
        case .compiled(let compiled): (type, compilation) = ("compiled", CompilationAnswer(compiled))
        case .output(let bytes): (type, data) = ("stdout", ByteText(bytes))
        case .error(let bytes): (type, data) = ("stderr", ByteText(bytes))
        case .ended(let test): (type, result) = ("exit", TestAnswer(test))
        }
    }
}
