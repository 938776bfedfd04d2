private import CCrypto

/// Signatures by RSA with SHA-256 and the padding of PKCS #1 v1.5 (RFC 8017), as others make them; here they are only checked.
public enum RSA {
    /// How many bytes a modulus has: 2048 bits are the fewest that are safe, and more than 8192 only take time.
    public static let modulusSizes = 256...1024
}

extension RSA {
    /// What checks signatures.
    public struct PublicKey: Hashable, Sendable {
        /// The modulus, without zeros at its beginning.
        public let modulus: [UInt8]
        /// The exponent, without zeros at its beginning.
        public let exponent: [UInt8]

        /// The key of these numbers, the highest byte first; nil if it is too short or too long, or none.
        public init?(modulus: [UInt8], exponent: [UInt8]) {
            let (modulus, exponent) = (Array(modulus.drop { $0 == 0 }), Array(exponent.drop { $0 == 0 }))
            guard modulusSizes.contains(modulus.count), let first = modulus.first, let last = modulus.last,
                modulus.count > modulusSizes.lowerBound || first & 0x80 != 0, last & 1 == 1,
                (1...4).contains(exponent.count), let end = exponent.last, end & 1 == 1, exponent != [1]
            else { return nil }
            (self.modulus, self.exponent) = (modulus, exponent)
        }

        /// Whether `signature` was made of `message` with the private key that belongs to this one.
        public func isSignature(_ signature: [UInt8], of message: [UInt8]) -> Bool {
            // A number that is another way to write the same is none.
            guard signature.count == modulus.count else { return false }
            let builder = unsafe OSSL_PARAM_BLD_new()
            let number = unsafe BN_bin2bn(modulus, Int32(modulus.count), nil)
            let power = unsafe BN_bin2bn(exponent, Int32(exponent.count), nil)
            defer {
                unsafe OSSL_PARAM_BLD_free(builder)
                unsafe BN_free(number)
                unsafe BN_free(power)
            }
            unsafe require(OSSL_PARAM_BLD_push_BN(builder, EVPKey.text("n"), number))
            unsafe require(OSSL_PARAM_BLD_push_BN(builder, EVPKey.text("e"), power))
            guard let made = unsafe EVPKey.make("RSA", OSSL_KEYMGMT_SELECT_PUBLIC_KEY, of: builder) else {
                return false
            }
            return unsafe EVPKey(taking: made).verifies(signature, of: message)
        }
    }
}
