extension Problem {
    /// With which exit status the package's input validators accept an input: 42 in the ICPC's formats, 0 in all others, where they
    /// are called as testlib has it.
    public var validInputStatus: Int32 {
        switch format {
        case .legacy, .legacyICPC, .icpc2025: 42
        case .polygon, .dmoj, .cms, .tps, .libraryChecker, .hydro, .uoj, .syzoj: 0
        }
    }
}

extension TestCase {
    /// What the input validator of that name in the package is called with.
    public func inputArguments(for validator: String) -> [String] {
        guard let byName = inputValidatorArgumentsByName else { return inputValidatorArguments }
        let name = validator.split(separator: "/").last.map { String($0) } ?? validator
        let stem = name.split(separator: ".").first.map { String($0) } ?? name
        return byName[name] ?? byName[stem] ?? []
    }
}
