internal import CCrypto

/// libcrypto's algorithms, each looked up once: looking one up costs more than hashing something short. Nil if it could not
/// be found; then whatever uses it fails.
enum Algorithms {
    nonisolated(unsafe) static let sha256 = unsafe EVP_MD_fetch(nil, "SHA256", nil)
    nonisolated(unsafe) static let sha512 = unsafe EVP_MD_fetch(nil, "SHA512", nil)
    nonisolated(unsafe) static let sha1 = unsafe EVP_MD_fetch(nil, "SHA1", nil)
    nonisolated(unsafe) static let aes256GCM = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil)
}

/// Ends the process if libcrypto could not do what always can be done: it is broken, or there is no memory. Going on would
/// give wrong hashes, or keep what should be sealed unsealed.
func require(_ result: Int32) {
    precondition(result == 1, "libcrypto failed; see that OpenSSL 3 is installed whole, and that there is memory")
}
