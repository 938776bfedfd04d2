import Wire

extension Principal {
    /// Whether it sees and changes what `tenant` submitted: its own, or everything.
    func maySee(_ tenant: String) -> Bool { role == .admin || name == tenant }
}

extension WireError {
    /// There is no submission of that id, or none that the caller may know of: nobody learns which.
    static func unknownSubmission(_ id: String) -> WireError {
        WireError(.notFound, "there is no submission \(id.prefix(64).debugDescription)")
    }
}
