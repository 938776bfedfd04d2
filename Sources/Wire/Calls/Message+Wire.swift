internal import FoundationEssentials
internal import SwiftProtobuf

extension SwiftProtobuf.Message {
    init(wire bytes: Data) throws(WireError) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            throw WireError(.invalidArgument, "\(bytes.count) bytes are no \(Self.protoMessageName): \(error)")
        }
    }

    func wireBytes() throws(WireError) -> Data {
        do {
            return try serializedBytes()
        } catch {
            throw WireError(.internal, "a \(Self.protoMessageName) cannot be encoded: \(error)")
        }
    }
}
