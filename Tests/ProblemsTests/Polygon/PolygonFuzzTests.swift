import Problems
import TestSupport
import Testing

@Suite("The reader of Polygon's packages", .timeLimit(.minutes(2))) struct PolygonFuzzTests {
    private static let fragments = [
        "<", ">", "/>", "</", "<!--", "]]>", "&", "&#x1F600;", "\"", "=", "<test/>", "<group name=\"1\"/>",
        "tests/%02d",
        " points=\"1\"", " group=\"0\"", "<dependency group=\"1\"/>", "99999999999999999999", "-1", "%d", "\0",
        "\u{feff}",
        "<interactor>", "<scorer/>", "each-test", "files/testlib.h", "<extra-tag group=\"0\" tag=\"main\"/>",
    ]

    @Test("ends in a problem or in errors, whatever problem.xml says")
    func mutated() throws {
        var random = SeededGenerator(seed: 1)
        let scoring = TemporaryPackage.polygonGroups.reduce(TemporaryPackage.polygonSettings) { text, change in
            text.replacing(change.key, with: change.value)
        }
        var readable = 0
        for _ in 0..<1500 {
            var files = TemporaryPackage.polygonFiles.mapValues { Array($0.utf8) }
            let seed = random.chance(1, in: 2) ? scoring : TemporaryPackage.polygonSettings
            files["problem.xml"] = ReaderFuzzTests.mutated(seed, with: Self.fragments, &random)
            readable += try ReaderFuzzTests.read(files, as: nil) ? 1 : 0
        }
        #expect(readable > 0 && readable < 1500)
    }

    @Test("reads twenty thousand tests soon")
    func manyTests() throws {
        let count = 20_000
        var files = TemporaryPackage.polygonFiles.mapValues { Array($0.utf8) }
        for test in 1...count {
            files["tests/\(test)"] = []
            files["tests/\(test).a"] = []
        }
        let tests = (0..<count).map { "<test points=\"1\" group=\"\($0 % 1000)\"/>\n" }.joined()
        let groups = (0..<1000).map { number in
            let dependency = number < 999 ? "<dependencies><dependency group=\"\(number + 1)\"/></dependencies>" : ""
            return "<group name=\"\(number)\" points-policy=\"each-test\">\(dependency)</group>"
        }.joined()
        let text = TemporaryPackage.polygonSettings
            .replacing("%02d", with: "%d").replacing("<test-count>3<", with: "<test-count>\(count)<")
            .replacing(#/<tests>[^!]*<\/tests>/#, with: "<tests>\(tests)</tests><groups>\(groups)</groups>")
        files["problem.xml"] = Array(text.utf8)
        #expect(try ReaderFuzzTests.read(files, as: nil))
    }
}
