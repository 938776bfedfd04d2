# A database in a temporary folder, with the journal that is rolled back.
import os
import sqlite3
import tempfile

input()
with tempfile.TemporaryDirectory() as folder:
    ledger = sqlite3.connect(os.path.join(folder, "ledger.db"))
    assert ledger.execute("pragma journal_mode").fetchone() == ("delete",)
    ledger.execute("create table booking(amount)")
    ledger.commit()
    ledger.execute("insert into booking values(1)")
    ledger.rollback()
    ledger.executemany("insert into booking values(?)", [(int(word),) for word in input().split()])
    ledger.commit()
    print(ledger.execute("select sum(amount) from booking").fetchone()[0])
    ledger.close()
