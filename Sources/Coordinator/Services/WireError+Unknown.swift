import Wire

extension WireError {
    /// There is no package of that id, or none that the caller may know of.
    static func unknownPackage(_ id: String) -> WireError {
        WireError(.notFound, "there is no package \(id.prefix(64)); add it first")
    }

    /// There is no submission of that id, or none that the caller may know of: nobody learns which.
    static func unknownSubmission(_ id: String) -> WireError {
        WireError(.notFound, "there is no submission \(id.prefix(64).debugDescription)")
    }
}
