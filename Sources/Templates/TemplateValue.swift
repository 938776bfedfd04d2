public import Markup

/// What a template shows. How it is written follows from what it is: a text is escaped wherever it stands.
public indirect enum TemplateValue: Hashable, Sendable {
    /// Nothing: a section for it is left out.
    case nothing
    /// A text.
    case text(String)
    /// A number.
    case number(Int64)
    /// Whether a section is shown.
    case flag(Bool)
    /// A path of this site. Its name in templates is `path`, or ends in `Path`; nothing else may be called so.
    case path(LocalPath)
    /// HTML that was sanitized.
    case html(SafeMarkup)
    /// A section is shown for each.
    case list([TemplateValue])
    /// Values by their names.
    case record([String: TemplateValue])

    /// A text; nothing if there is none.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .nothing }

    /// A number.
    public init(_ number: some BinaryInteger) { self = .number(Int64(clamping: number)) }
}

extension TemplateValue: ExpressibleByStringInterpolation {
    /// A text.
    public init(stringLiteral text: String) { self = .text(text) }
}

extension TemplateValue: ExpressibleByIntegerLiteral {
    /// A number.
    public init(integerLiteral number: Int64) { self = .number(number) }
}

extension TemplateValue: ExpressibleByBooleanLiteral {
    /// Whether a section is shown.
    public init(booleanLiteral flag: Bool) { self = .flag(flag) }
}

extension TemplateValue: ExpressibleByArrayLiteral {
    /// A list.
    public init(arrayLiteral values: TemplateValue...) { self = .list(values) }
}

extension TemplateValue: ExpressibleByDictionaryLiteral {
    /// Values by their names.
    public init(dictionaryLiteral values: (String, TemplateValue)...) {
        self = .record(Dictionary(values) { _, last in last })
    }
}
