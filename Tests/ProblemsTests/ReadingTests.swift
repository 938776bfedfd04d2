import Grading
import PackageFiles
import Problems
import SystemPackage
import Testing
import Units

@Suite("Packages are read from a listing and the bytes asked for")
struct ReadingTests {
    private static let files: [String: String] = [
        "problem.yaml": "name: Sum\ntype: scoring\n", "domjudge-problem.ini": "timelimit = 2\n", ".timelimit": "2",
        "data/testdata.yaml": "on_reject: continue\n", "data/secret/g/testdata.yaml": "accept_score: 5\n",
        "data/sample/1.in": "1 2\n", "data/sample/1.ans": "3\n", "data/secret/g/1.in": "2 2\n",
        "data/secret/g/1.ans": "4\n", "submissions/accepted/a.py": "print(1)\n",
        "submissions/mixed/b/b.py": "# @EXPECTED_RESULTS@: WRONG-ANSWER\n", "submissions/README": "no submission",
        "output_validators/check.py": "exit(42)\n", "include/default/x.h": "", "problem_statement/problem.tex": "x",
    ]

    private static func listing(_ files: [String: String]) throws -> PackageListing {
        PackageListing(
            name: "sum",
            files: try files.map { name, text in
                PackageFile(path: try #require(TreePath(name)), size: ByteCount(Int64(text.utf8.count)))
            })
    }

    /// What is asked for of `files`.
    private static func contents(_ files: [String: String]) throws -> [TreePath: [UInt8]] {
        let requests = try Problem.needs(of: try listing(files))
        return Dictionary(
            uniqueKeysWithValues: requests.map { request in
                (request.file.path, Array((files[request.file.path.text] ?? "").utf8.prefix(request.count)))
            })
    }

    @Test("A reader asks for settings and submissions, and for nothing of test data")
    func needs() throws {
        let needs = try Problem.needs(of: try Self.listing(Self.files))
        #expect(
            needs.map(\.file.path.text) == [
                ".timelimit", "data/secret/g/testdata.yaml", "data/testdata.yaml", "domjudge-problem.ini",
                "problem.yaml", "submissions/accepted/a.py", "submissions/mixed/b/b.py",
            ])
        #expect(needs.allSatisfy { $0.count == $0.file.size.bytes })
    }

    @Test("Of large files a reader asks for no more than it reads")
    func limits() throws {
        let large = ByteCount.gibibytes(1)
        let files = try ["problem.yaml", ".timelimit", "data/testdata.yaml", "data/secret/1.in", "submissions/a/x.c"]
            .map { PackageFile(path: try #require(TreePath($0)), size: large) }
        let needs = try Problem.needs(of: PackageListing(name: "x", files: files))
        #expect(
            Dictionary(uniqueKeysWithValues: needs.map { ($0.file.path.text, $0.count) }) == [
                "problem.yaml": 1 << 20 + 1, "data/testdata.yaml": 1 << 20 + 1, ".timelimit": 1 << 16 + 1,
                "submissions/a/x.c": 1 << 16,
            ])
    }

    @Test("A file that links make several of is asked for once, as far as any of them needs")
    func links() throws {
        let package = try TemporaryPackage(changing: ["data/testdata.yaml": String(repeating: "#\n", count: 50_000)])
        for number in 0..<3 { try package.link("submissions/accepted/\(number).py", to: "../../data/testdata.yaml") }
        let directory = try PackageDirectory(package.path)
        let counts = try Problem.needs(of: directory.listing).filter { $0.file.path.text == "data/testdata.yaml" }
        #expect(counts.map(\.count) == [100_000])
        #expect(try ProblemPackage(directory).problem.submissions.count == 4)
    }

    @Test("The problem is that of the listing, and names the files as that does")
    func problem() throws {
        let problem = try Problem(Self.listing(Self.files), contents: Self.contents(Self.files))
        #expect(problem.name == "Sum" && problem.shortName == "sum")
        #expect(
            problem.testCases.map(\.input.path.text) == ["data/sample/1.in", "data/secret/g/1.in"])
        #expect(problem.testCases.map(\.input.size) == [ByteCount(4), ByteCount(4)])
        #expect(problem.submissions.map(\.expected.verdicts) == [[.accepted], [.wrongAnswer]])
        #expect(problem.submissions.last?.names == ["b.py"])
        #expect(problem.includes["default"]?.map(\.file.path.text) == ["include/default/x.h"])
    }

    @Test("A listing that is no package is refused before anything is asked for")
    func noPackage() throws {
        for (files, says) in [
            ([:], "not a package: no problem.yaml"), (["data/secret/1.in": ""], "not a package: no problem.yaml"),
            (["a/problem.yaml": ""], "name one of the packages in it, such as a"),
        ] as [([String: String], String)] {
            let listing = try Self.listing(files)
            let error = #expect(throws: ProblemError.self) { try Problem.needs(of: listing) }
            #expect(error?.code == .notAPackage)
            #expect(error?.description.hasPrefix("the package: ") == true)
            #expect(error?.description.contains(says) == true)
            #expect(throws: try #require(error)) { try Problem(listing, contents: [:]) }
        }
    }

    @Test("Bytes that were asked for and are not there are an error that names the file")
    func missing() throws {
        let listing = try Self.listing(Self.files)
        let all = try Self.contents(Self.files)
        for path in all.keys {
            var contents = all
            contents[path] = nil
            let error = #expect(throws: ProblemError.self) { try Problem(listing, contents: contents) }
            #expect(error?.diagnostics.map(\.file) == [path.text])
        }
    }

    @Test("Bytes that were cut off, or are garbage, are read or refused, and nothing else happens")
    func damaged() throws {
        let listing = try Self.listing(Self.files)
        let all = try Self.contents(Self.files)
        var generator = SystemRandomNumberGenerator()
        var refused = 0
        for (path, bytes) in all {
            var variants = (0..<bytes.count).map { Array(bytes.prefix($0)) }
            for length in [1, 64, 4096] {
                variants.append((0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) })
                variants.append([UInt8](repeating: UInt8(ascii: "["), count: length))
            }
            for variant in variants {
                var contents = all
                contents[path] = variant
                do throws(ProblemError) {
                    #expect(try Problem(listing, contents: contents).testCases.count == 2)
                } catch {
                    refused += 1
                    #expect(!error.diagnostics.isEmpty)
                    #expect(error.diagnostics.allSatisfy { $0.file == path.text || $0.file == "data" }, "\(error)")
                }
            }
        }
        #expect(refused > 0)
    }
}
