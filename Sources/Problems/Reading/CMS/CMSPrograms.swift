import Grading
import PackageFiles

/// The programs of a task: its checker, graders and solutions.
struct CMSPrograms {
    /// The extensions of sources, the fastest language first.
    static let kinds = ["cpp", "cc", "c", "rs", "go", "java", "pas", "hs", "cs", "py"]
    static let headers: Set<String> = ["h", "hpp"]
    /// Extensions of graders that are built with a submission, and the languages.
    private static let graded = ["c": "c", "cpp": "cpp", "java": "java", "pas": "pascal"]
    /// How the names end of what is put beside a submission with its grader, by language.
    private static let companions = ["c": [".h", ".hpp"], "cpp": [".h", ".hpp"], "pascal": ["lib.pas"]]
    private static let unused: Set<String> = ["grader", "stub", "template"]
    /// Where the solutions are.
    static let folder = "sol"
    /// What the solution is called that is right.
    static let right: Set<String> = ["solution", "soluzione"]

    /// How outputs are judged.
    let validation: Validation
    /// The solutions; only one that is called `solution` has to be accepted.
    private(set) var submissions: [Submission] = []
    /// The files to put beside a submission, by language.
    private(set) var graders: [String: [SourceFile]] = [:]
    /// Where submissions start that are built with a grader, by language: in the grader, whatever they have themselves.
    private(set) var entryPoints: [String: String] = [:]

    /// Reads them.
    /// - Parameters:
    ///   - files: the package's.
    ///   - task: its short name, which is that of all submissions: `TASK.java`.
    ///   - grader: what the programs are called that are built with submissions: `grader`, or `stub` where there is a manager.
    ///   - findings: takes what is wrong or odd.
    init(_ files: FilesByPath, task: String, grader: String = "grader", _ findings: Findings) {
        validation = Self.validation(files, findings)
        let own = files.files(in: Self.folder)
        for item in own where Self.stem(of: item) == grader && Self.kinds.contains(item.kind) {
            guard let language = Self.graded[item.kind] else {
                findings.warn(
                    "sol/\(item.name)",
                    "not used: \(grader)s are built with submissions in C, C++, Java and Pascal only")
                continue
            }
            let others = own.filter { other in
                (Self.companions[language] ?? []).contains { other.name.hasSuffix($0) }
            }
            graders[language] = ([item] + others).map { SourceFile($0.file, name: $0.name) }
            if language == "java" { entryPoints[language] = grader }
            if language == "pascal" { entryPoints[language] = item.name }
        }
        for item in own where Self.kinds.contains(item.kind) {
            let stem = Self.stem(of: item)
            let isLibrary = item.name.hasSuffix("lib.pas") && graders["pascal"] != nil
            // With graders, programs in other languages are not judged.
            let isBuilt = graders.isEmpty || Self.graded[item.kind].map { graders[$0] != nil } ?? false
            guard !Self.unused.contains(stem), !isLibrary, isBuilt else { continue }
            submissions.append(
                Submission(
                    path: PrintableText.escape("sol/\(item.name)"),
                    sources: .inPackage([SourceFile(item.file, name: "\(task).\(item.kind)")]),
                    expected: ExpectedResult(Self.right.contains(stem) ? [.accepted] : [])))
        }
    }

    private static func stem(of item: FilesByPath.Item) -> String { String(item.name.dropLast(item.kind.count + 1)) }

    private static func validation(_ files: FilesByPath, _ findings: Findings) -> Validation {
        for (folder, name) in [("check", "checker"), ("cor", "correttore")] {
            let own = files.files(in: folder)
            let sources = own.filter { $0.name == "\(name).\($0.kind)" && kinds.contains($0.kind) }
            guard let source = sources.first else {
                if own.contains(where: { $0.name == name }) {
                    findings.error("\(folder)/\(name)", "is a compiled checker; add its source, \(folder)/\(name).cpp")
                }
                continue
            }
            let others = own.filter { headers.contains($0.kind) }
            let program = Program(
                name: PrintableText.escape("\(folder)/\(source.name)"),
                files: ([source] + others).map { SourceFile($0.file, name: $0.name) })
            return .custom(CustomValidation(.checker(CheckerConvention(.cms)), validators: [program]))
        }
        return .native(checker: "cms.whitediff", arguments: [])
    }
}

extension FilesByPath {
    /// The program whose source is called `path` with an extension, of several the fastest one, with the headers beside it.
    func program(called path: String) -> Program? {
        let folder = Self.folder(of: path)
        guard let kind = CMSPrograms.kinds.first(where: { self["\(path).\($0)"] != nil }),
            let file = self["\(path).\(kind)"]
        else { return nil }
        let headers = files(in: folder).filter { CMSPrograms.headers.contains($0.kind) }
        return Program(
            name: PrintableText.escape("\(path).\(kind)"),
            files: [SourceFile(file, name: "\(Self.name(of: path)).\(kind)")]
                + headers.map { SourceFile($0.file, name: $0.name) })
    }

    /// Whether there is a program, built or as a source, that is called `path` without an extension.
    func hasProgram(called path: String) -> Bool {
        let name = Self.name(of: path)
        return files(in: Self.folder(of: path)).contains { $0.name == name || $0.name.hasPrefix(name + ".") }
    }
}
