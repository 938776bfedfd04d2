import PackageFiles

/// Reads `data/invalid_input`, `data/invalid_output` and `data/valid_output`, which test the package's own programs.
enum ProgramCheckReader {
    /// The folders in `data` that are read.
    static var folders: [String] { ProgramCheck.Expectation.allCases.map(\.rawValue) }

    /// What is in those folders.
    /// - Parameters:
    ///   - package: the package.
    ///   - settings: what holds for a test case: its own settings are in the file, if it has one, and it lies in the folder.
    ///   - findings: takes what is odd; no verdict of a submission depends on it.
    static func read(
        _ package: LoadedPackage, _ findings: Findings, settings: (PackageEntry?, PackageEntry) -> TestSettings
    ) -> [ProgramCheck] {
        ProgramCheck.Expectation.allCases.flatMap { expectation -> [ProgramCheck] in
            guard let folder = package.root.entry(at: "data/\(expectation.rawValue)"), folder.isFolder else {
                return []
            }
            return cases(in: folder).compactMap { check(expectation, $0, package, findings, settings) }
        }
    }

    /// The inputs in the folder and those in it.
    private static func cases(in folder: PackageEntry) -> [(input: PackageEntry, folder: PackageEntry)] {
        folder.children.flatMap { entry in
            if entry.isFolder { return cases(in: entry) }
            return entry.name.hasSuffix(".in") ? [(entry, folder)] : []
        }
    }

    private static func check(
        _ expectation: ProgramCheck.Expectation, _ found: (input: PackageEntry, folder: PackageEntry),
        _ package: LoadedPackage, _ findings: Findings, _ settings: (PackageEntry?, PackageEntry) -> TestSettings
    ) -> ProgramCheck? {
        guard let input = found.input.file else { return nil }
        let stem = String(found.input.name.dropLast(".in".count))
        let own = settings(found.folder.child(stem + ".yaml"), found.folder)
        var test = TestCase(
            name: PrintableText.escape(String(found.input.path.dropFirst("data/".count).dropLast(".in".count))),
            input: input, answer: input, validatorArguments: own.outputValidatorArguments,
            inputValidatorArguments: own.inputValidatorArguments,
            inputValidatorArgumentsByName: own.inputValidatorArgumentsByName)
        guard expectation != .invalidInput else { return ProgramCheck(expectation, test) }
        guard let answer = found.folder.child(stem + ".ans")?.file, let output = found.folder.child(stem + ".out")?.file
        else {
            findings.warn(found.input.location, "has no .ans or no .out beside it, so it tests nothing; add them")
            return nil
        }
        test.answer = answer
        return ProgramCheck(expectation, test, output: output)
    }
}
