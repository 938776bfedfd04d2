internal import Coordinator

extension PageAnswer {
    /// What a form does; where that is refused, the form again, with the reason.
    /// - Parameters:
    ///   - form: the page with the form, filled in with what was sent, as far as it may be shown.
    ///   - body: does it.
    /// - Throws: what is no fault of the form.
    public static func trying(
        _ form: PageContent, _ body: () async throws -> PageAnswer
    ) async throws -> PageAnswer {
        do {
            return try await body()
        } catch let error as DomainError {
            switch error.code {
            case .invalid, .forbidden, .wrongState, .alreadyExists, .conflict:
                return .show(form.complaining(sentences(error)))
            case .notFound, .exhausted, .unavailable, .cancelled, .damaged, .failed: throw error
            }
        }
    }

    /// An error as sentences: `The name is taken. Choose another one.`
    private static func sentences(_ error: DomainError) -> String {
        [error.message, error.advice].compactMap(\.self).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
            .joined(separator: " ")
    }
}
