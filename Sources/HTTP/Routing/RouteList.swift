internal import Hummingbird
internal import Synchronization

/// The routes that there are.
final class RouteList: Sendable {
    struct Route: Sendable {
        var method: HTTPRequest.Method
        var path: RouterPath
        /// Whether people see it, and so it stands in no description of the API.
        var isPage = false
    }

    private let routes = Mutex<[Route]>([])
    private let texts = Mutex<[String]>([])

    /// What the parts of the server say of their routes.
    var descriptions: [String] { texts.withLock { $0 } }

    func describe(_ text: String) { texts.withLock { $0.append(text) } }

    var all: [Route] { routes.withLock { $0 } }

    func add(_ method: HTTPRequest.Method, _ path: RouterPath, isPage: Bool = false) {
        routes.withLock { $0.append(Route(method: method, path: path, isPage: isPage)) }
    }

    /// The methods that a path has, sorted; none if it has no route.
    func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        var methods = Set(all.filter { Self.matches($0.path, segments) }.map(\.method.rawValue))
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    private static func matches(_ path: RouterPath, _ segments: [Substring]) -> Bool {
        for (index, element) in path.enumerated() {
            if element.description == "**" { return index < segments.count }
            guard index < segments.count, element ~= segments[index] else { return false }
        }
        return path.count == segments.count
    }
}
