public import PackageFiles

/// A package to be written: its files, those of another package among them, which somebody else copies.
public struct WrittenPackage: Hashable, Sendable {
    /// The files, by their paths.
    public var files: [WrittenFile]
    /// What is not there, or otherwise than in the package that it is made of: a sentence each, with what to do.
    public var notes: [String]
}

/// A file to be written.
public struct WrittenFile: Hashable, Sendable {
    /// What it is to have.
    public enum Contents: Hashable, Sendable {
        /// These bytes.
        case bytes([UInt8])
        /// The bytes of a file of the other package, with its constants put in, and these bytes behind them.
        case copy(PackageFile, constants: Constants = Constants(), appending: [UInt8] = [])
    }

    /// Where it is to lie in the package.
    public var path: TreePath
    /// What it is to have.
    public var contents: Contents
    /// Whether its owner may execute it.
    public var isExecutable: Bool
}

/// Why a package cannot be written in a format: what decides about verdicts or scores would get lost.
public struct PackageWritingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Each thing that cannot be said in the format, and what to do; never empty.
    public let reasons: [String]

    /// One line a reason.
    public var description: String { reasons.joined(separator: "\n") }
}

extension WrittenPackage {
    /// Writes all of a problem that `format` can say. What decides about verdicts and scores is said, or the problem is refused;
    /// what else gets lost is among the ``notes``.
    /// - Parameters:
    ///   - listing: the package that the problem was read from.
    ///   - uuid: the new package's UUID, if the problem has none and the format asks for one.
    /// - Throws: ``PackageWritingError`` with all reasons why it cannot be written.
    public init(
        _ problem: Problem, _ listing: PackageListing, as format: WrittenFormat, uuid: String
    ) throws(PackageWritingError) {
        let reasons = Self.unsayable(of: problem)
        guard reasons.isEmpty else { throw PackageWritingError(reasons: reasons) }
        switch format {
        case .icpc2025: self = try ICPCWriter.write(problem, listing, uuid: uuid)
        case .legacy, .domjudge: self = try LegacyWriter.write(problem, listing, as: format)
        case .polygon: self = try PolygonWriter.write(problem, listing)
        }
    }
    /// What none of the formats can say of how programs are built.
    private static func unsayable(of problem: Problem) -> [String] {
        var reasons: [String] = []
        if problem.takesAnswers {
            reasons.append(
                "submissions are answers, and not programs; only programs are written yet, so keep the format")
        }
        if problem.hasTwoSteps {
            reasons.append("submissions run in two steps, which only TPS has; keep the format")
        }
        if !problem.runs.isEmpty {
            reasons.append("submissions run several times on a test case, which is not written; keep the format")
        }
        if !problem.preamble.isEmpty {
            reasons.append(
                "submissions are built with code of the package before their own; write a main program for `include`")
        }
        if let name = problem.inputFile ?? problem.outputFile {
            reasons.append("submissions read or write the file \(name); have them use standard input and output")
        }
        guard case .custom(let custom) = problem.validation else { return reasons }
        if custom.processes != nil {
            reasons.append(
                "a manager talks with processes of a submission; only CMS and TPS have such problems, so keep the format"
            )
        }
        for program in custom.validators + [custom.interactor].compactMap(\.self) {
            guard !program.compilerFlags.isEmpty || !program.preamble.isEmpty else { continue }
            reasons.append(
                "\(program.name) is built with compiler flags or code before its own; put what they define into its source"
            )
        }
        return reasons
    }
}
