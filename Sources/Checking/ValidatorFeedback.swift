public import Grading
public import Units

/// What an output validator left in its feedback directory (problem package format, "Reporting additional feedback").
///
/// Texts are untrusted: they are cut at a limit, and bytes that are no UTF-8 become `\xNN`.
public struct ValidatorFeedback: Hashable, Sendable {
    /// `judgemessage.txt`: for the judges only. Empty if the validator wrote none.
    public var judgeMessage = ""
    /// `teammessage.txt`: may be shown to the contestant.
    public var teamMessage = ""
    /// `score.txt`: a decimal number.
    public var score: Score?
    /// `score_multiplier.txt`: a decimal number not below zero.
    public var scoreMultiplier: Score?
    /// `nextpass.in`: the input of the next pass; nil if there is to be none.
    public var nextPass: [UInt8]?
    /// What is wrong with the files, in words. A file that matters to the verdict and cannot be read is a judge error.
    public var problems: [String] = []

    /// Where the input of the next pass stands.
    public static let nextPassFile = "nextpass.in"
    /// The most bytes read of a message; more is cut off.
    public static let messageLimit = ByteCount.kibibytes(64)
    /// The most bytes of a score file.
    private static let scoreLimit = ByteCount(256)

    /// Feedback of a validator that left nothing.
    public init() {}

    /// Reads the files by `read`, which gives at most so many bytes of the file of that name, or nil if there is none.
    /// - Parameter passLimit: The most bytes that the next pass's input may have.
    public init<Failure: Error>(
        passLimit: ByteCount = .mebibytes(64), read: (String, ByteCount) throws(Failure) -> [UInt8]?
    ) throws(Failure) {
        // One byte more tells whether the last character is whole.
        judgeMessage = Self.text(try read("judgemessage.txt", Self.messageLimit + ByteCount(1)))
        teamMessage = Self.text(try read("teammessage.txt", Self.messageLimit + ByteCount(1)))
        score = number(try read("score.txt", Self.scoreLimit), "score.txt")
        scoreMultiplier = number(try read("score_multiplier.txt", Self.scoreLimit), "score_multiplier.txt")
        if let multiplier = scoreMultiplier, multiplier < .zero {
            scoreMultiplier = nil
            problems.append("score_multiplier.txt must hold one number that is not negative")
        }
        // One byte more than allowed tells a file that is too long from one that just fits.
        nextPass = try read(Self.nextPassFile, passLimit + ByteCount(1))
        if let pass = nextPass, pass.count > passLimit.bytes {
            nextPass = nil
            problems.append("nextpass.in is longer than \(passLimit); let the validator write less")
        }
    }

    private static func text(_ bytes: [UInt8]?) -> String {
        ByteText.decode(ByteText.prefix((bytes ?? [])[...], Int(messageLimit.bytes)))
    }

    private mutating func number(_ bytes: [UInt8]?, _ name: String) -> Score? {
        guard let bytes else { return nil }
        let trimmed = bytes.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        let text = String(decoding: trimmed, as: UTF8.self)
        if !text.contains("/"), let value = Score(parsing: text) { return value }
        problems.append("\(name) must hold one decimal number")
        return nil
    }
}
