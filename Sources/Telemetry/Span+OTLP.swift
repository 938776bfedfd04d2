internal import FoundationEssentials
internal import SwiftProtobuf

extension OTLPSpan {
    init(_ span: Span) {
        self.init()
        traceID = Data(hexadecimal: span.context.trace)
        spanID = Data(hexadecimal: span.context.parent)
        if let parent = span.parent { parentSpanID = Data(hexadecimal: parent) }
        name = span.name
        kind =
            switch span.kind {
            case .internal: .internal
            case .server: .server
            }
        startTimeUnixNano = UInt64(clamping: span.start)
        endTimeUnixNano = UInt64(clamping: span.end)
        attributes = span.attributes.sorted { $0.key < $1.key }.map { OTLPKeyValue($0.key, $0.value) }
        flags = 1
        if let failure = span.failure {
            status = .with { ($0.code, $0.message) = (.error, failure) }
        }
    }
}

extension OTLPKeyValue {
    init(_ key: String, _ value: Span.Value) {
        self.init()
        self.key = key
        self.value =
            switch value {
            case .text(let text): .with { $0.stringValue = text }
            case .number(let number): .with { $0.intValue = number }
            case .real(let number): .with { $0.doubleValue = number }
            case .bool(let bool): .with { $0.boolValue = bool }
            }
    }
}

extension OTLPExportTraceServiceRequest {
    /// What a collector is sent.
    init(_ spans: [Span], of resource: [String: Span.Value]) {
        self.init()
        var scope = OTLPScopeSpans()
        scope.scope.name = "verdict"
        scope.spans = spans.map { OTLPSpan($0) }
        var all = OTLPResourceSpans()
        all.resource.attributes = resource.sorted { $0.key < $1.key }.map { OTLPKeyValue($0.key, $0.value) }
        all.scopeSpans = [scope]
        resourceSpans = [all]
    }
}

extension Data {
    /// The bytes that hexadecimal digits spell, of which a context has an even number.
    fileprivate init(hexadecimal text: String) {
        let digits = text.utf8.map { UInt8($0 < 0x3A ? $0 - 0x30 : $0 - 0x57) }
        self.init(stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }
}
