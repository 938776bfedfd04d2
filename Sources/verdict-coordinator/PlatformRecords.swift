import Contests
import Kernel
import Library
import PersonalData
import Resources
import Uploads

/// What smaller parts of the platform keep of a person, as that person gets it.
enum PlatformRecords {
    /// The files that somebody has sent lately.
    static func uploads(_ uploads: Uploads) -> ListedRecords {
        ListedRecords("uploads") { person in
            try await uploads.sent(by: EntityID(person)).map { file in
                PersonalRecord(
                    "upload", time: file.begun, ["sha256": .text("\(file.hash)"), "size": .number(file.size)])
            }
        }
    }

    /// The problems that are somebody's.
    static func problems(_ library: Library) -> ListedRecords {
        ListedRecords("problems") { person in
            try await library.problems(of: EntityID(person)).map { problem in
                PersonalRecord("problem", time: problem.made, ["id": .text(problem.id), "title": .text(problem.title)])
            }
        }
    }

    /// Where somebody takes part, and what they asked and hacked there.
    static func contests(_ contests: Contests) -> ListedRecords {
        ListedRecords("contests") { person in
            contests.contests(of: EntityID(person)).flatMap { contest in
                let id = PersonalRecord.Value.text("\(contest.id)")
                var records = [
                    PersonalRecord(
                        "contest", time: contest.start,
                        [
                            "id": id, "title": .text(contest.title),
                            "participant": contest.participant.map { .text("\($0)") } ?? .nothing,
                            "division": .text(contest.division),
                        ])
                ]
                records += contest.questions.map { question in
                    PersonalRecord(
                        "question", time: question.asked,
                        [
                            "contest": id, "category": .text(question.category), "text": .text(question.text),
                            "answer": question.answer.map { .text($0) } ?? .nothing,
                        ])
                }
                records += contest.hacks.map { hack in
                    PersonalRecord(
                        "hack", time: hack.received,
                        ["contest": id, "submission": .text("\(hack.submission)"), "state": .text(hack.state)])
                }
                return records
            }
        }
    }

    /// How much somebody may hand in, where that was said for them.
    static func limits(_ resources: Resources) -> ListedRecords {
        ListedRecords("resources") { person in
            guard let most = try await resources.submissionsPerDay(of: EntityID(person)) else { return [] }
            return [PersonalRecord("limits", time: nil, ["submissionsPerDay": .number(Int64(most))])]
        }
    }
}
