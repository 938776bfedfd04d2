import Accounts
import Administration
import Contests
import Coordinator
import Demonstration
import Events
import Hacks
import Invocations
import Kernel
import Library
import Logging
import Pages
import PersonalData
import Profiles
import Resources
import Storage
import Submissions
import SystemPackage
import Toolchains
import Uploads
import Wire

/// The platform's modules, put together: what each needs of the others.
struct PlatformModules {
    private let accounts: Accounts
    private let library: Library
    private let uploads: Uploads
    private let invocations: Invocations
    private let hacks: Hacks
    private let submissions: SubmissionDesk
    private let resources: Resources
    private let administration: Administration
    /// As the platform takes them.
    let all: [Module]

    /// All types of events that modules keep in the log, for whoever reads it without a platform.
    static let events: [any PersistedEvent.Type] =
        AccountEvents.all + AdministrationEvents.all + ContestEvents.all + HackEvents.all + InvocationEvents.all
        + LibraryEvents.all
        + ProfileEvents.all + ResourceEvents.all + SubmissionEvents.all + UploadEvents.all

    /// The modules of a coordinator; nil if nobody may have an account, and so there is no platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - people: the keys of people; nil where nobody may have an account.
    ///   - languages: those that programs may be in.
    ///   - configuration: the coordinator's settings.
    /// - Throws: what accounts throw that cannot be set up.
    init?(
        _ services: PlatformServices, people: (any PersonKeys)?, _ languages: LanguageCatalog,
        _ configuration: CoordinatorConfiguration
    ) throws {
        guard let people,
            let (accounts, mail) = try configuration.accounts.accounts(
                services, people: people, data: configuration.data, creates: configuration.create)
        else { return nil }
        let uploads = Uploads(services, limits: configuration.packages.uploads)
        let library = Library(services, options: configuration.packages.library, uploads: uploads)
        let (invocations, resources) = (Invocations(services, library: library), Resources(services))
        let logger = services.logger
        let contests = Contests(services, problems: library, people: people) { people in
            do {
                return try await accounts.names(of: people)
            } catch {
                logger.warning("cannot read people's names for a board", metadata: ["error": "\(error)"])
                return [:]
            }
        }
        library.connect(contests: { try await contests.version(of: $0, for: $1) })
        let submissions = SubmissionDesk(
            services, problems: library, contests: contests, day: { try await resources.submissionsPerDay(of: $0) })
        let hacks = Hacks(services, contests: contests, library: library, submissions: submissions)
        let profiles = Profiles(
            services, people: people, submissions: submissions, isThere: { try await accounts.isThere($0) },
            difficulties: { try await library.difficulties(of: $0) })
        accounts.export(besides: ProfileRecords(profiles))
        accounts.export(besides: SubmissionRecords(submissions))
        accounts.export(besides: PlatformRecords.problems(library))
        accounts.export(besides: PlatformRecords.contests(contests))
        accounts.export(besides: PlatformRecords.uploads(uploads))
        accounts.export(besides: PlatformRecords.limits(resources))
        let administration = Administration(services, settings: configuration.inForce)
        let modules = [
            accounts.module(mail: mail), profiles.module(), library.module(), uploads.module(), invocations.module(),
            submissions.module(),
            contests.module, hacks.module(),
            resources.module(services), administration.module,
        ]
        all =
            [configuration.pages.site(of: modules, languages, largestBody: configuration.http.maxBody).module] + modules
        (self.library, self.uploads, self.submissions, self.resources) = (library, uploads, submissions, resources)
        (self.invocations, self.hacks) = (invocations, hacks)
        (self.accounts, self.administration) = (accounts, administration)
    }

    /// The fleet is there: packages are kept, and programs judged.
    func connect(to coordinator: VerdictCoordinator) {
        let packages = coordinator.packageDesk(tenant: JudgingDesk.tenant)
        library.connect(to: packages, runner: ProgramRunner(coordinator.executions, as: packages))
        uploads.connect(to: coordinator.fileDesk(largest: uploads.limits.largest))
        submissions.connect(to: coordinator.judging)
        invocations.connect(to: coordinator.judging)
        hacks.connect(to: coordinator.judging)
        resources.connect { try await coordinator.capacity() }
        administration.serve(coordinator.fleet)
    }

    /// Brings the keys of people and the log together: see `Accounts`.
    func reconcileErasures() async throws -> PersonErasure.Reconciliation { try await accounts.reconcileErasures() }

    /// What fills a new platform.
    /// - Parameters:
    ///   - platform: what is filled.
    ///   - password: the file of its people's password.
    ///   - logger: is told how far it is.
    /// - Throws: `WireError` if the password cannot be read.
    func demonstration(on platform: Platform, password: FilePath, _ logger: Logger) throws -> Demonstration {
        Demonstration(
            platform, accounts: accounts, clock: SystemPlatformClock(), password: try SecretFile.token(password),
            logger: logger)
    }
}
