# A pool of processes: semaphores by name in /dev/shm.
import multiprocessing


def total(amounts):
    return sum(map(int, amounts))


if __name__ == "__main__":
    input()
    words = input().split()
    with multiprocessing.Pool(3) as pool:
        print(sum(pool.map(total, [words[start::5] for start in range(5)])))
