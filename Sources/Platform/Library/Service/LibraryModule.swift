package import Kernel

extension Library {
    /// A setter, who makes problems, or looks after the one in whose scope the role is.
    static let setter: RoleName = "setter"

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module("library")
        module.commands = Self.permits.map(\.action).filter { !Self.asked.contains($0) }
        module.questions = [Self.inspect, Self.take, Self.validate]
        module.permits = Self.permits
        module.routes = listRoutes + problemRoutes + fileRoutes + editorialRoutes + testRoutes + validatingRoutes
        module.views = [LibraryView.declaration]
        return module
    }

    /// What is no command.
    private static let asked: Set<Action> = [read, inspect, take, validate]

    /// Who may do what. What anybody may read is asked about once more when the problem is known.
    static let permits: [Permit] = [
        Permit(read, .anybody),
        Permit(inspect, .owners, .role(setter), .role(.admin)),
        Permit(take, .role(.admin)),
        Permit(validate, .owners, .role(setter), .role(.admin)),
        Permit(MakeProblem.action, .role(setter), .role(.admin)),
        Permit(AddVersion.action, .owners, .role(setter), .role(.admin)),
        Permit(DescribeProblem.action, .owners, .role(setter), .role(.admin)),
        Permit(PublishProblem.action, .owners, .role(setter), .role(.admin)),
        Permit(WithdrawProblem.action, .owners, .role(setter), .role(.admin)),
        Permit(DeleteProblem.action, .owners, .role(.admin)),
        Permit(WriteEditorial.action, .owners, .role(setter), .role(.admin)),
        Permit(ReleaseEditorial.action, .owners, .role(setter), .role(.admin)),
    ]
}
