import Identity
import Testing

/// Who may do what to whose things.
struct PermissionTests {
    private let mine = Principal(role: .client, name: "mine")
    private let admin = Principal(role: .admin, name: "operations")
    private let worker = Principal(role: .worker, name: "mine")

    @Test(
        "A client may do to its own tenant's things what an admin may do to everybody's, and a worker not, also where names are alike"
    )
    func whoseThings() {
        for permission in [
            Permission.readSubmissions, .changeSubmissions, .readPackages, .readFindings, .stopMeasuring,
        ] {
            #expect(mine.may(permission, of: "mine") && mine.may(permission, of: ["other", "mine"]))
            for owners in [["other"], [], [""]] as [Set<String>] {
                #expect(!mine.may(permission, of: owners) && admin.may(permission, of: owners))
            }
            #expect(!worker.may(permission, of: "mine"))
            #expect(mine.onlyTenant(permission) == "mine" && admin.onlyTenant(permission) == nil)
            // Who may do it to nobody's is not taken for one who may do it to everybody's.
            #expect(worker.onlyTenant(permission) == "mine")
        }
    }

    @Test("Users of one tenant may do the same to its things, whatever they are called")
    func usersOfATenant() {
        let alice = Principal(role: .client, name: "alice", tenant: "course-42")
        let bob = Principal(role: .client, name: "bob", tenant: "course-42")
        for user in [alice, bob] {
            #expect(user.may(.readSubmissions, of: "course-42"))
            #expect(!user.may(.readSubmissions, of: user.name))
            #expect(user.onlyTenant(.readSubmissions) == "course-42")
        }
        #expect(alice != bob && "\(alice)" == "client alice of course-42")
    }

    @Test("Somebody without a tenant is one of its own")
    func withoutATenant() {
        #expect(mine.tenant == "mine" && "\(mine)" == "client mine")
    }

    @Test("Quotas bind clients only, and nobody but clients and admins gets at anybody's submissions")
    func rolesThatAreNoClients() {
        #expect(!mine.may(.exceedQuotas) && worker.may(.exceedQuotas) && admin.may(.exceedQuotas))
        let ofWorkers = Permission.allCases.filter { worker.may($0) }
        #expect(Set(ofWorkers) == [.doJobs, .knowContents, .putContents, .readContents, .exceedQuotas])
    }
}
