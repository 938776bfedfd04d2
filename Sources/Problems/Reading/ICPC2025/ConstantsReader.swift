import StrictYAML
import Units

extension Constants {
    /// Reads `constants` of `problem.yaml`.
    init(_ node: YAMLNode?, _ findings: Findings) {
        self.init()
        guard let node, let mapping = findings.collect({ () throws(Diagnostic) in try node.mapping() }) else { return }
        for name in mapping.keys {
            findings.collect { () throws(Diagnostic) -> Void? in
                guard Self.isName(name) else {
                    let message = "a constant's name has letters, digits and _, and no digit first, unlike \"\(name)\""
                    throw Diagnostic(file: node.file, line: mapping.line(of: name), message: message)
                }
                try add(name, try mapping.value(name))
            }
        }
    }

    private mutating func add(_ name: String, _ node: YAMLNode) throws(Diagnostic) {
        guard node.isMapping else {
            let value = try Self.value(node)
            values[name] = value
            values["\(name).value"] = value
            return
        }
        let variants = try node.mapping()
        values[name] = try Self.value(try variants.value("value"))
        for variant in variants.keys { values["\(name).\(variant)"] = try Self.value(try variants.value(variant)) }
    }

    private static func value(_ node: YAMLNode) throws(Diagnostic) -> String {
        let value = try node.string()
        guard value.utf8.count <= valueLimit else { throw node.error("must not be longer than \(valueLimit) bytes") }
        return value
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 == "_" || ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
        }
    }
}
