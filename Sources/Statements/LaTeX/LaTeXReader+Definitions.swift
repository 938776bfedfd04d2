extension LaTeXReader {
    /// How many commands a text may define, how long a formula may become, and how often what is put in is looked at again.
    private static let (mostDefinitions, longestFormula, deepest) = (200, 16 << 10, 4)

    /// What a command stands for that the text defines. One with arguments is left out, and said.
    mutating func definition(_ name: String, _ scanner: inout LaTeXScanner) {
        let made = text(scanner.argument())
        var hasArguments = false
        if name != "def" {
            while scanner.option() != nil { hasArguments = true }
        } else if !scanner.isAtGroup {
            scanner.skip(to: UInt8(ascii: "{"))
            hasArguments = true
        }
        let body = scanner.isAtGroup ? scanner.argument() : nil
        guard made.first == "\\", !hasArguments, let body, definitions.count < Self.mostDefinitions else {
            return warn("\(made) is defined with arguments, which is left out: write what it stands for")
        }
        let operatorName = "\\operatorname{" + String(decoding: body, as: UTF8.self) + "}"
        definitions[String(made.dropFirst())] = name == "DeclareMathOperator" ? Array(operatorName.utf8)[...] : body
    }

    /// A formula with what its commands stand for that the text defines.
    func filled(_ formula: String) -> String {
        guard !definitions.isEmpty else { return formula }
        var text = Array(formula.utf8)
        for _ in 0..<Self.deepest {
            let next = replaced(text)
            guard next != text, next.count <= Self.longestFormula else { break }
            text = next
        }
        return String(decoding: text, as: UTF8.self)
    }

    private func replaced(_ formula: [UInt8]) -> [UInt8] {
        effort.left -= formula.count
        guard effort.left > 0 else { return formula }
        var result: [UInt8] = []
        var rest = formula[...]
        while let byte = rest.popFirst() {
            let name: ArraySlice<UInt8> =
                byte == UInt8(ascii: "\\") ? rest.prefix { (65...90).contains($0) || (97...122).contains($0) } : []
            if !name.isEmpty, let body = definitions[String(decoding: name, as: UTF8.self)] {
                result += [UInt8(ascii: "{")] + body + [UInt8(ascii: "}")]
                rest = rest[name.endIndex...]
            } else {
                result.append(byte)
                // A sign behind a backslash begins nothing.
                if byte == UInt8(ascii: "\\"), name.isEmpty, let sign = rest.popFirst() { result.append(sign) }
            }
            guard result.count <= Self.longestFormula else { return formula }
        }
        return result
    }
}
