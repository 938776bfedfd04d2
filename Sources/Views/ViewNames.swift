/// What views may be called.
enum ViewNames {
    /// The name that the store's own tables begin with.
    static let reserved = "views"

    /// - Throws: ``ViewError`` (`badDeclaration`) if a name is none, or it would not be clear whose a table is.
    static func require(_ names: [String]) throws(ViewError) {
        for (number, name) in names.enumerated() {
            let isPlain = name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
            let isTaken = Rights.owns(reserved, name) || name.hasPrefix("sqlite")
            guard isPlain, (1...64).contains(name.utf8.count), name.utf8.first.map({ $0 >= UInt8(ascii: "a") }) == true,
                !isTaken
            else {
                throw ViewError(
                    .badDeclaration, stage: "declare the view \(name.debugDescription)",
                    reason: "that is no name for one",
                    advice: "use up to 64 of a-z, 0-9 and _, a letter first, and neither views nor sqlite")
            }
            for (other, otherName) in names.enumerated() where other != number && Rights.owns(otherName, name) {
                throw ViewError(
                    .badDeclaration, stage: "declare the view \(name)",
                    reason: "its tables would be those of the view \(otherName), too", advice: "choose another name")
            }
        }
    }
}
