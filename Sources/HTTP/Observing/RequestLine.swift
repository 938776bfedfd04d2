internal import Hummingbird
internal import Logging
internal import Telemetry
internal import Units

/// What the log has of a request: no token, and nothing of the query.
struct RequestLine: Sendable {
    let method: String
    /// The pattern of the route, `/api/v1/things/{id}`; `none` if no route fits.
    let route: String
    let status: Int
    let client: String
    let principal: String?
    let trace: String
    var bytes = 0
    var time = Duration.zero
    var isCutOff = false

    init(_ request: Request, _ context: APIContext, _ response: Response) {
        method = request.method.rawValue
        let pattern = context.endpointPath ?? "NotFound"
        route = pattern == "NotFound" ? "none" : pattern
        status = response.status.code
        client = context.client.text
        principal = context.exchange.who
        trace = context.trace.trace
    }

    func log(to logger: Logger) {
        var metadata: Logger.Metadata = [
            "method": "\(method)", "route": "\(route)", "status": "\(status)", "bytes": "\(bytes)",
            "ms": "\(time.wholeMilliseconds)", "client": "\(client)", "trace": "\(trace)",
        ]
        if let principal { metadata["principal"] = "\(principal)" }
        if isCutOff { metadata["cut_off"] = "true" }
        logger.info("answered", metadata: metadata)
    }
}
