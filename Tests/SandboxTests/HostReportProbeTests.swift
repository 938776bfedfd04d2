import Glibc
import SystemPackage
import Testing

@testable import Sandbox

/// The probe on the machine that the tests run on; one at a time, so that what is left can be told from what is in use.
@Suite(.serialized) struct HostReportProbeTests {
    @Test func theReportSaysWhatTheSandboxCanDo() async throws {
        let report = await HostReport.examine()
        let layers = report.items.compactMap(\.layer)
        #expect(layers.count == Layer.allCases.count)
        #expect(Set(layers) == Set(Layer.allCases))
        let missing = report.missing()
        do {
            let sandbox = try await Sandbox()
            await sandbox.close()
            #expect(missing.isEmpty, "the sandbox works here: \(missing)")
        } catch {
            #expect(!missing.isEmpty, "the sandbox does not work here: \(error)")
        }
    }

    @Test func aProbeLeavesNothing() async throws {
        let layout = try Host.cgroupLayout()
        let trials = await LayerProbe.run(layout: layout)
        #expect(trials.obstacle == nil)
        let ours = "verdict-\(getpid())-1"
        let trees = [layout.unified, layout.legacy["memory"], layout.legacy["pids"]].compactMap { $0 }
        for place in trees {
            // Sandboxes of other tests have small numbers.
            let left = CgroupDirectory(path: place).children().filter {
                $0.hasPrefix(ours) && $0.count > ours.count + 5
            }
            #expect(left.isEmpty, "\(place)")
        }
    }

    @Test func treesThatAreNotThereAreAbsentAndHideNothing() async {
        let trials = await LayerProbe.run(layout: .none)
        for layer in [Layer.memory, .processes, .cpu] { #expect(trials[layer] == .absent) }
        for layer in [Layer.user, .mount, .pid, .network, .seccomp] { #expect(trials[layer].isHeld, "\(layer)") }
        #expect(trials.proc.isHeld)
        #expect(trials.scratch.isHeld)
        #expect(trials.limitsSwap == nil)
    }

    @Test func eachTreeThatRefusesIsNamedByItself() async {
        var layout = CgroupLayout.none
        layout.unified = "/proc/verdict"
        layout.legacy["memory"] = "/proc/verdict-memory"
        let trials = await LayerProbe.run(layout: layout)
        for (layer, place) in [(Layer.cpu, "/proc/verdict/"), (.memory, "/proc/verdict-memory/")] {
            guard case .failed(let error) = trials[layer] else {
                Issue.record("\(layer): \(trials[layer])")
                continue
            }
            #expect(error.stage.contains(place))
            #expect(error.errno == .noSuchFileOrDirectory)
        }
        #expect(trials[.processes] == .absent)
        #expect(trials[.pid].isHeld)
    }

    @Test func thisHostTellsOfItself() {
        let texts = HostTexts.read()
        let facts = HostFacts(texts)
        #expect(facts.kernel.map { $0 > KernelVersion(3, 0) } == true)
        #expect(facts.cgroupShape != .none)
        #expect(texts.processors > 0)
        #expect(texts.temporarySpace > 0)
        #expect(!facts.seccompActions.isEmpty)
    }
}

extension HostTrials.Trial {
    fileprivate var isHeld: Bool {
        if case .held = self { true } else { false }
    }
}
