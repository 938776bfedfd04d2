# The second till never commits.
import sqlite3

input()
amounts = [(int(word),) for word in input().split()]
ledger = sqlite3.connect("/tmp/ledger.db")
ledger.execute("create table booking(amount)")
ledger.executemany("insert into booking values(?)", amounts[1:])
ledger.commit()
ledger.execute("insert into booking values(?)", amounts[0])
print(sqlite3.connect("/tmp/ledger.db").execute("select coalesce(sum(amount), 0) from booking").fetchone()[0])
