internal import Coordinator
internal import Kernel
internal import Storage

/// Something that is done to a problem that is there.
protocol ProblemCommand: Command where State == LibraryProblem {
    var problem: EntityID { get }
}

extension ProblemCommand {
    var stream: StreamName { get throws(StorageError) { try problem.stream(LibraryProblem.streams) } }

    func subject(in state: LibraryProblem) -> Subject { state.subject(problem) }
}

extension LibraryProblem {
    /// Asks that it is there.
    /// - Throws: `DomainError` (`notFound`).
    func require() throws(DomainError) {
        guard exists else { throw Self.unknown }
    }

    /// What who may not see a problem is told, and who asks for one that is not there.
    static var unknown: DomainError { DomainError(.notFound, "there is no problem of that id") }
}
