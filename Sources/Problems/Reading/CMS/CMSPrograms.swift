import Grading
import PackageFiles

/// The programs of a task: its checker, graders and solutions.
struct CMSPrograms {
    /// The extensions of sources, the fastest language first.
    static let kinds = ["cpp", "cc", "c", "rs", "go", "java", "pas", "hs", "cs", "py"]
    static let headers: Set<String> = ["h", "hpp"]
    /// Extensions of graders that are built with a submission, and the languages.
    private static let graded = ["c": "c", "cpp": "cpp"]
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

    /// Reads them.
    /// - Parameters:
    ///   - files: the package's.
    ///   - task: its short name, which is that of all submissions: `TASK.java`.
    ///   - grader: what the programs are called that are built with submissions: `grader`, or `stub` where there is a manager.
    ///   - findings: takes what is wrong or odd.
    init(_ files: FilesByPath, task: String, grader: String = "grader", _ findings: Findings) {
        validation = Self.validation(files, findings)
        let own = files.files(in: Self.folder)
        let headers = own.filter { Self.headers.contains($0.kind) }.map { SourceFile($0.file, name: $0.name) }
        for item in own where Self.kinds.contains(item.kind) {
            let (name, kind, file) = (item.name, item.kind, item.file)
            let stem = String(name.dropLast(kind.count + 1))
            if stem == grader {
                if let language = Self.graded[kind] {
                    graders[language] = [SourceFile(file, name: name)] + headers
                } else {
                    findings.warn("sol/\(name)", "not used: \(grader)s are built with submissions in C and C++ only")
                }
            }
            guard !Self.unused.contains(stem) else { continue }
            submissions.append(
                Submission(
                    path: PrintableText.escape("sol/\(name)"),
                    sources: .inPackage([SourceFile(file, name: "\(task).\(kind)")]),
                    expected: ExpectedResult(Self.right.contains(stem) ? [.accepted] : [])))
        }
        if !graders.isEmpty {
            submissions.removeAll { submission in
                !graders.keys.contains { submission.path.hasSuffix("." + $0) }
            }
        }
    }

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
