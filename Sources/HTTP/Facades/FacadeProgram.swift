internal import Executions
internal import Sandbox
internal import Toolchains

/// A program with files beside it, as other systems get it: all in one folder, the main source first.
enum FacadeProgram {
    /// The sources and the other files of a program: what the language takes for a source goes to the compiler, the rest lies
    /// where the program runs.
    static func split(
        _ files: [ExecutionFile], in language: Language
    ) -> (sources: [ExecutionFile], files: [ExecutionFile]) {
        (files.filter { language.isSource($0.name) }, files.filter { !language.isSource($0.name) })
    }

    /// What the main source is called: as it came, unless the language would not take that for one, or wants another name.
    static func mainName(_ given: String?, _ source: [UInt8], in language: Language) -> String {
        if language.id == "java", let type = JavaSource.publicType(in: source) { return type + ".java" }
        guard let name = given.map(plain), language.isSource(name) else { return language.sourceName }
        return name
    }

    /// A path without `./` before it, which means nothing.
    static func plain(_ path: String) -> String {
        var path = path[...]
        while path.hasPrefix("./") { path = path.dropFirst(2).drop { $0 == "/" } }
        return String(path)
    }
}

extension ExecutionEnding {
    /// The signal that ended the program, or that another system would have sent it for that; nil if it ended by itself.
    var signal: Signal? {
        switch self {
        case .exited, .failed: nil
        case .signaled(let number): Signal(rawValue: number)
        case .cpuLimit, .wallLimit, .memoryLimit: .kill
        case .outputLimit: Signal(rawValue: 25)
        case .securityViolation: .systemCall
        }
    }

    /// The program's own status, if it ended by itself.
    var status: Int32? { if case .exited(let status) = self { status } else { nil } }
}

extension ExecutionCompilation {
    /// What is wrong, as the compiler says it, or else as the judge does.
    var complaint: String { log.isEmpty ? message : log }

    /// Whether it failed because `limits` gave it too little time.
    func ranOutOfTime(_ limits: CompilationLimits) -> Bool { !succeeded && cpuTime >= limits.cpuTime }
}
