import TestSupport
import Testing

@testable import Checking

@Suite("Bytes that are alike") struct LikenessTests {
    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D].contains(byte) }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 32 : byte
    }

    private static func areAlike(_ one: UInt8, _ other: UInt8, _ likeness: Likeness) -> Bool {
        one == other || likeness.ofSpaces && isSpace(one) && isSpace(other)
            || likeness.ofCases && lowercased(one) == lowercased(other)
    }

    private static func length(_ one: [UInt8], _ other: [UInt8], _ likeness: Likeness) -> Int {
        unsafe one.withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return unsafe likeness.length(left, right, min(one.count, other.count))
            }
        }
    }

    private static let kinds = [false, true].flatMap { spaces in
        [false, true].map { Likeness(ofSpaces: spaces, ofCases: $0) }
    }

    @Test("are told from others whatever the two bytes are, and wherever they stand among eight", arguments: 0..<4)
    func pairs(kind: Int) {
        let likeness = Self.kinds[kind]
        for one in UInt8.min...UInt8.max {
            for other in UInt8.min...UInt8.max {
                let place = Int(one &+ other) % 8
                var (left, right) = ([UInt8](repeating: 0xFF, count: 8), [UInt8](repeating: 0xFF, count: 8))
                (left[place], right[place]) = (one, other)
                let expected = Self.areAlike(one, other, likeness) ? 8 : place
                #expect(Self.length(left, right, likeness) == expected, "\(one) \(other) at \(place)")
            }
        }
    }

    @Test("are counted up to the first that is unlike, of short and of long texts", arguments: 0..<4)
    func texts(kind: Int) {
        let likeness = Self.kinds[kind]
        var random = SeededGenerator(seed: UInt64(kind))
        let alphabet = Array("aAzZ@[`{ \t\n".utf8) + [0, 0x0E, 0x08, 0x89, 0xA0, 0xC1]
        for _ in 0..<400 {
            var left = (0..<random.below(random.chance(1, in: 5) ? 3000 : 40)).map { _ in
                alphabet[random.below(alphabet.count)]
            }
            var right = left
            for _ in 0..<random.below(6) where !left.isEmpty {
                right[random.below(right.count)] = alphabet[random.below(alphabet.count)]
            }
            if random.chance(1, in: 3) { left.append(0x20) }
            let expected = zip(left, right).prefix { Self.areAlike($0, $1, likeness) }.count
            #expect(Self.length(left, right, likeness) == expected, "\(left) \(right)")
        }
    }
}
