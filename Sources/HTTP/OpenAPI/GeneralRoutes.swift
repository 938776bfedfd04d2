internal import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import NIOCore
internal import Synchronization

/// The server's own routes.
enum GeneralRoutes {
    /// Who asks, and what it may do.
    private struct Me: ResponseEncodable {
        var name: String
        var tenant: String
        var role: String
        /// `own` or `all` by what may be done.
        var permissions: [String: String]

        init(_ principal: Principal) {
            name = principal.name
            tenant = principal.tenant
            role = principal.role.rawValue
            permissions = [:]
            for permission in Permission.allCases {
                switch principal.reach(permission) {
                case .nothing: break
                case .own: permissions[GeneralRoutes.name(of: permission)] = "own"
                case .all: permissions[GeneralRoutes.name(of: permission)] = "all"
                }
            }
        }
    }

    /// Adds them.
    /// - Parameter document: The description, once all routes are there.
    static func add(to router: APIRouter, document: DocumentText) {
        router.describe(GeneralDescription.text)
        router.get("healthz") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "alive\n")))
        }
        router.get("api/openapi.json") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: document.text))
        }
        router.get("api/docs") { _, _ in DocumentationPage.response }
        router.requiring().get("api/v1/me") { _, context in context.principal.map { Me($0) } }
    }

    /// `readSubmissions` as `read_submissions`.
    static func name(of permission: Permission) -> String {
        "\(permission)".reduce(into: "") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter.lowercased()
        }
    }
}

/// The text of the description, which is known when all routes are there.
final class DocumentText: Sendable {
    private let made = Mutex(ByteBuffer())

    var text: ByteBuffer {
        get { made.withLock { $0 } }
        set { made.withLock { $0 = newValue } }
    }
}
