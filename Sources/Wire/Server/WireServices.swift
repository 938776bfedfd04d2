internal import FoundationEssentials
import Identity
internal import SwiftProtobuf

/// The methods of a server, each with its handler.
///
/// A handler is an asynchronous function. It ends its call by returning, or by throwing a ``WireError``; what else it
/// throws becomes ``StatusCode/internal`` and is logged. It runs in a task of its own, which is cancelled when nobody waits
/// for the call any more.
public struct WireServices: Sendable {
    struct Handler: Sendable {
        let permission: Permission
        let expectation: CallExpectation
        /// Handles the call and gives the last message, where it is not written yet.
        let run: @Sendable (ServerCall) async throws -> Data?
    }

    private(set) var handlers: [String: Handler] = [:]

    /// No methods.
    public init() {}

    /// The paths of all methods, sorted.
    public var methods: [String] { handlers.keys.sorted() }

    /// One message in, one out.
    public mutating func unary<Request, Response>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        register(method, CallExpectation(isSingle: true)) { call in
            let request = try await IncomingMessages<Request>(inbox: call.inbox).single()
            return try await handler(request, call.context).wireBytes()
        }
    }

    /// One message in, any number out.
    public mutating func serverStreaming<Request, Response>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        register(method, CallExpectation(isSingle: true)) { call in
            let request = try await IncomingMessages<Request>(inbox: call.inbox).single()
            try await handler(request, ResponseWriter(call: call), call.context)
            return nil
        }
    }

    /// Any number of messages in and out, in any order: uploads, programs with an input.
    /// - Parameter silence: how long the client may send nothing, once its first message has come, before the call ends
    ///   with ``StatusCode/deadlineExceeded``; nil: as long as it likes.
    public mutating func streaming<Request, Response>(
        _ method: Method<Request, Response>, silence: Duration? = nil,
        _ handler:
            @escaping @Sendable (IncomingMessages<Request>, ResponseWriter<Response>, CallContext) async throws
            -> Void
    ) {
        register(method, CallExpectation(silence: silence)) { call in
            try await handler(IncomingMessages(inbox: call.inbox), ResponseWriter(call: call), call.context)
            return nil
        }
    }

    private mutating func register<Request, Response>(
        _ method: Method<Request, Response>, _ expectation: CallExpectation,
        _ run: @escaping @Sendable (ServerCall) async throws -> Data?
    ) {
        handlers[method.path] = Handler(permission: method.permission, expectation: expectation, run: run)
    }
}
