# Two connections to one database in /tmp, which lock each other out as in a shop with two tills.
import sqlite3

input()
amounts = [(int(word),) for word in input().split()]
tills = [sqlite3.connect("/tmp/ledger.db") for _ in range(2)]
assert tills[0].execute("pragma journal_mode=wal").fetchone() == ("wal",)
tills[0].execute("create table booking(amount)")
for till, half in zip(tills, (amounts[::2], amounts[1::2])):
    till.executemany("insert into booking values(?)", half)
    till.commit()
print(tills[0].execute("select sum(amount) from booking").fetchone()[0])
