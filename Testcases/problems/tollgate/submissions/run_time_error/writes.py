# Only reading is allowed.
open("tariff.txt", "a").write("car 1\n")
