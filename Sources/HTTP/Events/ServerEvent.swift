internal import Hummingbird
public import HummingbirdCore
internal import NIOCore

/// One event of a stream as browsers read it (`text/event-stream`).
public struct ServerEvent: Hashable, Sendable {
    /// Where in the stream it stands: a reader that comes back says the last one it saw. nil: it does not count.
    public var id: String?
    /// What kind of event it is; nil: `message`.
    public var name: String?
    /// What it says, in any number of lines.
    public var data: String

    /// An event from its parts.
    ///
    /// - Parameters:
    ///   - data: What it says.
    ///   - name: What kind of event it is.
    ///   - id: Where in the stream it stands.
    public init(_ data: String, name: String? = nil, id: String? = nil) {
        self.data = data
        self.name = name
        self.id = id
    }

    /// As it is written. Ends of lines and NUL in an id or a name, which would end them, are left out.
    var bytes: ByteBuffer {
        var buffer = ByteBuffer()
        if let id { buffer.writeString("id: \(Self.oneLine(id))\n") }
        if let name { buffer.writeString("event: \(Self.oneLine(name))\n") }
        for line in Self.lines(of: data) {
            buffer.writeStaticString("data: ")
            buffer.writeBytes(line)
            buffer.writeStaticString("\n")
        }
        buffer.writeString("\n")
        return buffer
    }

    private static func oneLine(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { !["\n", "\r", "\0"].contains($0) }))
    }

    /// A reader takes CR, LF and both together for the end of a line.
    private static func lines(of text: String) -> [ArraySlice<UInt8>] {
        let bytes = Array(text.utf8)
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            // The LF of a CR ended that line already.
            let isSecond = byte == UInt8(ascii: "\n") && index > 0 && bytes[index - 1] == UInt8(ascii: "\r")
            if !isSecond { lines.append(bytes[start..<index]) }
            start = index + 1
        }
        return lines + [bytes[start...]]
    }
}

extension Request {
    /// The last event that a reader saw before it came back; nil: it comes for the first time.
    public var lastEventID: String? {
        guard let id = RequestHeaders.value("last-event-id", headers), (1...256).contains(id.utf8.count) else {
            return nil
        }
        return id
    }
}
