internal import Hummingbird
internal import NIOCore

/// Answers the requests of an ``OperationsServer``.
struct Endpoints: Sendable {
    let health: Health
    let metrics: MetricsRegistry

    func respond(to request: Request) async -> Response {
        guard ["/metrics", "/healthz", "/readyz"].contains(request.uri.path) else {
            return response(.notFound, "there are /metrics, /healthz and /readyz\n")
        }
        guard request.method == .get else {
            var refusal = response(.methodNotAllowed, "only GET is answered\n")
            refusal.headers[.allow] = "GET"
            return refusal
        }
        switch request.uri.path {
        case "/metrics": return response(.ok, await metrics.text(), contentType: MetricsRegistry.contentType)
        case "/healthz": return answer(await health.results(.liveness), good: "alive\n")
        default: return answer(await health.results(.readiness), good: "ready\n")
        }
    }

    private func answer(_ results: [Health.CheckResult], good: String) -> Response {
        let problems = results.compactMap { result in result.problem.map { "\(result.name): \($0)\n" } }
        return problems.isEmpty ? response(.ok, good) : response(.serviceUnavailable, problems.joined())
    }

    private func response(
        _ status: HTTPResponse.Status, _ text: String, contentType: String = "text/plain; charset=utf-8"
    ) -> Response {
        Response(
            status: status, headers: [.contentType: contentType, .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
