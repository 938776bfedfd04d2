import Cryptography
import FoundationEssentials
import SwiftProtobuf

@testable import Wire

extension FakeCoordinator {
    func addContents(to services: inout WireServices) {
        services.unary(BlobsMethods.missing) { request, _ in
            self.with { state in
                .with { $0.contents = request.contents.filter { state.contents[$0.hash] == nil } }
            }
        }
        services.serverStreaming(BlobsMethods.get) { request, responses, _ in
            let (content, piece, delay) = self.with { state in
                state.gets[request.hash, default: 0] += 1
                return (state.forged[request.hash] ?? state.contents[request.hash], state.getPiece, state.getDelay)
            }
            guard let content else { throw WireError(.notFound, "there is no such content") }
            for start in stride(from: Int(request.offset), to: content.count, by: piece) {
                try await Task.sleep(for: delay)
                let part = content.dropFirst(start).prefix(piece)
                try await responses.write(.with { $0.data = Data(part) })
            }
        }
        services.streaming(BlobsMethods.put) { requests, responses, _ in
            var messages = requests.makeAsyncIterator()
            guard case .content(let content)? = try await messages.next()?.part else {
                throw WireError(.invalidArgument, "the first message is no content")
            }
            try await responses.write(.with { $0.offset = 0 })
            var bytes = Data()
            while UInt64(bytes.count) < content.size, case .data(let data)? = try await messages.next()?.part {
                bytes += data
            }
            guard Data(SHA256.hash(bytes)) == content.hash else {
                throw WireError(.invalidArgument, "the content has another hash")
            }
            self.with { [bytes] in $0.contents[content.hash] = bytes }
            try await responses.write(.with { $0.complete = true })
        }
    }
}
