#!/usr/bin/env python3
"""Made the log beside this, in a tree of its version: see README.md.

The only argument is a new folder, in which it leaves the store, its keys and what the coordinator said of it. What a
submission is there for is its key, which is also its group. Needs what Scripts/python/verdict_client.py needs.
"""

import atexit
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

TREE = pathlib.Path.cwd()
sys.path.insert(0, str(TREE / "Scripts" / "python"))
from verdict_client import Client, messages  # noqa: E402
from google.protobuf import json_format  # noqa: E402

FOLDER = pathlib.Path(sys.argv[1]).resolve()
DATA, BIN, PROBLEMS = FOLDER / "data", TREE / ".build" / "debug", TREE / "Testcases" / "problems"
ADDRESS = f"unix:{FOLDER}/socket"
jobs, judge, records, admin = (messages(name) for name in ("jobs", "judge", "records", "admin"))

# Adds numbers up, and takes a third of a second of CPU time for it: worth several batches.
SLOW = "import sys, time\nwhile time.process_time() < 0.35: pass\nprint(sum(map(int, sys.stdin.read().split()[1:])))\n"
# Is wrong up to a moment, and right from then on.
MOODY = "import sys, time\nprint(sum(map(int, sys.stdin.read().split()[1:])) + (time.time() < {}))\n"


def start(program, *arguments):
    log = (FOLDER / f"{program}.log").open("ab")
    process = subprocess.Popen([BIN / program, *arguments], stdout=log, stderr=log)
    atexit.register(process.kill)
    return process


def coordinator():
    return start(
        "verdict-coordinator", "--create", "--data", DATA, "--listen", ADDRESS, "--lease", "2s",
        "--languages", TREE / "Languages", "--operations-listen", "off")


def worker():
    return start(
        "verdict-worker", "--coordinator", ADDRESS, "--token-file", DATA / "tokens/worker", "--name", "one",
        "--jobs", "1", "--ahead", "0", "--cache-folder", f"/dev/shm/{FOLDER.name}", "--languages", TREE / "Languages",
        "--operations-listen", "off")


def verdict(tenant, *arguments):
    """Runs a command, and says what it prints; 1 is its word for submissions that were not accepted."""
    environment = os.environ | {"VERDICT_COORDINATOR": ADDRESS, "VERDICT_TOKEN_FILE": str(DATA / "tokens" / tenant)}
    done = subprocess.run(
        [BIN / "verdict", *map(str, arguments)], env=environment, stdout=subprocess.PIPE, text=True, timeout=120)
    print("verdict", *arguments[:4], "->", done.returncode, done.stdout.strip()[:150], flush=True)
    if done.returncode not in (0, 1):
        sys.exit(f"verdict ended with {done.returncode}")
    return done.stdout


def package(name, *kept):
    """A copy of a package with only what judging needs, and these of its submissions."""
    folder = FOLDER / "packages" / name
    shutil.copytree(PROBLEMS / name, folder)
    for part in ("problem_statement", "generators", "input_validators", "submissions"):
        shutil.rmtree(folder / part, ignore_errors=True)
    for path in kept:
        (folder / "submissions" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROBLEMS / name / "submissions" / path, folder / "submissions" / path)
    return folder


def source(name, text):
    path = FOLDER / "sources" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def submit(tenant, key, folder, path, *options):
    """Submits a source, below the package's submissions where it is a relative path, and waits unless told not to."""
    path = path if isinstance(path, pathlib.Path) else PROBLEMS / folder.name / "submissions" / path
    command = ["submit", folder, path, "--idempotency-key", key, "--contest", key]
    verdict(tenant, *command, *options, "--languages-dir", TREE / "Languages", "--json")
    return ids()[key]


def ids():
    request = judge.ListSubmissionsRequest(limit=1000)
    listed = call("verdict.v1.Judge/List", request, judge.ListSubmissionsResponse).submissions
    return {submission.contest: submission.id for submission in listed}


def call(method, request, answer):
    with Client(ADDRESS, (DATA / "tokens/admin").read_text().strip()) as client:
        return client.call(method, request, answer, timeout=30)


def known(identifier):
    return call("verdict.v1.Judge/Get", judge.GetSubmissionRequest(id=identifier), judge.Submission)


def until(what, condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"in vain: {what}")
        time.sleep(0.05)


def logged(words):
    return words in (FOLDER / "verdict-coordinator.log").read_text()


def letters():
    answer = call(
        "verdict.v1.Admin/ListDeadLetters", admin.ListDeadLettersRequest(limit=1000), admin.ListDeadLettersResponse)
    return answer.dead_letters


class Second:
    """A worker that does nothing of what it is given, or says something else of it."""

    def __init__(self):
        self.client = Client(ADDRESS, (DATA / "tokens/second").read_text().strip())
        request = jobs.RegisterRequest(name="two", version="0.1.0", cores=1, calibration_ns=40_000_000)
        for language in ("c", "cpp", "python3"):
            request.languages.add(id=language, version="none")
        self.client.call("verdict.v1.Jobs/Register", request, jobs.RegisterResponse)

    def lease(self):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            request = jobs.LeaseRequest(count=1, wait_ns=5_000_000_000)
            answer = self.client.call("verdict.v1.Jobs/Lease", request, jobs.LeaseResponse, metadata={"worker": "two"})
            if answer.jobs:
                return answer.jobs[0]
        sys.exit("the second worker is given nothing")

    def finish(self, job, **result):
        request = jobs.FinishRequest(lease=job.lease, job=job.id, **result)
        return self.client.call("verdict.v1.Jobs/Finish", request, jobs.FinishResponse)

    def fail(self, message):
        job = self.lease()
        self.finish(job, failure=jobs.Failure(message=message, worth_retrying=True))
        return job


def fill():
    main = coordinator()
    until("the coordinator is ready", lambda: logged("ready"))
    for role, name in (("client", "course"), ("client", "cup"), ("worker", "second")):
        verdict("admin", "admin", "token", role, name, "--access", DATA / "access", "--output", DATA / "tokens" / name)
    main.send_signal(signal.SIGHUP)
    until("the coordinator knows the new tokens", lambda: logged("read the files anew"))
    verdict("admin", "admin", "quota", "cup", "--priority", "contest", "--at-once", 50)
    verdict("admin", "admin", "quota", "course", "--priority", "interactive", "--per-minute", 600, "--bytes", "1GiB")

    one = worker()
    fixed, custom, odd = (package(name) for name in ("sum", "shelves", "labels"))
    computed = package("quiet", "accepted/quiet.py", "accepted/quiet.cpp")
    submit("course", "right-c", fixed, "accepted/sum.c")
    submit("course", "wrong-c", fixed, "wrong_answer/narrow.c")
    submit("course", "run-time-error", fixed, "run_time_error/raises.py")
    submit("course", "signal", fixed, "run_time_error/divides.cpp", "--priority", "interactive")
    submit("course", "wrong-all-tests", fixed, "wrong_answer/counts_n.py", "--all-tests", "--priority", "interactive")
    submit("cup", "time-limit-contest", fixed, "time_limit_exceeded/forever.py", "--priority", "contest")
    submit("cup", "compile-error", fixed, "compile_error/semicolon.cpp", "--priority", "normal")
    submit("cup", "limit-computed", computed, "accepted/quiet.cpp", "--priority", "contest")
    submit("cup", "limit-computed-wrong", computed, "wrong_answer/says_none.py")
    submit("course", "validator-right", custom, "accepted/table.py")
    submit("course", "validator-wrong", custom, "wrong_answer/greedy.py", "--priority", "rejudge")
    submit("cup", "odd-names", odd, "accepted/größe.c", "--priority", "interactive")
    submit("cup", "odd-names-wrong", odd, "wrong_answer/small est.py")

    submit("cup", "several-files", odd, "accepted/a folder")
    submit("course", "output-limit", fixed, "output_limit_exceeded/babbles.c")
    submit("course", "memory-limit", fixed, "memory_limit_exceeded/hoard.cpp")
    submit("course", "idle-limit", fixed, "time_limit_exceeded/asleep.c")

    # Judged again: to the same verdict, and to another.
    submit("course", "rejudged-same", fixed, "accepted/sum.py")
    moment = int(time.time()) + 8
    submit("cup", "rejudged-changed", fixed, source("moody.py", MOODY.format(moment)))
    until("the moment", lambda: time.time() > moment + 1)
    for key in ("rejudged-same", "rejudged-changed"):
        verdict("admin", "admin", "rejudge", ids()[key])
        until("the second judgement", lambda: known(ids()[key]).judgement.generation == 2)

    # Two workers disagree: the second one has a batch until its lease has ended, the first one does it, and then the
    # second one speaks.
    slow = source("slow.py", SLOW)
    longer = FOLDER / "packages" / "sum-longer"
    shutil.copytree(fixed, longer)
    (longer / ".timelimit").write_text("2\n")
    # What is known of the first one makes the batches of the next ones.
    submit("course", "one-batch", longer, slow)
    submit("course", "several-batches", longer, slow)
    two = Second()
    identifier = submit("course", "disagreement", longer, slow, "--priority", "interactive", "--no-wait")
    until("it is built", lambda: known(identifier).state == judge.Submission.STATE_JUDGING)
    job = two.lease()
    until("the first worker did it all", lambda: known(identifier).state == judge.Submission.STATE_JUDGED)
    result = jobs.ExecuteResult()
    for test in job.execute.tests:
        found = result.tests.add(index=test).result
        found.verdict = records.VERDICT_WRONG_ANSWER
        break
    print("disagreement known:", two.finish(job, execute=result).known, "on", job.id, flush=True)

    # Given up: after three failures, and after three silences; of the former, one freed and one discarded.
    verdict("admin", "admin", "drain", "one")
    for key in ("stuck", "stuck-freed", "stuck-discarded"):
        identifier = submit("course", key, fixed, "accepted/sum.py", "--no-wait")
        for _ in range(3):
            two.fail("there is no room for the package")
        until("it is stuck", lambda: known(identifier).state == judge.Submission.STATE_STUCK)
    named = {letter.submission: letter.job for letter in letters()}
    verdict("admin", "admin", "dead-letters", "requeue", named[ids()["stuck-freed"]])
    verdict("admin", "admin", "dead-letters", "discard", named[ids()["stuck-discarded"]])
    verdict("admin", "admin", "drain", "one", "--resume")
    until("the freed one is judged", lambda: known(ids()["stuck-freed"]).state == judge.Submission.STATE_JUDGED)
    verdict("admin", "admin", "drain", "one")
    identifier = submit("cup", "stuck-silent", fixed, "accepted/sum.c", "--no-wait")
    for _ in range(3):
        two.lease()
    # Who asks next is given nothing, and the job is given up.
    request = jobs.LeaseRequest(count=1, wait_ns=5_000_000_000)
    two.client.call("verdict.v1.Jobs/Lease", request, jobs.LeaseResponse, metadata={"worker": "two"})
    until("it is stuck", lambda: known(identifier).state == judge.Submission.STATE_STUCK)

    # Cancelled: while it waits, and while it is judged again.
    identifier = submit("course", "cancelled", fixed, "accepted/sum.c", "--no-wait")
    verdict("course", "admin", "cancel", identifier, "--reason", "by mistake")
    verdict("admin", "admin", "rejudge", ids()["limit-computed-wrong"])
    verdict("cup", "admin", "cancel", ids()["limit-computed-wrong"])

    # Left open: one whose first batch is judged, while its worker has the second and is killed; one that is judged
    # again; one that waits; one that waits with its package, whose time limit nobody has found.
    verdict("admin", "admin", "drain", "one", "--resume")
    identifier = submit("course", "open-half", longer, slow, "--no-wait")
    with Client(ADDRESS, (DATA / "tokens/admin").read_text().strip()) as client:
        events = client.stream("verdict.v1.Judge/Follow", judge.FollowResponse, judge.FollowRequest(id=identifier))
        # What has a number behind a test case is kept: the batch is recorded.
        while not ((event := events.receive()).number and event.WhichOneof("event") == "test_finished"):
            pass
    database = sqlite3.connect(DATA / "store/store.sqlite")
    leased = "SELECT count(*) FROM jobs WHERE state = 1 AND id = ?"
    until("the worker has the next", lambda: database.execute(leased, [f"{identifier}-1-1"]).fetchone()[0])
    database.close()
    one.kill()
    one.wait()
    verdict("admin", "admin", "rejudge", ids()["right-c"])
    submit("cup", "open", fixed, "accepted/sum.cpp", "--priority", "contest", "--no-wait")
    unmeasured = FOLDER / "packages" / "quiet-too"
    shutil.copytree(computed, unmeasured)
    (unmeasured / "data/secret/5-more.in").write_bytes((unmeasured / "data/secret/2-one.in").read_bytes())
    (unmeasured / "data/secret/5-more.ans").write_bytes((unmeasured / "data/secret/2-one.ans").read_bytes())
    submit("course", "open-unmeasured", unmeasured, PROBLEMS / "quiet/submissions/accepted/quiet.py", "--no-wait")
    say("expected")
    main.terminate()
    print("the coordinator ended with", main.wait(timeout=60))


def say(folder):
    """Writes what the coordinator says of all that it has, one thing a line."""
    (FOLDER / folder).mkdir()

    def write(name, key, parts):
        lines = [json_format.MessageToJson(part, indent=None) for part in parts]
        (FOLDER / folder / name).write_text('{"%s": [\n%s\n]}\n' % (key, ",\n".join(lines)))

    packages = call("verdict.v1.Judge/ListPackages", judge.ListPackagesRequest(), judge.ListPackagesResponse).packages
    listed = call("verdict.v1.Judge/List", judge.ListSubmissionsRequest(limit=1000), judge.ListSubmissionsResponse)
    write("packages.json", "packages", packages)
    write("submissions.json", "submissions", [known(submission.id) for submission in listed.submissions])
    write("dead-letters.json", "deadLetters", letters())


def pack():
    """Makes the store small: all of the database in one file, and no executables, which nobody asks for again."""
    database = sqlite3.connect(DATA / "store/store.sqlite")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.execute("VACUUM")
    database.close()
    (DATA / "store/lock").unlink()
    for content in (DATA / "store/blobs").glob("*/*"):
        if content.stat().st_size > 256 << 10:
            content.unlink()


if __name__ == "__main__":
    FOLDER.mkdir()
    fill()
    pack()
