public import Hummingbird
public import HummingbirdCore

extension RouterMethods where Context == APIContext {
    /// A WebSocket at a path. Who may open it is said by the group, as for any route:
    ///
    ///     router.requiring(.run).webSocket("api/v1/terminal") { request, context, socket in
    ///         for try await message in socket.messages { try await socket.send(message) }
    ///     }
    ///
    /// A browser shows no token of its own here: for pages, let the group take it from the query too, with
    /// ``Authentication``.
    ///
    /// - Parameters:
    ///   - path: Where it is.
    ///   - options: How it is spoken.
    ///   - handler: Speaks with the client. When it returns, the WebSocket is closed with 1000; a ``WebSocketClose`` that it
    ///     throws says otherwise. It is cancelled when the client has gone.
    /// - Returns: The group.
    @discardableResult
    public func webSocket(
        _ path: RouterPath, options: WebSocketOptions = WebSocketOptions(),
        handler: @escaping @Sendable (Request, APIContext, WebSocket) async throws -> Void
    ) -> Self {
        get(path) { request, context in
            try Response.webSocket(request, context, options: options) { try await handler(request, context, $0) }
        }
    }
}

extension Response {
    /// The answer that opens a WebSocket.
    /// - Throws: ``Problem`` if the request does not ask for one, or may not.
    static func webSocket(
        _ request: Request, _ context: APIContext, options: WebSocketOptions = WebSocketOptions(),
        handler: @escaping @Sendable (WebSocket) async throws -> Void
    ) throws(Problem) -> Response {
        let headers = try WebSocketHandshake.answer(
            request, protocols: options.protocols, origins: context.exchange.origins)
        let socket = WebSocket(subprotocol: RequestHeaders.value("sec-websocket-protocol", headers))
        let session = WebSocketSession(socket, options, context.logger)
        context.exchange.becomeRaw()
        return Response(
            status: .switchingProtocols, headers: headers,
            body: ResponseBody { writer in
                let exchange = context.exchange
                let access = exchange.access
                let id = access.opened(context.caller, on: exchange.channel) { end in
                    socket.close(WebSocketClose(end))
                }
                defer { access.closed(id) }
                try await session.run(request.body, &writer, handler)
                try await writer.finish(nil)
            })
    }
}

extension WebSocketClose {
    /// What a client is told when the server ends its WebSocket.
    init(_ end: StreamEnd) {
        switch end {
        case .revoked: self.init(1008, "the token is not valid any more")
        case .stopping: self.init(1001, "the server stops")
        }
    }
}
