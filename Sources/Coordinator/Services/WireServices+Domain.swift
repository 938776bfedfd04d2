import Wire

/// The coordinator's methods, whose handlers throw errors of the domain.
extension WireServices {
    /// One message in, one out.
    mutating func addUnary<Request, Response>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (Request, CallContext) async throws -> Response
    ) {
        unary(method) { request, context in
            try await WireError.translating { try await handler(request, context) }
        }
    }

    /// One message in, any number out.
    mutating func addServerStreaming<Request, Response>(
        _ method: Method<Request, Response>,
        _ handler: @escaping @Sendable (Request, ResponseWriter<Response>, CallContext) async throws -> Void
    ) {
        serverStreaming(method) { request, writer, context in
            try await WireError.translating { try await handler(request, writer, context) }
        }
    }

    /// Any number of messages in and out.
    /// - Parameter silence: as for ``Wire/WireServices/streaming(_:silence:_:)``.
    mutating func addStreaming<Request, Response>(
        _ method: Method<Request, Response>, silence: Duration? = nil,
        _ handler:
            @escaping @Sendable (IncomingMessages<Request>, ResponseWriter<Response>, CallContext) async throws
            -> Void
    ) {
        streaming(method, silence: silence) { messages, writer, context in
            try await WireError.translating { try await handler(messages, writer, context) }
        }
    }
}
