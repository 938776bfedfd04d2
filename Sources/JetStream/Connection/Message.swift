import CNats
import Glibc

/// A message as it came, copied out of the library's memory.
struct Message: Sendable {
    /// What it was published to.
    var subject: String
    /// Where an answer would go; for deliveries of a consumer: what the delivery is called.
    var reply: String?
    /// Its headers; of several of one name the first.
    var headers: [String: String]
    /// Its content.
    var payload: [UInt8]

    /// What a server says instead of a content, as in HTTP: 404, 408, 503.
    var status: Int? { headers["Status"].flatMap { Int($0) } }

    /// Copies what `message` has; it stays the caller's.
    init(copying message: OpaquePointer) {
        subject = unsafe natsMsg_GetSubject(message).map { unsafe String(cString: $0) } ?? ""
        reply = unsafe natsMsg_GetReply(message).map { unsafe String(cString: $0) }
        let length = unsafe Int(natsMsg_GetDataLength(message))
        if length > 0, let data = unsafe natsMsg_GetData(message) {
            payload = unsafe Array(UnsafeRawBufferPointer(start: data, count: length))
        } else {
            payload = []
        }
        headers = unsafe Self.headers(of: message)
    }

    /// A message put together of what an answer tells.
    init(subject: String, headers: [String: String], payload: [UInt8]) {
        self.subject = subject
        self.reply = nil
        self.headers = headers
        self.payload = payload
    }

    private static func headers(of message: OpaquePointer) -> [String: String] {
        var keys: UnsafeMutablePointer<UnsafePointer<CChar>?>?
        var count: Int32 = 0
        guard unsafe natsMsgHeader_Keys(message, &keys, &count) == NATS_OK, let keys = unsafe keys else { return [:] }
        // The array is the caller's to free, its strings are the message's.
        defer { unsafe free(keys) }
        var headers: [String: String] = [:]
        for index in 0..<Int(count) {
            guard let key = unsafe keys[index] else { continue }
            var value: UnsafePointer<CChar>?
            guard unsafe natsMsgHeader_Get(message, key, &value) == NATS_OK, let value = unsafe value else { continue }
            unsafe headers[String(cString: key)] = unsafe String(cString: value)
        }
        return headers
    }

    /// Reads headers as they are stored: `NATS/1.0`, then `Name: value`, each line ended by CR LF.
    static func headers(stored bytes: [UInt8]) -> [String: String] {
        var headers: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            if headers[String(line[..<colon])] == nil { headers[String(line[..<colon])] = String(value) }
        }
        return headers
    }
}
