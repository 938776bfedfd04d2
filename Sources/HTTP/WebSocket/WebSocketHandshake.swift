internal import Cryptography
internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore

/// What a client says to open a WebSocket, and the answer (RFC 6455, section 4.2). Pure.
enum WebSocketHandshake {
    /// The header of the answer that opens it.
    ///
    /// - Parameters:
    ///   - request: What the client sent.
    ///   - protocols: The subprotocols that the route speaks, the best first; none: it speaks none that has a name.
    ///   - origins: The origins whose pages may open it.
    /// - Throws: ``Problem``: 426 for what is no WebSocket, 400 for a wrong one, 403 for another origin's page.
    static func answer(_ request: Request, protocols: [String], origins: AllowedOrigins) throws(Problem) -> HTTPFields {
        var answer = HTTPFields()
        guard isAskedFor(request) else {
            var problem = Problem(.upgradeRequired, "this is a WebSocket", advice: "open it as one")
            problem.headers = [.upgrade: "websocket"]
            throw problem
        }
        guard RequestHeaders.value("sec-websocket-version", request.headers) == "13" else {
            var problem = Problem(.upgradeRequired, "the only version of WebSocket is 13")
            RequestHeaders.set("sec-websocket-version", "13", &problem.headers)
            throw problem
        }
        let keys = request.headers.filter { $0.name.canonicalName == "sec-websocket-key" }
        guard keys.count == 1, let key = keys.first?.value, Data(base64Encoded: key)?.count == 16,
            !request.headers.contains(.contentLength), !request.headers.contains(.transferEncoding)
        else { throw Problem(.badRequest, "the WebSocket's handshake is wrong") }
        try requireOrigin(request, of: origins)
        let offered = values("sec-websocket-protocol", request.headers)
        if let spoken = protocols.first(where: offered.contains) {
            RequestHeaders.set("sec-websocket-protocol", spoken, &answer)
        } else if !offered.isEmpty, !protocols.isEmpty {
            throw Problem(
                .badRequest, "none of the subprotocols is spoken here",
                advice: "offer \(protocols.joined(separator: " or "))")
        }
        answer[.upgrade] = "websocket"
        answer[.connection] = "Upgrade"
        RequestHeaders.set("sec-websocket-accept", accept(key), &answer)
        return answer
    }

    /// Asks that the page that opens it may.
    /// - Throws: ``Problem``: 403 for another origin's page.
    static func requireOrigin(_ request: Request, of origins: AllowedOrigins) throws(Problem) {
        guard let origin = request.headers[.origin], !origins.allows(origin, of: request) else { return }
        throw Problem(.forbidden, "pages of this origin may not open this WebSocket", advice: "see http.cors-origins")
    }

    /// Whether a request wants to open a WebSocket.
    static func isAskedFor(_ request: Request) -> Bool {
        request.method == .get && contains("websocket", in: "upgrade", request.headers)
            && contains("upgrade", in: "connection", request.headers)
    }

    /// What proves that the server has read the key.
    static func accept(_ key: String) -> String {
        Data(SHA1.hash(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))).base64EncodedString()
    }

    private static func contains(_ word: String, in name: String, _ headers: HTTPFields) -> Bool {
        values(name, headers).contains { $0.lowercased() == word }
    }

    /// The members of a list, without the spaces around them.
    private static func values(_ name: String, _ headers: HTTPFields) -> [String] {
        headers.filter { $0.name.canonicalName == name }.flatMap { field in
            field.value.split(separator: ",").map { part in
                String(part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
            }
        }
    }
}
