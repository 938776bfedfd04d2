internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Telemetry
internal import Units
internal import Wire

/// Answers the requests of one connection: finds out what is known of each, lets the routes answer, writes, and logs a line.
struct Answering: Sendable {
    let responder: any HTTPResponder<APIContext>
    let access: HTTPAccess
    let metrics: HTTPMetrics
    let tracer: Tracer
    let proxies: TrustedProxies
    let origins: AllowedOrigins
    let shares: BodyShares
    let bodyLimit: Int
    let peer: String?
    let isEncrypted: Bool
    /// What the client shows; nil: it is not asked for a certificate.
    let certificate: ClientCertificate?
    let logger: Logger

    /// What ``HTTP1Channel`` calls for each request.
    @concurrent @Sendable
    func respond(_ request: Request, _ writer: consuming HummingbirdCore.ResponseWriter, _ channel: any Channel)
        async throws
    {
        let start = ContinuousClock.now
        metrics.began()
        let span = tracer.beginRequest(
            request.method.rawValue,
            of: RequestHeaders.value("traceparent", request.headers).flatMap(TraceContext.init(parsing:)))
        let digest = await certificate?.digest(on: channel)
        let context = context(of: request, channel, digest, span.context ?? TraceContext())
        var response = await answer(request, context)
        response.headers[.date] = HTTPDate.now()
        SecurityHeaders.add(
            to: &response.headers, nonce: context.nonce, isEncrypted: context.client.isEncrypted)
        RequestHeaders.set("x-request-id", context.requestID, &response.headers)
        var line = RequestLine(request, context, response)
        defer {
            line.time = ContinuousClock.now - start
            metrics.ended(
                request.method.rawValue, route: line.route, status: response.status.code, after: line.time)
            line.log(to: context.logger)
            end(span, line, request.method.rawValue, response.status.code)
        }
        let written = context.exchange.written
        do {
            try await writer.write(response: response.head, body: written.counting(response.body))
            line.bytes = written.count
        } catch {
            line.bytes = written.count
            line.isCutOff = true
            throw error
        }
    }

    private func end(_ span: ActiveSpan, _ line: RequestLine, _ method: String, _ status: Int) {
        let failure = line.isCutOff ? "the connection was cut off" : status >= 500 ? "it answered \(status)" : nil
        span.end(
            [
                "http.request.method": .text(method), "http.route": .text(line.route),
                "http.response.status_code": .number(Int64(status)),
            ], name: "\(method) \(line.route)", failure: failure)
    }

    private func context(
        of request: Request, _ channel: any Channel, _ certificate: SecretDigest?, _ trace: TraceContext
    ) -> APIContext {
        let id = RequestIdentifier.choose(RequestHeaders.value("x-request-id", request.headers))
        var logger = logger
        logger[metadataKey: "request"] = "\(id)"
        let client = proxies.client(of: request.headers, peer: peer, isEncrypted: isEncrypted)
        return APIContext(
            source: APIContext.Source(
                logger: logger, requestID: id,
                client: client,
                trace: trace,
                exchange: Exchange(
                    channel: channel, client: client.text, access: access, origins: origins,
                    certificate: certificate, shares: shares, bodyLimit: bodyLimit)))
    }

    private func answer(_ request: Request, _ context: APIContext) async -> Response {
        if let problem = Problem.announcedBody(request.headers, bodyLimit) {
            return problem.response(instance: context.requestID)
        }
        if let coding = request.headers[.contentEncoding], coding.lowercased() != "identity" {
            var problem = Problem(
                .unsupportedMediaType, "the body is compressed, and compressed bodies are not taken",
                advice: "send it as it is")
            problem.headers[.acceptEncoding] = "identity"
            return problem.response(instance: context.requestID)
        }
        var request = request
        request.body = RequestBody(asyncSequence: LimitedBody(body: request.body, exchange: context.exchange))
        do {
            return try await responder.respond(to: request, context: context)
        } catch {
            // The routes' own errors became answers; this is a fault in what stands around them.
            context.logger.error("a request failed", metadata: ["error": "\(error)"])
            return Problem(.internalServerError, "the server failed; its log says why", code: "failed")
                .response(instance: context.requestID)
        }
    }

    /// A request was answered before any route saw it.
    @Sendable
    func refused(_ problem: Problem) {
        metrics.refused(problem.code)
        logger.info(
            "refused",
            metadata: [
                "client": "\(peer ?? "unix")", "status": "\(problem.status.code)", "reason": "\(problem.detail)",
            ])
    }
}
