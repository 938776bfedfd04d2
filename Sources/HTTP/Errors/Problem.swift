internal import FoundationEssentials
public import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import Units

/// Why a request is not answered as it wanted: a problem of RFC 9457, which every answer that is an error has.
public struct Problem: Error, Hashable, Sendable {
    /// A field of the request that is wrong.
    public struct Field: Hashable, Sendable, Codable {
        /// Where it stands: `tests[3].input`; empty for the whole.
        public var field: String
        /// What is wrong with it, ending in what was expected.
        public var message: String

        /// What is wrong with a field.
        public init(_ field: String, _ message: String) {
            self.field = field
            self.message = message
        }
    }

    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// What kind of problem it is, for programs: `not_found`.
    public var code: String
    /// What went wrong, in words that a user understands.
    public var detail: String
    /// What the caller can do about it; nil where the detail says all.
    public var advice: String?
    /// How long to wait before the same is worth trying again.
    public var retryAfter: Duration?
    /// The fields that are wrong.
    public var fields: [Field] = []
    /// Fields of the answer's header.
    public var headers = HTTPFields()

    /// A problem of `status`.
    ///
    /// - Parameters:
    ///   - status: The status of the answer.
    ///   - detail: What went wrong.
    ///   - code: What kind of problem it is; nil: what the status is called, `not_found`.
    ///   - advice: What the caller can do about it.
    ///   - retryAfter: How long to wait before the same is worth trying again.
    public init(
        _ status: HTTPResponse.Status, _ detail: String, code: String? = nil, advice: String? = nil,
        retryAfter: Duration? = nil
    ) {
        self.status = status
        self.code = code ?? status.reasonPhrase.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
        self.detail = detail
        self.advice = advice
        self.retryAfter = retryAfter
    }

    /// The type of the answer's content.
    public static let contentType = "application/problem+json"
}

extension Problem: CustomStringConvertible {
    /// The detail with the advice.
    public var description: String { detail + (advice.map { "; \($0)" } ?? "") }
}

extension Problem {
    private struct Text: Encodable {
        var type: String
        var title: String
        var status: Int
        var code: String
        var detail: String
        var instance: String?
        var advice: String?
        var retry_after: Int64?
        var errors: [Field]?
    }

    /// Whole seconds, at least one.
    private var retrySeconds: Int64? { retryAfter.map { max(1, ($0.wholeMilliseconds + 999) / 1000) } }

    /// The answer's body.
    /// - Parameter instance: The request's id.
    func json(instance: String?) -> ByteBuffer {
        let text = Text(
            type: "urn:verdict:problem:\(code)", title: status.reasonPhrase, status: status.code, code: code,
            detail: detail, instance: instance.map { "urn:verdict:request:\($0)" }, advice: advice,
            retry_after: retrySeconds, errors: fields.isEmpty ? nil : fields)
        do {
            return ByteBuffer(bytes: try JSON.encoder().encode(text))
        } catch {
            // Texts and numbers can always be encoded.
            return ByteBuffer(string: #"{"status":\#(status.code)}"#)
        }
    }

    /// The answer.
    /// - Parameter instance: The request's id.
    func response(instance: String?) -> Response {
        var headers = headers
        headers[.contentType] = Self.contentType
        headers[.cacheControl] = "no-store"
        if let retrySeconds { headers[.retryAfter] = "\(retrySeconds)" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: json(instance: instance)))
    }
}

extension Problem: HTTPResponseError {
    /// The answer, wherever the problem was thrown.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        response(instance: (context as? APIContext)?.requestID)
    }
}
