import Grading
import PackageFiles
import Problems
import SystemPackage
import Testing

@Suite("Packages that are written and read again")
struct RoundTripTests {
    /// The formats in which packages of the repository cannot be written, and a word of the reason.
    private static let refused: [String: [WrittenFormat: String]] = [
        "brevity": [.legacy: "static validator", .domjudge: "static validator"],
        "dial": [.icpc2025: "interactor", .legacy: "interactor", .domjudge: "interactor"],
        "ladder": [.icpc2025: "whole numbers"],
        "orchard": [.legacy: "may give points", .domjudge: "may give points"],
        "podium": [.icpc2025: "neither a sum"],
        "summands": [.icpc2025: "may give points", .legacy: "may give points", .domjudge: "may give points"],
        "quilt": [.icpc2025: "answers", .legacy: "answers", .domjudge: "answers", .polygon: "answers"],
        "tollgate": [.legacy: "files", .domjudge: "files"],
    ]
    /// All others have output validators that Polygon does not call so.
    private static let inPolygon: Set<String> = ["coins", "dial", "summands"]

    @Test(
        "A package of the repository is judged alike in each format that can say it, and refused by the others",
        arguments: RepositoryPackagesTests.packages)
    func repository(name: String) throws {
        let package = try ProblemPackage(RepositoryPackagesTests.folder.appending(name))
        for format in WrittenFormat.allCases {
            let isPolygon = format == .polygon && !Self.inPolygon.contains(name) && Self.refused[name]?[format] == nil
            let reason = isPolygon ? "checker" : Self.refused[name]?[format]
            do {
                let rewritten = try RewrittenPackage(package, as: format)
                #expect(reason == nil, "\(name) as \(format.rawValue)")
                #expect(rewritten.differences == [], "\(name) as \(format.rawValue)")
                #expect(rewritten.copy.format.rawValue == (format == .domjudge ? "legacy" : format.rawValue))
            } catch let error as PackageWritingError {
                let expected = try #require(reason, "\(name) as \(format.rawValue): \(error)")
                let isSaid = error.reasons.contains {
                    $0.contains(expected) || (isPolygon && $0.contains("time limit"))
                }
                #expect(isSaid, "\(name) as \(format.rawValue): \(error)")
            }
        }
    }

    @Test("What one format says is the same when it is written in that format and read again", arguments: 0..<60)
    func sameFormat(seed: Int) throws {
        var random = RandomPackages(seed: UInt64(seed))
        for (texts, formats) in [
            (random.icpc(), [WrittenFormat.icpc2025]), (random.legacy(), [.legacy, .domjudge]),
            (random.polygon(), [.polygon]),
        ] {
            let package = MemoryPackage(texts)
            guard let original = try? package.problem() else { continue }
            for format in formats {
                let (copy, written) = try package.written(as: format)
                let read = try copy.problem()
                let differences = Said(original, written: nil).differences(from: Said(read, written: written))
                #expect(differences == [], "seed \(seed), \(format.rawValue)\n\(package.text)\n=====\n\(copy.text)")
            }
        }
    }

    @Test("A package that is written in another format is judged alike, or is refused", arguments: 0..<60)
    func otherFormats(seed: Int) throws {
        var random = RandomPackages(seed: UInt64(1000 + seed), isPlain: seed.isMultiple(of: 2))
        for texts in [random.icpc(), random.legacy(), random.polygon()] {
            let package = MemoryPackage(texts)
            guard let original = try? package.problem() else { continue }
            for format in WrittenFormat.allCases {
                do {
                    let (copy, written) = try package.written(as: format)
                    let comparison = PackageComparison(of: original, with: try copy.problem(), written: written)
                    #expect(
                        comparison.differences == [],
                        "seed \(seed), \(format.rawValue)\n\(package.text)\n=====\n\(copy.text)")
                } catch let error as PackageWritingError {
                    #expect(!error.reasons.isEmpty)
                }
            }
        }
    }

    @Test("Most random packages can be read, and many are written in another format")
    func coverage() throws {
        var (read, written, all) = (0, 0, 0)
        for seed in 0..<60 {
            var random = RandomPackages(seed: UInt64(1000 + seed), isPlain: seed.isMultiple(of: 2))
            for texts in [random.icpc(), random.legacy(), random.polygon()] {
                all += 1
                let package = MemoryPackage(texts)
                guard let problem = try? package.problem() else { continue }
                read += 1
                let other: WrittenFormat = problem.format == .icpc2025 ? .legacy : .icpc2025
                if (try? package.written(as: other)) != nil { written += 1 }
            }
        }
        #expect(read > all * 3 / 4, "\(read) of \(all)")
        #expect(written > all / 8, "\(written) of \(all)")
    }
}
