@_spi(Sanitizing) public import Markup
internal import Mustache

/// The templates of pages, by their names. They are Mustache's, as far as ``TemplateRules`` allows.
public struct TemplateLibrary: Sendable {
    private let library: MustacheLibrary
    /// The templates' names.
    public let names: Set<String>

    /// Templates from their texts.
    /// - Parameter sources: texts by names.
    /// - Throws: ``TemplateError`` that names the first that cannot be used.
    public init(_ sources: [String: String]) throws(TemplateError) {
        var templates: [String: MustacheTemplate] = [:]
        for (name, text) in sources.sorted(by: { $0.key < $1.key }) {
            if let (line, reason) = TemplateRules.fault(in: text) {
                throw TemplateError(description: "the template \(name), line \(line): \(reason)")
            }
            if let partial = TemplateRules.partials(of: text).first(where: { sources[$0] == nil }) {
                throw TemplateError(description: "the template \(name) wants \(partial), which is not there")
            }
            do {
                // Values escape themselves, by what they are.
                templates[name] = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + text)
            } catch {
                throw TemplateError(description: "the template \(name) cannot be read: \(error)")
            }
        }
        library = MustacheLibrary(templates: templates)
        names = Set(sources.keys)
    }

    /// A template, filled in.
    /// - Parameters:
    ///   - name: the template's.
    ///   - values: what it shows.
    /// - Throws: ``TemplateError`` if there is no such template.
    public func render(_ name: String, _ values: [String: TemplateValue]) throws(TemplateError) -> SafeMarkup {
        let object = values.reduce(into: [String: Any]()) { $0[$1.key] = $1.value.object(named: $1.key) }
        guard let text = library.render(object, withTemplate: name) else {
            throw TemplateError(description: "there is no template \(name)")
        }
        return SafeMarkup(sanitized: text)
    }
}

/// Why a template cannot be used.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason.
    public let description: String
}

extension TemplateValue {
    /// What Mustache is given.
    fileprivate func object(named name: String) -> Any {
        if TemplateRules.isPath(name) {
            switch self {
            case .path(let path): return Written(text: SafeMarkup.escaped(path.description))
            case .nothing: return Absent()
            // A text could lead anywhere.
            default: return Written(text: "#")
            }
        }
        switch self {
        case .nothing: return Absent()
        case .text(let text): return Written(text: SafeMarkup.escaped(text))
        case .number(let number): return Written(text: "\(number)")
        case .flag(let flag): return flag
        case .path(let path): return Written(text: SafeMarkup.escaped(path.description))
        case .html(let html): return Written(text: html.text)
        case .list(let values): return values.map { $0.object(named: "") }
        case .record(let values):
            return values.reduce(into: [String: Any]()) { $0[$1.key] = $1.value.object(named: $1.key) }
        }
    }
}

/// A text as it stands in the page.
private struct Written: MustacheCustomRenderable, MustacheParent {
    let text: String

    var renderText: String { text }
    /// An empty text is nothing to show a section for.
    var isNull: Bool { text.isEmpty }

    func child(named name: String) -> Any? { nil }
}

/// Nothing.
private struct Absent: MustacheCustomRenderable, MustacheParent {
    var renderText: String { "" }
    var isNull: Bool { true }

    func child(named name: String) -> Any? { nil }
}
