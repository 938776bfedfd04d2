import Grading
import PackageFiles
import Units

/// Compares a package that was written, and read again, with the one that it is made of: whether both judge alike, as far as their
/// settings say it.
public struct PackageComparison {
    private let original: Problem
    private let copy: Problem
    /// The index that each test case of the copy has in the original; nil for one that is not there.
    private let indices: [Int?]
    /// What differs, a sentence each; empty if nothing does.
    public private(set) var differences: [String] = []

    /// Compares `original` with `copy`, which was read from `package`.
    public init(of original: Problem, with copy: Problem, written package: WrittenPackage) {
        self.original = original
        self.copy = copy
        indices = Self.indices(of: copy, in: original, package)
        compareTests()
        compareGrading()
        compareValidation()
        compareLimits()
        compareSubmissions(package)
    }

    /// Finds each test case by the file that its input is a copy of. Test cases with the same files follow on each other.
    private static func indices(of copy: Problem, in original: Problem, _ package: WrittenPackage) -> [Int?] {
        var sources: [TreePath: PackageFile] = [:]
        for file in package.files {
            if case .copy(let source, _, _) = file.contents { sources[file.path] = source }
        }
        var places: [[TreePath?]: [Int]] = [:]
        for (index, test) in original.testCases.enumerated().reversed() {
            let isRun = test.staticArguments == nil
            places[isRun ? [test.input.path, test.answer.path] : [], default: []].append(index)
        }
        return copy.testCases.map { test in
            let isRun = test.staticArguments == nil
            return places[isRun ? [sources[test.input.path]?.path, sources[test.answer.path]?.path] : []]?.popLast()
        }
    }

    private mutating func compareTests() {
        let found = indices.compactMap(\.self)
        guard found.count == indices.count, found.count == original.testCases.count else {
            return differences.append("there are other test cases")
        }
        for (test, index) in zip(copy.testCases, found) {
            let other = original.testCases[index]
            if test.arguments != other.arguments || test.files.map(\.name) != other.files.map(\.name) {
                differences.append("the test case \(other.name) gives programs other arguments or files")
            }
            if copy.outputArguments(of: test) != original.outputArguments(of: other) {
                differences.append("the output validator has other arguments on the test case \(other.name)")
            }
            if test.isSample != other.isSample, other.isSample {
                differences.append("the test case \(other.name) is no sample")
            }
        }
    }

    private mutating func compareGrading() {
        guard original.isScoring == copy.isScoring else {
            return differences.append("one has scores, the other has none")
        }
        let order = indices.compactMap(\.self)
        guard order.count == copy.testCases.count else { return }
        guard original.isScoring else {
            let isSame = original.grading.isFirstFailureDeciding && copy.grading.isFirstFailureDeciding
            if isSame ? order != order.sorted() : original.grading != copy.grading {
                differences.append("test cases are judged in another order, or decide otherwise")
            }
            return
        }
        if original.format.isLegacy, copy.format.isLegacy {
            if original.grading != copy.grading { differences.append("groups have other rules") }
            return
        }
        do throws(GradingOutline.Refusal) {
            if try GradingOutline(original) != GradingOutline(copy).renumbered(order) {
                differences.append("test cases or groups are worth other points")
            }
        } catch {
            differences.append(error.reason)
        }
    }

    private mutating func compareValidation() {
        func exchange(_ problem: Problem) -> String {
            guard case .custom(let custom) = problem.validation else { return "none" }
            return "\(custom.exchange) \(custom.passes ?? 0) \(custom.interactor == nil)"
        }
        if exchange(original) != exchange(copy) {
            differences.append("submissions talk otherwise with the programs of the package")
        }
        let hasStatic = original.staticValidator != nil
        if hasStatic != (copy.staticValidator != nil) { differences.append("one has a static validator") }
        if original.isLowestScoreBest != copy.isLowestScoreBest { differences.append("other scores are the best") }
    }

    private mutating func compareLimits() {
        switch (original.timeLimit, copy.timeLimit) {
        case (.fixed(let one, _), .fixed(let other, _)):
            // Polygon has whole milliseconds.
            if other < one || other - one >= .milliseconds(1) { differences.append("the time limit is another one") }
        case (.computed(let one, let margin, _), .computed(let other, let otherMargin, _)):
            if one != other || margin != otherMargin { differences.append("the time limit is computed otherwise") }
        default: differences.append("the time limit is given in one and computed in the other")
        }
        let (one, other) = (original.limits.memory.mebibytes, copy.limits.memory.mebibytes)
        if one != other { differences.append("the memory limit is another one") }
        if original.allowsFileWriting != copy.allowsFileWriting {
            differences.append("submissions may write files in one of them")
        }
        if original.includes.mapValues({ Set($0.map(\.name)) }) != copy.includes.mapValues({ Set($0.map(\.name)) }) {
            differences.append("other files are put beside submissions")
        }
    }

    /// Compares how many submissions there are; those that are left out are among the notes.
    private mutating func compareSubmissions(_ package: WrittenPackage) {
        var copied: Set<TreePath> = []
        for file in package.files {
            if case .copy(let source, _, _) = file.contents { copied.insert(source.path) }
        }
        let written = original.submissions.count { submission in
            guard case .inPackage(let files) = submission.sources, let first = files.first else { return false }
            return copied.contains(first.file.path)
        }
        if copy.submissions.count != written {
            differences.append("\(written) submissions were written, and \(copy.submissions.count) are read")
        }
    }
}
