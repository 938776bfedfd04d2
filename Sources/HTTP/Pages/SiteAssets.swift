internal import Cryptography
internal import Files
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import PageFrame
internal import SystemPackage
internal import Templates
internal import Units

/// The files that pages refer to: the program's own, and the libraries for browsers that are installed beside it. All are read
/// once; their paths have a hash of all of them, so that browsers never ask for the same twice.
struct SiteAssets: Sendable {
    /// The largest file of a library.
    private static let largest = 4 << 20

    private struct File: Sendable {
        var type: String
        var bytes: ByteBuffer
    }

    private let files: [String: File]
    /// What tells these files from those of another version.
    let version: String

    /// The files.
    /// - Parameter folder: where libraries for browsers are installed; nil: there are none.
    init(libraries folder: FilePath?) {
        var files: [String: File] = [:]
        for asset in EmbeddedAsset.all {
            files[asset.name] = File(type: asset.type, bytes: ByteBuffer(string: asset.text))
        }
        if let folder {
            for name in LibraryAssets.all {
                // What is not installed is not there: pages do without.
                guard let bytes = try? folder.appending(name).contents(atMost: Self.largest) else { continue }
                files[name] = File(type: LibraryAssets.type(of: name), bytes: ByteBuffer(bytes: bytes))
            }
        }
        var hash: [UInt8] = []
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            hash = SHA256.hash(hash + Array(name.utf8) + SHA256.hash(file.bytes.readableBytesView))
        }
        self.files = files
        version = Base64URL.text(of: Array(hash.prefix(12)))
    }

    /// Where a file is found; nil if it is not there.
    func path(of name: String) -> LocalPath? {
        files[name] == nil ? nil : LocalPath("/assets/\(version)/\(name)")
    }

    /// What a page needs of a library; nothing, where a part of it is not there.
    func paths(of library: LibraryAssets.Library) -> (styles: [LocalPath], scripts: [LocalPath])? {
        let (styles, scripts) = (library.styles.compactMap(path), library.scripts.compactMap(path))
        guard styles.count == library.styles.count, scripts.count == library.scripts.count else { return nil }
        return (styles, scripts)
    }

    /// Adds the route.
    func add(to router: APIRouter) {
        router.onPage(
            "assets/{version}/**", method: .get, responder: CallbackResponder { _, context in answer(context) })
    }

    private func answer(_ context: APIContext) -> Response {
        let name = context.parameters.getCatchAll().joined(separator: "/")
        guard let file = files[name] else {
            return Problem(.notFound, "there is no such file").response(instance: context.requestID)
        }
        var headers: HTTPFields = [.contentType: file.type]
        // Of another version, the name may mean other bytes tomorrow.
        headers[.cacheControl] =
            context.parameters.get("version") == version ? "public, max-age=31536000, immutable" : "no-cache"
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }
}
