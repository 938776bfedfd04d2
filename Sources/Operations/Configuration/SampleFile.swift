extension Configuration {
    /// A settings file with every setting in it, explained and commented out at its default; required ones are left to
    /// fill in.
    ///
    /// - Parameters:
    ///   - title: The first line, what the file is for.
    ///   - prefix: What the environment's variables begin with.
    public static func sampleFile(title: String, prefix: String) -> String {
        var text = """
            # \(title)
            #
            # Every setting is shown with its default. A flag wins over the environment, which wins over this file:
            # "a.b" is also the variable \(prefix)_A_B and the flag --a-b. --check-config prints what applies.

            """
        var group = ""
        for setting in settings {
            let path = setting.name.split(separator: ".", maxSplits: 1).map(String.init)
            let nested = path.count == 2
            if nested, path[0] != group {
                text += "\n\(path[0]):\n"
            } else if !nested {
                text += "\n"
            }
            group = nested ? path[0] : ""
            let indent = nested ? "  " : ""
            let required = setting.isRequired ? " Required." : ""
            text += "\(indent)# \(setting.summary): \(setting.typeName).\(required)\n"
            text += "\(indent)#\(path.last ?? ""): \(setting.show(Self()).yaml)\n"
        }
        return text
    }
}
