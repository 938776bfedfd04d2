/// A zip archive of one file, byte by byte: for what no program writes.
struct ZipBytes {
    var name: [UInt8]
    /// The file's content, as `method` stores it.
    var stored: [UInt8]
    /// How it is stored: 0 as it is, 8 deflated.
    var method: UInt16 = 0
    /// What the archive says that the content is when it is unpacked.
    var size: UInt32
    var checksum: UInt32 = 0
    /// Bit 0: encrypted; bit 11: the name is UTF-8.
    var flags: UInt16 = 0

    /// The archive.
    var bytes: [UInt8] {
        let common =
            word(20) + word(flags) + word(method) + word(0) + word(0x21) + double(checksum)
            + double(UInt32(stored.count)) + double(size) + word(UInt16(name.count)) + word(0)
        let local = double(0x0403_4B50) + common + name + stored
        let central =
            double(0x0201_4B50) + word(20) + common + word(0) + word(0) + word(0) + double(0) + double(0) + name
        let end =
            double(0x0605_4B50) + word(0) + word(0) + word(1) + word(1) + double(UInt32(central.count))
            + double(UInt32(local.count)) + word(0)
        return local + central + end
    }

    private func word(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
    private func double(_ value: UInt32) -> [UInt8] { word(UInt16(value & 0xFFFF)) + word(UInt16(value >> 16)) }

    /// At least so many zeros, deflated by hand (RFC 1951): one zero, then copies of 258 of them, each in 13 bits.
    static func zeros(_ count: Int) -> [UInt8] {
        // A last block of fixed codes, and the literal 0.
        let start: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
        let copy: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
        // Eight copies are whole bytes, so that after the start every 13 bytes are alike.
        let bits = start + Array(repeating: copy, count: 16).joined()
        let bytes = stride(from: 0, to: bits.count - 7, by: 8).map { place in
            (0..<8).reduce(UInt8(0)) { $0 | bits[place + $1] << UInt8($1) }
        }
        var result = Array(bytes[..<2])
        let period = Array(bytes[2..<15])
        let rounds = count / (8 * 258) + 2
        result.reserveCapacity(rounds * period.count + 4)
        for _ in 0..<rounds { result += period }
        // The rest of the copy that the last round has begun, and the code of the end, seven zeros.
        return result + [0b101, 0]
    }
}
