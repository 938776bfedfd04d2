/// How a mail is sent behind DATA (RFC 5321, section 4.5.2): no line of it is the single dot that ends it.
enum DotStuffing {
    /// The mail, its lines ended by CR and LF, with a dot more in front of those that begin with one, and the end.
    static func text(_ mail: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(mail.count + 64)
        var isAtStart = true
        for byte in mail {
            if isAtStart, byte == UInt8(ascii: ".") { result.append(byte) }
            result.append(byte)
            isAtStart = byte == 10
        }
        if !isAtStart { result += [13, 10] }
        return result + Array(".\r\n".utf8)
    }
}
