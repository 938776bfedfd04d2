"""Writes the sixty secret inputs into the folder given."""
import datetime
import pathlib
import sys

out = pathlib.Path(sys.argv[1])
dates = ["1583-01-01", "9999-12-31", "1600-02-29", "1700-02-28", "1700-03-01", "1900-02-28", "1900-03-01", "2000-02-29",
         "2000-03-01", "2024-02-29", "2100-02-28", "2100-03-01"]
first = datetime.date(1583, 1, 1).toordinal()
count = datetime.date(9999, 12, 31).toordinal() - first
dates += [datetime.date.fromordinal(first + i * 1000003 % count).isoformat() for i in range(1, 49)]
for number, date in enumerate(dates, 1):
    (out / f"{number:02}.in").write_text(date + "\n")
