internal import CoreMetrics
internal import Metrics
internal import Synchronization
internal import Units

/// The server's counters, timers and gauges, with the names that they are scraped under. Labels are methods, patterns of
/// routes and classes of statuses: as many as there are routes, whatever clients send.
final class HTTPMetrics: Sendable {
    private struct Key: Hashable {
        var method: String
        var route: String
        var status: String
    }

    private struct State {
        var inFlight = 0
        var requests: [Key: Counter] = [:]
        var times: [String: Timer] = [:]
        var refusals: [String: Counter] = [:]
    }

    private let factory: any MetricsFactory
    private let state = Mutex(State())
    private let inFlight: Gauge
    private let connections: Gauge

    init(_ factory: any MetricsFactory) {
        self.factory = factory
        inFlight = Gauge(label: "verdict_http_requests_in_flight", factory: factory)
        connections = Gauge(label: "verdict_http_connections", factory: factory)
    }

    /// A request begins to be answered.
    func began() {
        inFlight.record(
            state.withLock { state -> Int in
                state.inFlight += 1
                return state.inFlight
            })
    }

    /// A request was answered.
    func ended(_ method: String, route: String, status: Int, after time: Duration) {
        let key = Key(
            method: Self.methods.contains(method) ? method : "other", route: route, status: "\(status / 100)xx")
        let left = state.withLock { state -> Int in
            state.inFlight -= 1
            let counter =
                state.requests[key]
                ?? Counter(
                    label: "verdict_http_requests_total",
                    dimensions: [("method", key.method), ("route", route), ("status", key.status)], factory: factory)
            state.requests[key] = counter
            counter.increment()
            let timer =
                state.times[route]
                ?? Timer(label: "verdict_http_request_seconds", dimensions: [("route", route)], factory: factory)
            state.times[route] = timer
            timer.record(duration: time)
            return state.inFlight
        }
        inFlight.record(left)
    }

    /// A request was refused before any route saw it.
    func refused(_ code: String) {
        state.withLock { state in
            let counter =
                state.refusals[code]
                ?? Counter(label: "verdict_http_refused_total", dimensions: [("reason", code)], factory: factory)
            state.refusals[code] = counter
            counter.increment()
        }
    }

    /// There are so many connections now.
    func update(connections count: Int) { connections.record(count) }

    private static let methods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
}
