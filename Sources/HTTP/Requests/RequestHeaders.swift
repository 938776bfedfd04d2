internal import Hummingbird

/// Fields of headers by their names in lower case.
enum RequestHeaders {
    /// The first field's value; nil if there is none.
    static func value(_ name: String, _ headers: HTTPFields) -> String? {
        headers.first { $0.name.canonicalName == name }?.value
    }

    /// Sets a field. A name that is none sets nothing.
    static func set(_ name: String, _ value: String, _ headers: inout HTTPFields) {
        guard let name = HTTPFields.Element.Name(name) else { return }
        headers[name] = value
    }
}
