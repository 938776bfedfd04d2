import Grading
import PackageFiles
import StrictXML

/// Writes the checker and the interactor, and what they include.
struct PolygonProgramsText {
    let draft: PackageDraft
    let problem: Problem

    var elements: [XMLText] {
        switch problem.validation {
        case .standard(let arguments): return standard(arguments)
        case .native(let checker, _): return native(checker)
        case .custom(let custom): return self.custom(custom)
        }
    }

    private func standard(_ arguments: [String]) -> [XMLText] {
        let all = Set(problem.testCases.map(\.validatorArguments)).union([arguments])
        guard all == [["case_sensitive"]] else {
            draft.refuse(
                "no checker of testlib compares as the default output validator does with these flags; write a checker with "
                    + "testlib")
            return []
        }
        draft.note(
            "the default output validator becomes std::wcmp.cpp, to which vertical tabs and form feeds are no blanks")
        return [Self.checker("wcmp")]
    }

    private func native(_ checker: String) -> [XMLText] {
        guard let name = StandardChecker.polygonName(of: checker) else {
            draft.refuse("no checker of testlib compares as \(checker) does; write a checker with testlib")
            return []
        }
        return [XMLText("checker", ["name": name, "type": "testlib"])]
    }

    private static func checker(_ name: String) -> XMLText {
        XMLText("checker", ["name": "std::\(name).cpp", "type": "testlib"])
    }

    private func custom(_ custom: CustomValidation) -> [XMLText] {
        guard case .checker(let convention) = custom.convention, convention.answer == .testlib else {
            draft.refuse(
                "the output validator follows other conventions than testlib's, which the format's checkers follow; write "
                    + "one of those")
            return []
        }
        var elements: [XMLText] = []
        if let program = custom.validators.first { elements += element("checker", program) }
        if let program = custom.interactor { elements += element("interactor", program) }
        return elements
    }

    private func element(_ kind: String, _ program: Program) -> [XMLText] {
        guard let source = program.files.first, let type = SourceType.type(ofFile: source.name) else {
            draft.refuse("the \(kind) is in no language that the format has a name for; write it in C++ or Python")
            return []
        }
        let path = "files/\(source.name)"
        for file in program.files where !draft.has("files/\(file.name)") {
            draft.copySource(file.file, to: "files/\(file.name)")
        }
        return [
            XMLText(
                kind, ["type": kind == "checker" ? "testlib" : nil],
                [XMLText("source", ["path": path, "type": type])])
        ]
    }
}

/// Checkers that testlib brings along, which Polygon knows by their names.
enum StandardChecker {
    private static let names = [
        "acmp", "caseicmp", "casencmp", "casewcmp", "dcmp", "fcmp", "hcmp", "icmp", "lcmp", "ncmp", "nyesno",
        "pointscmp",
        "rcmp", "rcmp4", "rcmp6", "rcmp9", "rncmp", "uncmp", "wcmp", "yesno",
    ]

    /// What Polygon calls the native checker, `std::wcmp.cpp`; nil if it is none of testlib's.
    static func polygonName(of checker: String) -> String? {
        names.first { checker == "testlib.\($0)" }.map { "std::\($0).cpp" }
    }

    /// The native checker that testlib brings along under this name, `wcmp`; nil if it is none of ours.
    static func native(ofTestlib name: String) -> String? { names.contains(name) ? "testlib.\(name)" : nil }

    /// The native checker that Polygon calls so; nil if it is none of ours.
    static func native(ofPolygon name: String) -> String? {
        names.first { name == "std::\($0).cpp" }.map { "testlib.\($0)" }
    }
}
