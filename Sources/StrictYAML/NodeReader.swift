import Units
import Yams

/// Turns the parser's nodes into ours, refusing what has no place in a settings file.
struct NodeReader {
    let file: String
    /// What begins so is no key of the document's (``SupersededKeys``).
    var supersededMark: String?

    /// Why a document could not be read.
    enum Failure: Error {
        case invalid(Diagnostic)
        /// A key stands more than once, for the first time at the mark.
        case duplicate(String, Mark)

        func error(_ file: String) -> Diagnostic {
            switch self {
            case .invalid(let error): error
            case .duplicate(let key, let mark):
                Diagnostic(file: file, line: mark.line, message: "duplicate key \"\(key)\"; give each key once")
            }
        }
    }

    func read(_ text: String) throws(Diagnostic) -> YAMLNode {
        do throws(Failure) {
            return try attempt(text)
        } catch {
            throw error.error(file)
        }
    }

    func attempt(_ text: String) throws(Failure) -> YAMLNode {
        do {
            // Without the resolver's rules nothing is guessed from how a value looks, and `1` and `"1"` are one key.
            let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            // Nodes refer to their anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) {
                guard let root = try parser.singleRoot() else { return emptyMapping }
                let node = try convert(root, name: "", depth: 0)
                return node.isNull ? emptyMapping : node
            }
        } catch let error as Diagnostic {
            throw .invalid(error)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            throw .duplicate(keys.first ?? "", context.mark)
        } catch let error as YamlError {
            throw .invalid(describe(error, in: text))
        } catch {
            throw .invalid(Diagnostic(file: file, message: "not YAML: \(error)"))
        }
    }

    private var emptyMapping: YAMLNode {
        YAMLNode(content: .mapping([]), file: file, line: 1, name: "")
    }

    private func convert(_ node: Node, name: String, depth: Int) throws(Diagnostic) -> YAMLNode {
        let line = node.mark?.line ?? 1
        guard depth <= YAMLDocument.depthLimit else {
            throw Diagnostic(file: file, line: line, message: "nested deeper than \(YAMLDocument.depthLimit) levels")
        }
        guard node.anchor == nil else {
            throw Diagnostic(
                file: file, line: line, message: "anchors and aliases are not supported; write the value out")
        }
        return YAMLNode(
            content: try convertContent(of: node, name: name, line: line, depth: depth),
            file: file, line: line, name: name)
    }

    private func convertContent(
        of node: Node, name: String, line: Int, depth: Int
    ) throws(Diagnostic) -> YAMLNode.Content {
        switch node {
        case .scalar(let scalar):
            try checkTag(scalar.tag, allowed: .str, line: line)
            return .scalar(scalar.string, isPlain: scalar.style == .plain && scalar.tag.rawValue.isEmpty)
        case .sequence(let sequence):
            try checkTag(sequence.tag, allowed: .seq, line: line)
            var nodes: [YAMLNode] = []
            for (index, element) in sequence.enumerated() {
                nodes.append(try convert(element, name: "\(name)[\(index)]", depth: depth + 1))
            }
            return .sequence(nodes)
        case .mapping(let mapping):
            try checkTag(mapping.tag, allowed: .map, line: line)
            var entries: [YAMLMapping.Entry] = []
            for (keyNode, valueNode) in mapping {
                let key = try convertKey(keyNode)
                if let supersededMark, key.hasPrefix(supersededMark) { continue }
                let path = name.isEmpty ? key : "\(name).\(key)"
                let value = try convert(valueNode, name: path, depth: depth + 1)
                entries.append(YAMLMapping.Entry(key: key, line: keyNode.mark?.line ?? line, value: value))
            }
            return .mapping(entries)
        case .alias:
            throw Diagnostic(file: file, line: line, message: "aliases are not supported; write the value out")
        }
    }

    private func convertKey(_ node: Node) throws(Diagnostic) -> String {
        guard case .scalar(let scalar) = node, scalar.anchor == nil else {
            throw Diagnostic(file: file, line: node.mark?.line, message: "a key must be plain text")
        }
        guard scalar.string != "<<" else {
            throw Diagnostic(file: file, line: node.mark?.line, message: "merge keys (<<) are not supported")
        }
        return scalar.string
    }

    private func checkTag(_ tag: Tag, allowed: Tag.Name, line: Int) throws(Diagnostic) {
        guard tag.rawValue.isEmpty || tag.rawValue == allowed.rawValue else {
            throw Diagnostic(file: file, line: line, message: "the tag \(tag.rawValue) is not supported; remove it")
        }
    }

    private func describe(_ error: YamlError, in text: String) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { " (\($0.text), line \($0.mark.line))" } ?? ""
            return Diagnostic(file: file, line: mark.line, message: "not YAML: \(problem)\(place)")
        case .reader(let problem, let offset, _, _):
            let line = offset.map { text.prefix($0).count(where: \.isNewline) + 1 }
            return Diagnostic(file: file, line: line, message: "not YAML: \(problem)")
        default:
            return Diagnostic(file: file, message: "not YAML: \(error)")
        }
    }
}
