private import CCrypto

/// Signatures by ECDSA on the curve P-256 with SHA-256 (FIPS 186-5), as 64 bytes: r and s, as RFC 7518 wants them.
public enum P256 {
    /// How many bytes a coordinate, a private key, r and s have.
    public static let fieldSize = 32
    /// How many bytes a signature has.
    public static let signatureSize = 64
}

extension P256 {
    /// What checks signatures: a point of the curve.
    public struct PublicKey: Hashable, Sendable {
        /// Its first coordinate: 32 bytes.
        public let x: [UInt8]
        /// Its second coordinate: 32 bytes.
        public let y: [UInt8]

        /// The point with these coordinates; nil if the curve has no such point.
        public init?(x: [UInt8], y: [UInt8]) {
            guard x.count == fieldSize, y.count == fieldSize, Curve().has(x, y) else { return nil }
            (self.x, self.y) = (x, y)
        }

        fileprivate init(point: [UInt8]) {
            (x, y) = (Array(point[1...fieldSize]), Array(point[(fieldSize + 1)...]))
        }

        fileprivate var point: [UInt8] { [4] + x + y }

        /// Whether `signature` was made of `message` with the private key that belongs to this one.
        public func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
            guard signature.count == signatureSize, let encoded = SignatureCoding.encode(signature) else {
                return false
            }
            return EVPKey(self).verifies(encoded, of: message)
        }
    }

    /// What makes signatures.
    public struct PrivateKey: Sendable {
        private let secret: SymmetricKey
        /// What checks them.
        public let publicKey: PublicKey

        /// The key of that number, in 32 bytes; nil if it is 0, or not below the order of the curve.
        public init?(_ secret: SymmetricKey) {
            guard secret.count == fieldSize, let point = Curve().point(of: secret.bytes) else { return nil }
            (self.secret, publicKey) = (secret, PublicKey(point: point))
        }

        /// A new one that nobody can guess.
        public init() {
            while true {
                // One in 2³² random numbers is none.
                guard let key = Self(SymmetricKey()) else { continue }
                self = key
                return
            }
        }

        /// A signature of `message`; another one each time.
        public func signature(of message: [UInt8]) -> [UInt8] {
            SignatureCoding.decode(EVPKey(publicKey, secret: secret).sign(message))
        }
    }
}

/// The curve's own arithmetic.
@safe private struct Curve: ~Copyable {
    private let group: OpaquePointer?

    init() { unsafe group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1) }

    deinit { unsafe EC_GROUP_free(group) }

    func has(_ x: [UInt8], _ y: [UInt8]) -> Bool {
        let point = unsafe EC_POINT_new(group)
        defer { unsafe EC_POINT_free(point) }
        let text = [4] + x + y
        // Reading checks that it is on the curve, whose every point but the one at infinity has the right order.
        return unsafe EC_POINT_oct2point(group, point, text, text.count, nil) == 1
    }

    /// The public point of a private key; nil if that is none.
    func point(of secret: [UInt8]) -> [UInt8]? {
        let number = unsafe BN_bin2bn(secret, Int32(secret.count), nil)
        let point = unsafe EC_POINT_new(group)
        defer {
            unsafe BN_clear_free(number)
            unsafe EC_POINT_free(point)
        }
        guard unsafe BN_is_zero(number) == 0, unsafe BN_cmp(number, EC_GROUP_get0_order(group)) < 0 else { return nil }
        unsafe require(EC_POINT_mul(group, point, number, nil, nil, nil))
        let size = 1 + 2 * P256.fieldSize
        return unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
            count = unsafe EC_POINT_point2oct(
                group, point, POINT_CONVERSION_UNCOMPRESSED, bytes.baseAddress, size, nil)
        }
    }
}

extension EVPKey {
    fileprivate init(_ publicKey: P256.PublicKey, secret: SymmetricKey? = nil) {
        let builder = unsafe OSSL_PARAM_BLD_new()
        let number = unsafe secret.map { unsafe BN_bin2bn($0.bytes, Int32($0.count), nil) } ?? nil
        defer {
            unsafe OSSL_PARAM_BLD_free(builder)
            unsafe BN_clear_free(number)
        }
        let selection = OSSL_KEYMGMT_SELECT_PUBLIC_KEY | OSSL_KEYMGMT_SELECT_ALL_PARAMETERS
        let kind = secret == nil ? selection : selection | OSSL_KEYMGMT_SELECT_PRIVATE_KEY
        // The builder refers to what it is given, names too, until it is done.
        let made = unsafe publicKey.point.withUnsafeBufferPointer { point in
            unsafe require(OSSL_PARAM_BLD_push_utf8_string(builder, Self.text("group"), Self.text("P-256"), 0))
            unsafe require(
                OSSL_PARAM_BLD_push_octet_string(builder, Self.text("pub"), point.baseAddress, point.count))
            if secret != nil { unsafe require(OSSL_PARAM_BLD_push_BN(builder, Self.text("priv"), number)) }
            return unsafe Self.make("EC", kind, of: builder)
        }
        unsafe require(made == nil ? 0 : 1)
        unsafe self.init(taking: made)
    }
}

/// The two spellings of a signature: 64 bytes, and libcrypto's in ASN.1.
private enum SignatureCoding {
    /// libcrypto's; nil if there is no memory.
    static func encode(_ signature: [UInt8]) -> [UInt8]? {
        let value = unsafe ECDSA_SIG_new()
        defer { unsafe ECDSA_SIG_free(value) }
        let size = Int32(P256.fieldSize)
        let r = unsafe BN_bin2bn(Array(signature.prefix(P256.fieldSize)), size, nil)
        let s = unsafe BN_bin2bn(Array(signature.suffix(P256.fieldSize)), size, nil)
        unsafe require(ECDSA_SIG_set0(value, r, s))
        let length = unsafe i2d_ECDSA_SIG(value, nil)
        guard length > 0 else { return nil }
        return unsafe [UInt8](unsafeUninitializedCapacity: Int(length)) { bytes, count in
            var end = bytes.baseAddress
            count = unsafe Int(i2d_ECDSA_SIG(value, &end))
        }
    }

    /// The 64 bytes of a signature that libcrypto made.
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        unsafe bytes.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            let value = unsafe d2i_ECDSA_SIG(nil, &start, bytes.count)
            defer { unsafe ECDSA_SIG_free(value) }
            return unsafe padded(ECDSA_SIG_get0_r(value)) + padded(ECDSA_SIG_get0_s(value))
        }
    }

    /// A number in ``P256/fieldSize`` bytes.
    private static func padded(_ number: OpaquePointer?) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: P256.fieldSize) { bytes, count in
            let written = unsafe BN_bn2binpad(number, bytes.baseAddress, Int32(P256.fieldSize))
            require(Int(written) == P256.fieldSize ? 1 : 0)
            count = P256.fieldSize
        }
    }
}
