# Processes that share memory by name, a counter with a lock, and a queue.
import multiprocessing
from multiprocessing import shared_memory


def book(name, start, count, total, done):
    memory = shared_memory.SharedMemory(name=name)
    amounts = memory.buf.cast("Q")
    with total.get_lock():
        total.value += sum(amounts[start:count:2])
    amounts.release()
    memory.close()
    done.put(start)


if __name__ == "__main__":
    count = int(input())
    memory = shared_memory.SharedMemory(create=True, size=8 * count)
    amounts = memory.buf.cast("Q")
    for index, word in enumerate(input().split()):
        amounts[index] = int(word)
    total, done = multiprocessing.Value("q", 0), multiprocessing.Queue()
    tills = [
        multiprocessing.Process(target=book, args=(memory.name, start, count, total, done)) for start in range(2)
    ]
    for till in tills:
        till.start()
    assert sorted(done.get() for _ in tills) == [0, 1]
    for till in tills:
        till.join()
    print(total.value)
    amounts.release()
    memory.close()
    memory.unlink()
