import PackageFiles
import Problems
import Testing

@Suite("Steps that make files") struct TestGenerationTests {
    private func step(_ name: String, from input: String? = nil, makes path: String) throws -> TestGeneration.Step {
        TestGeneration.Step(
            name, [TestGeneration.Command(0)], input: try input.map { try #require(TreePath($0)) },
            products: [TestGeneration.Product(.standardOutput, at: try #require(TreePath(path)))])
    }

    @Test("come after those that make what they read, whatever their order")
    func rounds() throws {
        let generation = TestGeneration(steps: [
            try step("answer", from: "1.in", makes: "1.ans"), try step("picture", from: "1.ans", makes: "1.png"),
            try step("input", makes: "1.in"), try step("other", from: "given", makes: "2.ans"),
        ])
        #expect(generation.rounds.map { $0.map(\.purpose) } == [["input", "other"], ["answer"], ["picture"]])
    }

    @Test("are left out if they wait for each other")
    func circles() throws {
        let generation = TestGeneration(steps: [
            try step("a", from: "b", makes: "a"), try step("b", from: "a", makes: "b"), try step("c", makes: "c"),
        ])
        #expect(generation.rounds.map { $0.map(\.purpose) } == [["c"]])
        #expect(!generation.isEmpty && TestGeneration().isEmpty)
    }
}
