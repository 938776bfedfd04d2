import FoundationEssentials
import Grading
import Problems
import SystemPackage
import Testing

@Suite("The repository's own packages")
struct RepositoryPackagesTests {
    static let folder = FilePath(#filePath)
        .removingLastComponent().removingLastComponent().removingLastComponent()
        .appending("Testcases").appending("problems")

    static let packages: [String] = {
        // Where there is no such folder the test says that it has no arguments.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.string)) ?? []
        return names.sorted().filter { name in
            ["problem.yaml", "problem.xml"].contains {
                FileManager.default.fileExists(atPath: "\(folder)/\(name)/\($0)")
            }
        }
    }()

    @Test(
        "Each can be read without a warning", .enabled(if: !packages.isEmpty, "no Testcases/problems"),
        arguments: packages)
    func read(name: String) throws {
        let problem = try ProblemPackage(Self.folder.appending(name)).problem
        #expect(problem.shortName == name)
        #expect(problem.testCases.contains { !$0.isSample })
        #expect(problem.submissions.contains { $0.expected.verdicts == [.accepted] })
        #expect(problem.warnings.isEmpty)
    }
}
