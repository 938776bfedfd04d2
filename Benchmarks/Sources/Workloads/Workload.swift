/// An answer, an output, and the arguments under which the output is right.
public struct Workload {
    /// What it exercises.
    public var name: String
    /// Arguments of the comparison.
    public var arguments: [String] = []
    /// The right answer.
    public var answer: [UInt8]
    /// An output that is right.
    public var output: [UInt8]

    /// The workloads, of about `size` bytes each.
    public static func all(size: Int) -> [Workload] {
        let words = text(size: size) { "\($0 &* 2_654_435_761 % 1_000_003)" }
        let (reals, closeReals) = realTexts(size: size)
        var carriageReturns: [UInt8] = []
        carriageReturns.reserveCapacity(size * 2)
        for byte in words {
            if byte == 0x0A { carriageReturns.append(0x0D) }
            carriageReturns.append(byte)
        }
        return [
            Workload(name: "exact", answer: words, output: copy(of: words)),
            Workload(name: "tokens-crlf", answer: words, output: carriageReturns),
            Workload(name: "tokens-lines", answer: words, output: words.map { $0 == 0x20 ? 0x0A : $0 }),
            Workload(
                name: "tokens-case", answer: text(size: size) { "word\($0)" }, output: text(size: size) { "Word\($0)" }),
            Workload(name: "reals", arguments: ["float_tolerance", "1e-6"], answer: reals, output: closeReals),
        ]
    }

    /// Numbered tokens, ten to a line.
    private static func text(size: Int, token: (Int) -> String) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while bytes.count < size {
            index += 1
            bytes += token(index).utf8
            bytes.append(index % 10 == 0 ? 0x0A : 0x20)
        }
        return bytes
    }

    /// Reals with nine decimals, and the same again with another last decimal.
    private static func realTexts(size: Int) -> ([UInt8], [UInt8]) {
        var (first, second): ([UInt8], [UInt8]) = ([], [])
        var index = 0
        while first.count < size {
            index += 1
            let digits = String(100_000_000 + index &* 48_271 % 900_000_000)
            let whole = "\(index % 1000).\(digits)"
            first += whole.utf8
            second += whole.utf8.dropLast()
            second.append(0x30 + (first[first.count - 1] - 0x30 + 1) % 10)
            first.append(0x0A)
            second.append(0x0A)
        }
        return (first, second)
    }

    private static func copy(of bytes: [UInt8]) -> [UInt8] {
        bytes.map { $0 }
    }
}
