public import Logging
public import Telemetry

/// The settings of what daemons tell of where their time goes.
public struct TelemetrySettings: Configuration {
    /// The collector that spans are sent to; nil: nowhere.
    public var endpoint: String?
    /// How many of a hundred requests are recorded whose sender says nothing about that.
    public var percent = 10

    /// The defaults.
    public init() {}

    /// `otlp.endpoint` and `otlp.percent`.
    public static let settings: [Setting<TelemetrySettings>] = [
        Setting(
            \.endpoint, "otlp.endpoint", .optional(.string, "none"),
            "the collector that spans are sent to by OTLP over HTTP: http://127.0.0.1:4318"
        ) { endpoint in
            endpoint.map { SpanExporter.isEndpoint($0) } ?? true
                ? nil : "must be such as http://127.0.0.1:4318 or https://collector.example/otlp"
        },
        Setting(
            \.percent, "otlp.percent", .integer(in: 0...100),
            "how many of 100 requests are recorded whose sender says nothing of that in a traceparent"),
    ]

    /// What sends spans; nil where nobody wants them.
    /// - Parameters:
    ///   - service: the daemon's name and version.
    ///   - instance: which of several daemons of that name it is.
    ///   - logger: is told when the collector goes away.
    public func exporter(
        of service: (name: String, version: String), instance: String, logger: Logger
    ) -> SpanExporter? {
        guard let endpoint else { return nil }
        var options = SpanExporter.Options(endpoint: endpoint, service: service, instance: instance)
        options.share = Double(percent) / 100
        return SpanExporter(options, logger: logger)
    }
}
