import Glibc
import TestSupport
import Testing

@testable import Checking

@Suite struct NumberGrammarTests {
    private func matches(_ grammar: NumberGrammar, _ text: [UInt8]) -> Bool {
        unsafe text.withUnsafeBytes { unsafe grammar.matches($0) }
    }

    /// The C library itself: `sscanf(text, "%Lf%10s")`.
    private func scanned(_ text: [UInt8]) -> Double? {
        var value = 0.0
        var trash = [CChar](repeating: 0, count: 20)
        let count = unsafe (text + [0]).withUnsafeBytes { text in
            unsafe trash.withUnsafeMutableBufferPointer { trash in
                unsafe withUnsafeMutablePointer(to: &value) { value in
                    guard let start = text.baseAddress, let end = trash.baseAddress else { return Int32(0) }
                    return unsafe withVaList([value, end]) {
                        unsafe vsscanf(start.assumingMemoryBound(to: CChar.self), "%lf%10s", $0)
                    }
                }
            }
        }
        return count == 1 ? value : nil
    }

    @Test func scanfGrammarIsTheCLibrarys() throws {
        var random = SeededGenerator(seed: 1)
        let alphabet = Array("0019.eE+-xXpPafin".utf8)
        let words = ["inf", "nan", "infinity", "0x", "1e", "INF", "NaN", "infin", "nan(1)"].map { Array($0.utf8) }
        for _ in 0..<50_000 {
            var text: [UInt8] = random.chance(1, in: 4) ? words[random.below(words.count)] : []
            if random.chance(1, in: 4) { text.insert(random.chance(1, in: 2) ? 0x2B : 0x2D, at: 0) }
            text += (0..<random.below(8)).map { _ in alphabet[random.below(alphabet.count)] }
            let expected = scanned(text)
            let shown = String(decoding: text, as: UTF8.self)
            #expect(matches(.scanf, text) == (expected != nil), "\(shown)")
            guard let expected else { continue }
            let rules = TokenRules(dialect: .kattisLegacy)
            let number = unsafe text.withUnsafeBytes { unsafe rules.number($0) }
            #expect(number.map { Double($0) } == (expected.isFinite ? expected : nil), "\(shown)")
        }
    }

    @Test(arguments: [
        ("1", true), ("+1", true), ("-1", true), (".5", true), ("5.", true), ("5.e0", true), ("1e5", true),
        ("1E+5", true), ("1e-5", true), ("-.5e10", true), ("007", true), ("", false), ("+", false), (".", false),
        ("+.", false), (".e0", false), ("e0", false), ("1e", false), ("1e+", false), ("1e1.5", false),
        ("1.2.3", false), ("0x10", false), ("inf", false), ("nan", false), ("1_000", false), ("1,5", false),
        ("--1", false), ("+-1", false), ("1f", false), ("1\u{0}", false), (" 1", false),
    ])
    func decimalGrammarIsTheFormats(text: String, isNumber: Bool) {
        #expect(matches(.decimal, Array(text.utf8)) == isNumber)
    }

    @Test func plainDecimalsAreReadExactlyAsTheCLibraryReadsThem() throws {
        var random = SeededGenerator(seed: 2)
        for _ in 0..<50_000 {
            var text = random.chance(1, in: 4) ? "-" : random.chance(1, in: 8) ? "+" : ""
            text += (0..<random.below(12)).map { _ in String(random.below(10)) }.joined()
            if random.chance(2, in: 3) {
                text += "." + (0..<random.below(12)).map { _ in String(random.below(10)) }.joined()
            }
            if random.chance(1, in: 3) { text += "e\(random.below(60) - 30)" }
            let plain = unsafe Array(text.utf8).withUnsafeBytes { unsafe PlainDecimal($0) }
            guard let plain else { continue }
            if let value = plain.exactDouble { #expect(unsafe value == strtod(text, nil), "\(text)") }
            if let value = plain.exactLongDouble {
                #expect(unsafe value == text.withCString { unsafe LongDouble.read($0) }.value, "\(text)")
            }
        }
    }
}
