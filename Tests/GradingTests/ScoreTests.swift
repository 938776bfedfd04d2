import Grading
import Testing

struct ScoreTests {
    @Test(
        "A decimal is read and shown without loss",
        arguments: [
            ("0", "0"), ("-0", "0"), ("100", "100"), ("0.1", "0.1"), (".5", "0.5"), ("5.", "5"), ("+2.50", "2.5"),
            ("-0.125", "-0.125"), ("1e3", "1000"), ("25e-1", "2.5"), ("1E-6", "0.000001"),
            ("9007199254740993", "9007199254740993"),
        ])
    func decimals(_ text: String, _ shown: String) throws {
        let score = try #require(Score(parsing: text))
        #expect(score.text() == shown)
        #expect(Score(parsing: "\(score)") == score)
    }

    @Test(
        "What is no decimal is no score",
        arguments: [
            "", "-", ".", "1e", "1e65", "1e-65", "e5", "0x10", "nan", "inf", "1_000", "1,5", " 1", "1 ", "1/0", "1/2/3",
            "/", "1/",
            String(repeating: "9", count: 65), "١", "1.2.3", "--1", "1e99999999999999999999",
        ])
    func notScores(_ text: String) {
        #expect(Score(parsing: text) == nil)
    }

    @Test("What a score is written as is read without loss, whatever its length, up to a limit")
    func exactly() throws {
        let small = try #require(Score(parsing: "0." + String(repeating: "7", count: 63) + "e-64"))
        let product = (0..<10).reduce(Score(-1)) { product, _ in product * small }
        #expect(Score(parsing: "\(product)") == nil)
        for score in [product, small, .zero, Score(-3), Score(2) / Score(3)] {
            #expect(Score(exactly: "\(score)", limit: 4096) == score)
        }
        #expect(Score(exactly: "12345", limit: 5) == Score(12345) && Score(exactly: "12345", limit: 4) == nil)
    }

    @Test(
        "What no score is written as is not read as one",
        arguments: ["", "-", "--1", "+1", "1.5", "1e3", "1/", "/1", "1/0", "1/-2", "1/2/3", " 1", "0x1", "١", "a"])
    func notExactly(_ text: String) {
        #expect(Score(exactly: text, limit: 4096) == nil)
    }

    @Test(
        "Rounded down it is the greatest whole number that is not above it",
        arguments: [("7", "7"), ("7/2", "3"), ("0", "0"), ("-1/3", "-1"), ("-6/3", "-2"), ("0.999", "0")])
    func roundedDown(_ text: String, _ whole: String) {
        #expect(Score(parsing: text)?.roundedDown == Score(parsing: whole))
    }

    @Test("Sums, products and quotients are exact")
    func arithmetic() throws {
        let tenth = try #require(Score(parsing: "0.1"))
        #expect((0..<10).reduce(Score.zero) { sum, _ in sum + tenth } == .one)
        let third = Score(1) / Score(3)
        #expect(third + third + third == .one)
        #expect(third.description == "1/3" && Score(parsing: "1/3") == third)
        #expect((0..<100).reduce(Score.one) { product, _ in product * tenth } > .zero)
        #expect(Score(-1) / Score(-2) == Score(1) / Score(2))
        #expect(Score(1) / Score(-2) < .zero)
    }

    @Test(
        "A score is rounded once, half away from zero",
        arguments: [
            ("1/3", 6, "0.333333"), ("2/3", 6, "0.666667"), ("-2/3", 2, "-0.67"), ("0.5", 0, "1"), ("-0.5", 0, "-1"),
            ("0.4999999", 0, "0"), ("-0.0000001", 6, "0"), ("99.9999999", 6, "100"),
            ("1000000.000001", 6, "1000000.000001"),
            ("33.05", 1, "33.1"),
        ])
    func rounding(_ text: String, _ places: Int, _ shown: String) throws {
        #expect(try #require(Score(parsing: text)).text(places: places) == shown)
    }

    @Test("Scores are ordered by value, and a range has both of its ends")
    func ranges() throws {
        let range = ScoreRange(from: .zero, to: Score(100))
        #expect(range.contains(.zero) && range.contains(Score(100)) && !range.contains(Score(101)))
        #expect(range.nearest(to: Score(-3)) == .zero && range.nearest(to: Score(300)) == Score(100))
        #expect(ScoreRange().contains(Score(-5)) && "\(ScoreRange())" == "any")
        #expect("\(ScoreRange(to: Score(7)))" == "at most 7" && "\(range)" == "0 to 100")
    }
}
