internal import Cryptography
internal import Hummingbird
internal import HummingbirdCore
internal import Kernel
internal import Markup
internal import NIOCore
internal import PageFrame
internal import Templates
internal import Units

/// Puts what a page shows into the frame that is around all of them.
struct PageRenderer: Sendable {
    /// What one request knows that every page needs.
    struct Setting {
        var browser: Browser?
        var navigation: [NavigationItem]
        /// The path that was asked for.
        var path: String
        var nonce: String
        /// What forms show.
        var token: String
        /// What is said, once.
        var message: String?
    }

    let site: String
    let library: TemplateLibrary
    let assets: SiteAssets
    let hasAccounts: Bool

    /// A whole page, as HTML.
    func html(_ content: PageContent, _ setting: Setting) throws -> String {
        // Every form of a page may be sent once: those that are sent twice are the same.
        let form: [String: TemplateValue] = [
            "token": .text(setting.token), "formKey": .text(Base64URL.text(of: randomBytes(16))),
        ]
        let inner = try library.render(content.template, content.values.merging(form) { _, own in own })
        var values = form
        values["title"] = .text(content.title)
        values["site"] = .text(site)
        values["content"] = .html(inner)
        values["complaint"] = TemplateValue(content.complaint)
        values["isWide"] = .flag(content.isWide)
        values["message"] = TemplateValue(setting.message)
        values["hasAccounts"] = .flag(hasAccounts)
        addNavigation(setting, &values)
        values["person"] = Self.person(setting)
        values["loginPath"] = .path(Self.loginPath(from: setting.path))
        addAssets(content.scripts, setting.nonce, &values)
        return try library.render("frame", values).text
    }

    /// The menu; what is for those who look after the site is one line of it, and a menu of its own on their pages.
    private func addNavigation(_ setting: Setting, _ values: inout [String: TemplateValue]) {
        let tabs = setting.navigation.filter { $0.menu == .administration }
        var items = setting.navigation.filter { $0.menu == .main }.map { Self.item($0, at: setting.path) }
        let isThere = setting.path == "/admin" || setting.path.hasPrefix("/admin/")
        if let first = tabs.first(where: { $0.path.description == "/admin" }) ?? tabs.first {
            items.append(["title": "Administration", "path": .path(first.path), "isHere": .flag(isThere)])
        }
        values["navigation"] = .list(items)
        values["hasTabs"] = .flag(isThere && !tabs.isEmpty)
        values["tabs"] = .list(
            tabs.map { tab in
                // What stands below a tab is its own, unless it is another's.
                let isAbove = tabs.contains { $0.path.description.hasPrefix(tab.path.description + "/") }
                return Self.item(tab, at: setting.path, isExact: isAbove)
            })
    }

    /// Logging in leads back to where somebody was.
    static func loginPath(from path: String) -> LocalPath {
        let own = ["/login", "/logout", "/register", "/", "/forgot-password", "/reset-password", "/verify"]
        let isOwn = own.contains(path) || path.hasPrefix("/verify/")
        return LocalPath(of: ["login"], query: isOwn || LocalPath(path) == nil ? [] : [("next", path)])
    }

    private static func item(_ item: NavigationItem, at path: String, isExact: Bool = false) -> TemplateValue {
        let own = item.path.description
        return [
            "title": .text(item.title), "path": .path(item.path),
            "isHere": .flag(own == path || !isExact && own != "/" && path.hasPrefix(own + "/")),
        ]
    }

    private static func person(_ setting: Setting) -> TemplateValue {
        guard let session = setting.browser?.session else { return .nothing }
        return ["name": .text(session.name ?? "Account"), "isHere": .flag(setting.path.hasPrefix("/account"))]
    }

    private func addAssets(_ names: [String], _ nonce: String, _ values: inout [String: TemplateValue]) {
        var (styles, scripts): ([LocalPath], [LocalPath]) = ([], [])
        for name in names {
            let library =
                switch name {
                case "editor": assets.paths(of: LibraryAssets.editor)
                case "formulas": assets.paths(of: LibraryAssets.formulas)
                default: (styles: [LocalPath](), scripts: [LocalPath]())
                }
            guard let library, let own = assets.path(of: name + ".js") else { continue }
            styles += library.styles
            scripts += library.scripts + [own]
        }
        values["styles"] = .list(styles.map { ["path": .path($0)] })
        values["scripts"] = .list(scripts.map { ["path": .path($0), "nonce": .text(nonce)] })
        values["stylePath"] = assets.path(of: "site.css").map { .path($0) } ?? .nothing
        values["iconPath"] = assets.path(of: "icon.svg").map { .path($0) } ?? .nothing
    }
}
