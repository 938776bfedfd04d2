package import Kernel
internal import Templates

/// The pages that belong to no module alone.
package struct SitePages: Sendable {
    private static let read: Action = "site.read"

    /// What the site is called.
    private let title: String

    /// The pages of a site of that name.
    package init(title: String) { self.title = title }

    /// The module, as the platform takes it.
    package var module: Module {
        var module = Module("site")
        module.permits = [Permit(Self.read, .anybody)]
        module.pages = [
            Page(.get, "", Self.read, "The front page.") { [title] request in
                .show(
                    PageContent("site/front", title, ["isPerson": .flag(request.actor.person != nil)]))
            }
        ]
        module.templates = ["site/front": Self.front]
        return module
    }

    private static let front = """
        <p class="lead">Solve problems, and see at once whether your program is right.</p>
        {{^isPerson}}
        <p><a class="button" href="/register">Make an account</a> <a class="button second" href="/login">Log in</a></p>
        {{/isPerson}}

        """
}
