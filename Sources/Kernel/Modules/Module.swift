public import Events
public import Views

/// A part of the platform: what it can do, as data. Adding one is its own folder, and its line where the coordinator lists them.
///
/// All its actions, streams and timers begin with its name.
public struct Module: Sendable {
    /// Its name: `contests`.
    public var name: String
    /// The commands that it has, by their actions.
    public var commands: [Action] = []
    /// What else its routes ask whether somebody may, when they know what it is about: ``PlatformServices/require(_:_:to:)``.
    public var questions: [Action] = []
    /// Who may do what: a row for each command, for each action of a route or topic, and for each question.
    public var permits: [Permit] = []
    /// What can be asked by HTTP.
    public var routes: [Route] = []
    /// What can be taken away as a file.
    public var exports: [ExportRoute] = []
    /// How often its actions may be asked for, beside what holds for all routes.
    public var limits: [RateLimit] = []
    /// What can be watched.
    public var topics: [Topic] = []
    /// What is done when its timers are due.
    public var timers: [TimerRule] = []
    /// What tables are made of the log.
    public var views: [ViewDeclaration] = []
    /// What is kept in memory of the log. What its topics show has been brought up to each entry before they are told of it.
    public var projections: [any LogProjection] = []
    /// What follows from the log.
    public var reactions: [Reaction] = []
    /// What people see in a browser.
    public var pages: [Page] = []
    /// The texts of the templates of its pages, by their names, which begin with its own and a slash.
    public var templates: [String: String] = [:]
    /// Its lines in the menu.
    public var navigation: [NavigationItem] = []
    /// Keeps people logged in whose browsers show a cookie; nil: none by this module.
    public var browserSessions: (any BrowserSessions)?
    /// Says which person has logged in by a token; nil: none by that. It throws where nobody can tell now.
    public var authenticate: @Sendable (_ token: String) async throws -> Actor? = { _ in nil }

    /// A module that can do nothing yet.
    public init(_ name: String) { self.name = name }
}

/// Why modules cannot be put together.
public struct ModuleError: Error, CustomStringConvertible {
    /// Why.
    public let description: String
}

extension Module {
    /// Asks that the modules fit together.
    /// - Throws: ``ModuleError`` that names the module and what is wrong with it.
    static func check(_ modules: [Module]) throws(ModuleError) {
        var names: Set<String> = []
        var routes: Set<String> = []
        var pages: Set<String> = []
        for module in modules {
            guard names.insert(module.name).inserted else { throw module.wrong("there are two modules of that name") }
            try module.check()
            for route in module.routes {
                try module.requireNew("\(route.method.rawValue) /\(route.path)", in: &routes)
            }
            for export in module.exports { try module.requireNew("GET /\(export.path)", in: &routes) }
            for page in module.pages {
                try module.requireNew("the page \(page.method.rawValue) /\(page.path)", in: &pages)
            }
        }
    }

    private func check() throws(ModuleError) {
        guard !name.isEmpty, name.utf8.allSatisfy({ (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }) else {
            throw wrong("a module's name is small letters")
        }
        let asked = Set(
            commands + questions + routes.map(\.action) + exports.map(\.action) + topics.map(\.action)
                + pages.map(\.action))
        let permitted = Set(permits.map(\.action))
        if let action = asked.subtracting(permitted).first { throw wrong("\(action) has no row of permissions") }
        if let action = permitted.subtracting(asked).first { throw wrong("nothing asks for \(action)") }
        if let limit = limits.first(where: { !asked.contains($0.action) }) {
            throw wrong("nothing asks for \(limit.action), which has a limit")
        }
        let actions = permits.map(\.action.rawValue) + timers.map(\.name) + reactions.map(\.name)
        if let text = actions.first(where: { !$0.hasPrefix(name + ".") }) {
            throw wrong("\(text) does not begin with its name")
        }
        if let page = pages.first(where: { ["api", "assets"].contains($0.path.prefix { $0 != "/" }) }) {
            throw wrong("the page /\(page.path) stands where pages do not")
        }
        if let template = templates.keys.sorted().first(where: { !$0.hasPrefix(name + "/") }) {
            throw wrong("the template \(template) does not begin with its name")
        }
        if let view = views.first(where: { $0.name != name && !$0.name.hasPrefix(name + "_") }) {
            throw wrong("the view \(view.name) does not begin with its name")
        }
        for names in [commands.map(\.rawValue), timers.map(\.name), reactions.map(\.name), views.map(\.name)] {
            guard Set(names).count == names.count else { throw wrong("a name is there twice") }
        }
    }

    private func requireNew(_ route: String, in known: inout Set<String>) throws(ModuleError) {
        guard known.insert(route).inserted else { throw wrong("\(route) is there twice") }
    }

    private func wrong(_ reason: String) -> ModuleError {
        ModuleError(description: "the module \(name.debugDescription) cannot be used: \(reason)")
    }
}
