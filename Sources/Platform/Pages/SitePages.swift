package import Kernel
package import Markup
internal import Templates

/// The pages of problems, submissions, contests and people. They ask the API for whoever looks at them, and so show nothing, and do
/// nothing, that it would not.
package struct SitePages: Sendable {
    static let read: Action = "site.read"
    static let look: Action = "site.look-after"

    /// A language that programs may be in.
    package struct Language: Hashable, Sendable {
        /// What the API calls it.
        package var id: String
        /// What people call it.
        package var name: String

        /// A language from its parts.
        package init(id: String, name: String) { (self.id, self.name) = (id, name) }
    }

    /// What the site is called.
    let title: String
    /// The names of the modules that it has.
    let modules: Set<String>
    /// The languages that programs may be in.
    let languages: [Language]
    /// The largest form that brings a package, in bytes.
    let largestForm: Int
    /// What problems were called a little while ago.
    let titles = ProblemTitles()
    /// The rows of boards, for all who see the same.
    let sharedRows = SharedRows()
    /// Says that HTML of a statement does nothing; nil: that it might.
    let checked: @Sendable (String) -> SafeMarkup?

    /// The pages of a site.
    /// - Parameters:
    ///   - title: what it is called.
    ///   - modules: the names of the modules that it has.
    ///   - languages: those that programs may be in.
    ///   - largestForm: the largest form that brings a package, in bytes: as much as the server takes.
    ///   - checked: says that HTML of a statement does nothing; nil: that it might.
    package init(
        title: String, modules: Set<String>, languages: [Language], largestForm: Int = 16 << 20,
        checked: @escaping @Sendable (String) -> SafeMarkup?
    ) {
        (self.title, self.modules, self.languages, self.checked) = (title, modules, languages, checked)
        self.largestForm = largestForm
    }

    /// The module, as the platform takes it.
    package var module: Module {
        var module = Module("site")
        module.permits = [Permit(Self.read, .anybody)]
        module.pages = [frontPage]
        module.templates = ["site/front": FrontTemplates.front]
        if modules.contains("library") {
            module.pages += problemPages + setterPages + testCasePages
            module.templates.merge(ProblemTemplates.all.merging(SetterTemplates.all) { $1 }) { $1 }
            module.templates.merge(TestCaseTemplates.all) { $1 }
            module.navigation.append(NavigationItem("Problems", LocalPath(of: ["problems"]), Self.read))
        }
        if modules.contains("invocations") {
            module.pages += invocationPages
            module.templates.merge(InvocationTemplates.all) { $1 }
        }
        if modules.contains("contests") {
            module.pages += contestPages + boardPages + awardPages + messagePages + organiserPages + balloonPages
            module.pages += teamPages + adjustingPages
            module.templates.merge(ContestTemplates.all.merging(OrganiserTemplates.all) { $1 }) { $1 }
            module.templates.merge(BalloonTemplates.all.merging(TeamTemplates.all) { $1 }) { $1 }
            module.navigation.append(NavigationItem("Contests", LocalPath(of: ["contests"]), Self.read))
        }
        if modules.contains("hacks") {
            module.pages += hackPages
            module.templates.merge(HackTemplates.all) { $1 }
        }
        if modules.contains("submissions") {
            module.permits += [Permit(Self.ownSubmissions, .people), Permit(Self.look, .role(.admin))]
            module.pages += submissionPages
            module.templates.merge(SubmissionTemplates.all) { $1 }
            if modules.contains("contests") {
                module.pages += rejudgingPages
                module.templates.merge(RejudgingTemplates.all) { $1 }
            }
            module.navigation.append(
                NavigationItem("My submissions", LocalPath(of: ["submissions"]), Self.ownSubmissions))
            module.navigation.append(
                NavigationItem(
                    "Not judged", LocalPath(of: ["admin", "submissions"]), Self.look, in: .administration))
        }
        if modules.contains("profiles") {
            module.permits += [Permit(Self.ownProfile, .people)]
            module.pages += peoplePages
            module.templates.merge(PeopleTemplates.all) { $1 }
            module.navigation.append(NavigationItem("Ranking", LocalPath(of: ["ranking"]), Self.read))
        }
        return module
    }

    private var frontPage: Page {
        Page(.get, "", Self.read, "The front page.") { request in
            var values: [String: TemplateValue] = ["isPerson": .flag(request.actor.person != nil)]
            if modules.contains("contests") {
                let list = try await request.read("api/v1/contests", query: ["limit": "5"])
                values["contests"] = .list(list.items("contests").map(Self.contestRow))
                values["hasContests"] = .flag(!list.items("contests").isEmpty)
            }
            if modules.contains("library") {
                let list = try await request.read("api/v1/problems", query: ["limit": "8"])
                values["problems"] = .list(list.items("problems").map(Self.problemRow))
                values["hasProblems"] = .flag(!list.items("problems").isEmpty)
            }
            return .show(PageContent("site/front", title, values))
        }
    }

    static let ownSubmissions: Action = "site.own-submissions"
    static let ownProfile: Action = "site.own-profile"
}
