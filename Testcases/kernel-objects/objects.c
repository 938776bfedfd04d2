/* Makes as many kernel objects of one kind as a run can, in as many processes as it may have, and holds them for a moment.
   Writes how many there were; ends with status 0 also if it was refused the first one. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char block[65536];
static int process;

static void fill(int descriptor)
{
    fcntl(descriptor, F_SETFL, O_NONBLOCK);
    while (write(descriptor, block, sizeof block) > 0)
        ;
}

static int make_epoll(int number) { (void)number; return epoll_create1(0); }
static int make_eventfd(int number) { (void)number; return eventfd(0, 0); }
static int make_timerfd(int number) { (void)number; return timerfd_create(CLOCK_MONOTONIC, 0); }
static int make_inotify(int number) { (void)number; return inotify_init1(0); }
static int make_pidfd(int number) { (void)number; return (int)syscall(SYS_pidfd_open, getpid(), 0); }

static int make_signalfd(int number)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, 1 + number % 30);
    return signalfd(-1, &signals, 0);
}

static int make_watch(int number)
{
    static int loop;
    struct epoll_event event = {.events = EPOLLIN};
    if (number == 0)
        loop = epoll_create1(0);
    int source = eventfd(0, 0);
    return source < 0 ? -1 : epoll_ctl(loop, EPOLL_CTL_ADD, source, &event);
}

static int make_memfd(int number)
{
    (void)number;
    int file = memfd_create("object", 0);
    return file < 0 ? -1 : (int)write(file, block, 4096);
}

static int make_pipe(int number)
{
    (void)number;
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    fill(ends[1]);
    return 0;
}

static int make_pair(int number)
{
    int ends[2], size = 1 << 30, kinds[] = {SOCK_STREAM, SOCK_SEQPACKET};
    if (socketpair(AF_UNIX, kinds[number % 2], 0, ends) != 0)
        return -1;
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof size);
    setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
    fill(ends[0]);
    fill(ends[1]);
    return 0;
}

/* Descriptors that are on their way in a socket belong to no process. */
static int make_flight(int number)
{
    (void)number;
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends) != 0)
        return -1;
    for (;;) {
        int object = epoll_create1(0);
        if (object < 0)
            break;
        char control[CMSG_SPACE(sizeof object)] = {0};
        struct iovec byte = {block, 1};
        struct msghdr message = {.msg_iov = &byte, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof object);
        memcpy(CMSG_DATA(header), &object, sizeof object);
        ssize_t sent = sendmsg(ends[0], &message, MSG_DONTWAIT);
        close(object);
        if (sent < 0)
            break;
    }
    return 0;
}

static int make_tcp(int number)
{
    static struct sockaddr_in address = {.sin_family = AF_INET};
    static int listener;
    if (number == 0) {
        socklen_t size = sizeof address;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        listener = socket(AF_INET, SOCK_STREAM, 0);
        if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 4096) != 0
            || getsockname(listener, (struct sockaddr *)&address, &size) != 0)
            return -1;
    }
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (client < 0 || connect(client, (struct sockaddr *)&address, sizeof address) != 0)
        return -1;
    fill(client);
    return 0;
}

static int make_filter(int number)
{
    (void)number;
    static struct sock_filter code[4096];
    for (int i = 0; i < 4096; i++)
        code[i] = (struct sock_filter)BPF_STMT(i == 4095 ? BPF_RET | BPF_K : BPF_LD | BPF_IMM, 1);
    struct sock_fprog program = {4096, code};
    int ends[2];
    return socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0
        ? -1 : setsockopt(ends[0], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

static int make_timer(int number)
{
    (void)number;
    struct sigevent nothing = {.sigev_notify = SIGEV_NONE};
    timer_t timer;
    return timer_create(CLOCK_MONOTONIC, &nothing, &timer);
}

static int make_signal(int number)
{
    if (number == 0) {
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_BLOCK, &all, NULL);
    }
    return sigqueue(getpid(), SIGRTMIN + number % 20, (union sigval){0});
}

static void *rest(void *unused) { pause(); return unused; }

static int make_thread(int number)
{
    (void)number;
    pthread_t thread;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 16384);
    return pthread_create(&thread, &small, rest, NULL) == 0 ? 0 : -1;
}

/* One page in each 2 MiB takes a page table. */
static int make_table(int number)
{
    static char *area;
    if (number == 0)
        area = mmap(NULL, 64UL << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (area == MAP_FAILED || number >= 32768)
        return -1;
    volatile char *page = area + ((size_t)number << 21);
    return *page;
}

static int make_area(int number)
{
    void *area = mmap(NULL, 4096, number % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return area == MAP_FAILED ? -1 : 0;
}

static int make_name(int number)
{
    char name[64];
    void *area = mmap(NULL, 4096, number % 2 ? PROT_READ : PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    snprintf(name, sizeof name, "a name that takes all the room that a name may take %d", number);
    return area == MAP_FAILED ? -1 : prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, area, 4096, name);
}

static int make_missing(int number)
{
    char name[220];
    snprintf(name, sizeof name, "/usr/%0200d-%d-%d", 0, process, number);
    return number < 4000 ? access(name, F_OK) < 0 ? 0 : -1 : -1;
}

static int make_file(int number)
{
    char name[220];
    snprintf(name, sizeof name, "/tmp/%0190d-%d-%d", 0, process, number);
    int file = open(name, O_CREAT | O_WRONLY, 0600);
    if (file < 0)
        return -1;
    close(file);
    return 0;
}

static int make_link(int number)
{
    char name[64];
    static char target[4000];
    memset(target, 'x', sizeof target - 1);
    snprintf(name, sizeof name, "/tmp/%d-%d", process, number);
    return symlink(target, name);
}

static int make_attribute(int number)
{
    char name[32];
    snprintf(name, sizeof name, "user.%d.%d", process, number);
    return (int)syscall(SYS_fsetxattr, 0, name, block, sizeof block, 0);
}

static int make_lock(int number)
{
    static int file;
    if (number == 0)
        file = open("/tmp/locked", O_CREAT | O_RDWR, 0600);
    struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2 * number, .l_len = 1};
    return number < 10000 ? fcntl(file, F_SETLK, &range) : -1;
}

static int make_key(int number)
{
    char name[32];
    snprintf(name, sizeof name, "key %d", number);
    return (int)syscall(SYS_add_key, "user", name, block, 16000, -2);
}

static int make_queue(int number)
{
    (void)number;
    struct { long type; char text[8000]; } message = {.type = 1};
    int queue = msgget(IPC_PRIVATE, 0600);
    return queue < 0 ? -1 : msgsnd(queue, &message, sizeof message.text, IPC_NOWAIT);
}

static int make_posix_queue(int number)
{
    char name[32];
    snprintf(name, sizeof name, "/queue-%d-%d", process, number);
    return mq_open(name, O_CREAT | O_RDWR, 0600, NULL);
}

static int make_huge(int number)
{
    (void)number;
    char *area = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
    return area == MAP_FAILED ? -1 : (area[0] = 1, 0);
}

static int make_context(int number)
{
    (void)number;
    unsigned long context = 0;
    return (int)syscall(SYS_io_setup, 1024, &context);
}

static int make_session(int number)
{
    (void)number;
    return setsid();
}

static const struct { const char *name; int (*make)(int); } kinds[] = {
    {"epoll", make_epoll}, {"watch", make_watch}, {"eventfd", make_eventfd}, {"timerfd", make_timerfd},
    {"signalfd", make_signalfd}, {"inotify", make_inotify}, {"pidfd", make_pidfd}, {"memfd", make_memfd},
    {"pipe", make_pipe}, {"socketpair", make_pair}, {"flight", make_flight}, {"tcp", make_tcp}, {"filter", make_filter},
    {"timer", make_timer}, {"signal", make_signal}, {"thread", make_thread}, {"page-table", make_table},
    {"area", make_area}, {"area-name", make_name}, {"missing-name", make_missing}, {"file", make_file},
    {"symlink", make_link}, {"attribute", make_attribute}, {"lock", make_lock}, {"key", make_key},
    {"message-queue", make_queue}, {"posix-queue", make_posix_queue}, {"huge-page", make_huge},
    {"io-context", make_context}, {"session", make_session},
};

int main(int count, char **arguments)
{
    int (*make)(int) = NULL;
    for (size_t i = 0; count > 1 && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, arguments[1]) == 0)
            make = kinds[i].make;
    if (make == NULL)
        return 64;
    int *made = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (process = 1; process < 64; process++) {
        pid_t child = fork();
        if (child < 0)
            break;
        if (child == 0) {
            int number = 0;
            while (number < 1 << 20 && make(number) >= 0)
                number++;
            __atomic_add_fetch(made, number, __ATOMIC_RELAXED);
            __atomic_add_fetch(made + 1, 1, __ATOMIC_RELEASE);
            pause();
        }
    }
    for (int waited = 0; __atomic_load_n(made + 1, __ATOMIC_ACQUIRE) < process - 1 && waited < 3000; waited++)
        usleep(1000);
    usleep(300000);
    printf("%d\n", *made);
    return 0;
}
