// Writes the inputs that the fuzzers start from: seeds messages|launch DIRECTORY. Made from the schema, so that they
// follow it.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "generated/cell.pb-c.h"
#include "layers.h"

static const char *directory;

// One input: a mode, no decisions or some, and the rest.
static void write_seed(const char *name, uint8_t mode, const char *decisions, const uint8_t *rest, size_t size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    uint8_t head[2] = {mode, (uint8_t)strlen(decisions)};
    fwrite(head, 1, sizeof head, file);
    fwrite(decisions, 1, strlen(decisions), file);
    fwrite(rest, 1, size, file);
    fclose(file);
}

static Verdict__Cell__V1__Setup *make_setup(void) {
    static Verdict__Cell__V1__Setup setup = VERDICT__CELL__V1__SETUP__INIT;
    static Verdict__Cell__V1__Mount directory_mount = VERDICT__CELL__V1__MOUNT__INIT, device = VERDICT__CELL__V1__MOUNT__INIT;
    static Verdict__Cell__V1__Mount *mounts[] = {&directory_mount, &device};
    static char *points[] = {"/box", "/tmp"};
    static uint8_t filter[] = {0x06, 0, 0, 0, 0, 0, 0xff, 0x7f};
    static ProtobufCBinaryData filters[] = {{sizeof filter, filter}};
    directory_mount.source = directory_mount.target = "/usr";
    directory_mount.optional = 1;
    device.source = device.target = "/dev/null";
    device.device = 1;
    setup.layers = LAYER_ALL & ~LAYERS_OPENED, setup.run_id = 1000, setup.host_name = "verdict", setup.store = "/var/store", setup.inputs = "/var/inputs";
    setup.n_mounts = 2, setup.mounts = mounts, setup.n_mount_points = 2, setup.mount_points = points;
    setup.n_filters = 1, setup.filters = filters, setup.shared_filter = filters[0], setup.start_key = 0x1234567890u;
    static Verdict__Cell__V1__Counter counter = VERDICT__CELL__V1__COUNTER__INIT;
    counter.config = 1;
    setup.counter = &counter;
    static Verdict__Cell__V1__Warm warm = VERDICT__CELL__V1__WARM__INIT;
    static char *arguments[] = {"/usr/bin/python3", "/box/main.py"}, *modules[] = {"typing", "json"};
    warm.n_arguments = 2, warm.arguments = arguments, warm.n_environment = 1, warm.environment = arguments + 1;
    warm.library = "/warm.so", warm.n_modules = 2, warm.modules = modules, warm.stack = 1 << 20;
    warm.open_filter = filters[0], warm.n_filters = 1, warm.filters = filters;
    setup.warm = &warm;
    return &setup;
}

static Verdict__Cell__V1__Run *make_run(int full) {
    static Verdict__Cell__V1__Run small = VERDICT__CELL__V1__RUN__INIT, large = VERDICT__CELL__V1__RUN__INIT;
    static char *arguments[] = {"/bin/true", "-x"}, *environment[] = {"PATH=/bin"};
    static Verdict__Cell__V1__Directory shown = VERDICT__CELL__V1__DIRECTORY__INIT;
    static Verdict__Cell__V1__Scratch scratch = VERDICT__CELL__V1__SCRATCH__INIT;
    static Verdict__Cell__V1__Directory *directories[] = {&shown};
    static Verdict__Cell__V1__Scratch *scratches[] = {&scratch};
    Verdict__Cell__V1__Run *run = full ? &large : &small;
    run->n_arguments = 2, run->arguments = arguments, run->working_directory = "/box", run->open_files = 64, run->filter = full ? 1 : 0;
    if (!full)
        return run;
    shown.source = "a/b", shown.target = "/box";
    scratch.target = "/tmp", scratch.size = 1 << 20, scratch.inodes = 100, scratch.kept = 1, scratch.contents = "a/c";
    run->n_environment = 1, run->environment = environment, run->n_directories = 1, run->directories = directories;
    run->n_scratch = 1, run->scratch = scratches, run->cpu_limit_ns = 1000000000, run->wall_limit_ns = 2000000000;
    static uint32_t cores[] = {0, 1};
    run->n_cores = 2, run->cores = cores;
    run->file_size = 1 << 20, run->stack = 8 << 20, run->filter = 0, run->proc = 1, run->has_cgroup = 1, run->processors = 2;
    return run;
}

static size_t add_record(uint8_t *bytes, uint8_t descriptors, Verdict__Cell__V1__Request__KindCase kind, void *content) {
    Verdict__Cell__V1__Request request = VERDICT__CELL__V1__REQUEST__INIT;
    request.kind_case = kind;
    request.setup = content; // the members of the union are all pointers to messages
    size_t size = verdict__cell__v1__request__pack(&request, bytes + 3);
    bytes[0] = descriptors, bytes[1] = (uint8_t)(size >> 8), bytes[2] = (uint8_t)size;
    return size + 3;
}

static void write_messages(void) {
    uint8_t bytes[4096] = {0};
    Verdict__Cell__V1__Stop stop = VERDICT__CELL__V1__STOP__INIT;
    Verdict__Cell__V1__Proceed proceed = VERDICT__CELL__V1__PROCEED__INIT;
    size_t size = add_record(bytes, 0, VERDICT__CELL__V1__REQUEST__KIND_SETUP, make_setup());
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_PROCEED, &proceed);
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_PROCEED, &proceed);
    size += add_record(bytes + size, 3, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(0));
    write_seed("setup-and-run", 1, "", bytes, size);
    make_run(0)->warm = 1;
    size = add_record(bytes, 0, VERDICT__CELL__V1__REQUEST__KIND_SETUP, make_setup());
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_PROCEED, &proceed);
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_PROCEED, &proceed);
    size += add_record(bytes + size, 3, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(0));
    size += add_record(bytes + size, 3, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(0));
    write_seed("warm-runs", 1, "", bytes, size);
    make_run(0)->warm = 0;
    size = add_record(bytes, 3, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(0));
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_STOP, &stop);
    size += add_record(bytes + size, 5, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(1));
    write_seed("two-runs", 3, "", bytes, size);
    write_seed("two-runs-unprivileged", 7, "", bytes, size);
    write_seed("stopped-run", 3, "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\2\2\2\2\2\2\2\2\2\2", bytes, size);
    Verdict__Cell__V1__Signal signal = VERDICT__CELL__V1__SIGNAL__INIT;
    signal.number = SIGINT;
    size = add_record(bytes, 3, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(0));
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_SIGNAL, &signal);
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_STOP, &stop);
    size += add_record(bytes + size, 0, VERDICT__CELL__V1__REQUEST__KIND_SIGNAL, &signal);
    size += add_record(bytes + size, 5, VERDICT__CELL__V1__REQUEST__KIND_RUN, make_run(1));
    write_seed("signalled-run", 3, "\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\1\2\2\2\2\2\2\2\2\2\2", bytes, size);
    memset(bytes, 0, 8);
    size = 1 + 4;
    bytes[4] = (uint8_t)add_record(bytes + 2, 0, VERDICT__CELL__V1__REQUEST__KIND_STOP, &stop) - 3;
    memcpy(bytes + 5, "\x22\x00", 2);
    write_seed("raw-stop", 2, "", bytes, size + 2);
}

static void write_launches(void) {
    uint8_t bytes[4096] = {0x03, 0xff};
    size_t size = verdict__cell__v1__run__pack(make_run(0), bytes + 2) + 2;
    write_seed("run", 0, "", bytes, size);
    size = verdict__cell__v1__run__pack(make_run(1), bytes + 2) + 2;
    write_seed("full-run", 6, "", bytes, size);
    char decisions[201] = "";
    write_seed("copied-files", 6, memset(decisions, 2, 40), bytes, size);
    write_seed("copied-directories", 6, memset(decisions, 3, 200), bytes, size);
    size = verdict__cell__v1__setup__pack(make_setup(), bytes);
    write_seed("setup", 1, "", bytes, size);
    make_setup()->privileged = 1;
    size = verdict__cell__v1__setup__pack(make_setup(), bytes);
    write_seed("privileged-setup", 1, "", bytes, size);
}

int main(int count, char **arguments) {
    if (count != 3)
        return fputs("Usage: seeds messages|launch DIRECTORY\n", stderr), 64;
    directory = arguments[2];
    if (mkdir(directory, 0777) < 0 && errno != EEXIST)
        return perror(directory), 1;
    if (strcmp(arguments[1], "messages") == 0)
        write_messages();
    else
        write_launches();
    return 0;
}
