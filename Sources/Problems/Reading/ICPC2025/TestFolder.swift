import PackageFiles

/// The test cases of a folder, by the names of its files.
struct TestFolder {
    /// What belongs to one test case.
    struct Case {
        /// Its name in the folder.
        var name: String
        var parts: [Part: PackageEntry] = [:]
    }

    /// What a file or folder is to its test case, by the end of its name.
    enum Part: String, CaseIterable {
        case inStatement = ".in.statement"
        case inDownload = ".in.download"
        case ansStatement = ".ans.statement"
        case ansDownload = ".ans.download"
        case input = ".in"
        case answer = ".ans"
        case output = ".out"
        case interaction = ".interaction"
        case files = ".files"
        case settings = ".yaml"
        case png = ".png"
        case jpg = ".jpg"
        case jpeg = ".jpeg"
        case svg = ".svg"

        /// Whether people look at it, and judging does not depend on it.
        var isForPeople: Bool {
            switch self {
            case .input, .answer, .files, .settings: false
            default: true
            }
        }
    }

    private static let displays: [(parts: [Part], what: String)] = [
        ([.inStatement, .interaction], "input"), ([.output, .ansStatement, .interaction], "output"),
        ([.output, .ansDownload], "output to download"), ([.png, .jpg, .jpeg, .svg], "illustration"),
    ]

    /// Test cases, and parts of some that have no input, in no order.
    private(set) var cases: [Case] = []
    /// The folders that are no test case's.
    private(set) var folders: [PackageEntry] = []
    /// What else there is.
    private(set) var strays: [PackageEntry] = []
    /// Settings as the legacy format has them; nil: there are none.
    private(set) var superseded: PackageEntry?

    init(_ folder: PackageEntry) {
        var places: [String: Int] = [:]
        for entry in folder.children {
            if entry.name == TestGroupSettings.draftFile, folder.child("testdata.in") == nil {
                superseded = entry
                continue
            }
            guard let (name, part) = Self.split(entry) else {
                if entry.isFolder {
                    folders.append(entry)
                } else if entry.name != TestGroupSettings.file {
                    strays.append(entry)
                }
                continue
            }
            let place = places[name] ?? cases.count
            if place == cases.count {
                places[name] = place
                cases.append(Case(name: name))
            }
            cases[place].parts[part] = entry
        }
    }

    /// What is wrong with the folder as such.
    /// - Parameters:
    ///   - hasAnswers: whether each input needs an answer.
    ///   - readsDraft: whether settings as the legacy format calls them count.
    ///   - findings: takes what is wrong.
    func check(hasAnswers: Bool, readsDraft: Bool = false, _ findings: Findings) {
        if let superseded, !readsDraft {
            let message = "not read: the legacy format's settings; write what it says to \(TestGroupSettings.file)"
            findings.warn(superseded.location, message)
        }
        let names = Set(folders.map(\.name))
        for test in cases {
            if test.parts[.input] != nil, names.contains(test.name), let entry = test.parts[.input] {
                findings.error(entry.location, "a folder beside it has the test case's name; rename one")
            }
            check(test, hasAnswers: hasAnswers, findings)
        }
    }

    private func check(_ test: Case, hasAnswers: Bool, _ findings: Findings) {
        guard let input = test.parts[.input] else {
            for (part, entry) in test.parts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                let message = "there is no input to this file; add \(PrintableText.escape(test.name)).in or remove it"
                if part.isForPeople {
                    findings.warn(entry.location, message)
                } else {
                    findings.error(entry.location, message)
                }
            }
            return
        }
        if test.name == "test_group" {
            findings.error(input.location, "a test case cannot be called test_group, for its settings; rename it")
        }
        if hasAnswers, test.parts[.answer] == nil {
            findings.error(input.location, "there is no answer to this input; add the .ans file")
        }
        for (parts, what) in Self.displays {
            let present = parts.filter { test.parts[$0] != nil }
            guard present.count > 1, let entry = test.parts[present[1]] else { continue }
            let names = present.map(\.rawValue).joined(separator: ", ")
            findings.warn(entry.location, "the \(what) is given more than once (\(names)); keep one")
        }
        checkOverrides(test, .inStatement, .inDownload, findings)
        checkOverrides(test, .ansStatement, .ansDownload, findings)
    }

    /// What is shown otherwise has to be given for download, and the other way round.
    private func checkOverrides(_ test: Case, _ shown: Part, _ download: Part, _ findings: Findings) {
        guard test.parts[.interaction] == nil, test.parts[.output] == nil else { return }
        guard (test.parts[shown] == nil) != (test.parts[download] == nil) else { return }
        guard let entry = test.parts[shown] ?? test.parts[download] else { return }
        findings.warn(entry.location, "\(shown.rawValue) and \(download.rawValue) go together; add the other one")
    }

    /// The test case that an entry belongs to, and as what; nil if its name says neither.
    private static func split(_ entry: PackageEntry) -> (name: String, part: Part)? {
        guard let part = Part.allCases.first(where: { entry.name.hasSuffix($0.rawValue) }) else { return nil }
        guard (part == .files) == entry.isFolder, entry.name != TestGroupSettings.file else { return nil }
        let name = entry.name.dropLast(part.rawValue.count)
        return name.isEmpty ? nil : (String(name), part)
    }
}
