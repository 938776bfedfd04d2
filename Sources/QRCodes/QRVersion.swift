/// How large a code is, and what it has room for, at level M. Pure.
struct QRVersion: Hashable, Sendable {
    /// 1 to 15.
    let number: Int
    /// How many codewords of each block correct errors.
    let correction: Int
    /// How many blocks there are.
    let blocks: Int

    /// The versions that are made, the smallest first: table 9 of the standard.
    static let all: [QRVersion] = zip(
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24], [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10]
    ).enumerated().map { QRVersion(number: $0 + 1, correction: $1.0, blocks: $1.1) }

    /// How many modules wide and high.
    var size: Int { 17 + 4 * number }

    /// Where, along either side, the centres of alignment patterns are.
    var alignments: [Int] {
        guard number > 1 else { return [] }
        let count = number / 7 + 2
        let step = (number * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<count - 1).map { size - 7 - $0 * step }.reversed()
    }

    /// How many codewords there are, with those that correct errors.
    var codewordCount: Int {
        var modules = (16 * number + 128) * number + 64
        if number > 1 {
            let count = number / 7 + 2
            modules -= (25 * count - 10) * count - 55
        }
        if number > 6 { modules -= 36 }
        return modules / 8
    }

    private var dataCount: Int { codewordCount - blocks * correction }

    /// How many bits say how many bytes there are.
    private var lengthBits: Int { number < 10 ? 8 : 16 }

    /// How many bytes it can say.
    var capacity: Int { (dataCount * 8 - 4 - lengthBits) / 8 }

    /// What is drawn: the bytes, what corrects their errors, block after block and then in turns.
    func codewords(of bytes: [UInt8]) -> [UInt8] {
        let data = data(of: bytes)
        let (short, longer) = (dataCount / blocks, dataCount % blocks)
        var (parts, corrections, start) = ([ArraySlice<UInt8>](), [[UInt8]](), 0)
        for block in 0..<blocks {
            let end = start + short + (block >= blocks - longer ? 1 : 0)
            parts.append(data[start..<end])
            corrections.append(ReedSolomon.correction(of: data[start..<end], count: correction))
            start = end
        }
        let said = (0...short).flatMap { place in
            parts.compactMap { place < $0.count ? $0[$0.startIndex + place] : nil }
        }
        return said + (0..<correction).flatMap { place in corrections.map { $0[place] } }
    }

    /// The bytes with what they are and how many in front, filled up.
    private func data(of bytes: [UInt8]) -> [UInt8] {
        // All that follows stands half a byte later than bytes do.
        var halves: [UInt8] = [0b0100]
        for shift in stride(from: lengthBits - 4, through: 0, by: -4) {
            halves.append(UInt8(bytes.count >> shift & 15))
        }
        for byte in bytes { halves += [byte >> 4, byte & 15] }
        // The end, as far as there is room: at this level there always is.
        halves.append(0)
        var data = stride(from: 0, to: halves.count, by: 2).map { halves[$0] << 4 | halves[$0 + 1] }
        var filler: UInt8 = 0xEC
        while data.count < dataCount {
            data.append(filler)
            filler ^= 0xEC ^ 0x11
        }
        return data
    }
}
