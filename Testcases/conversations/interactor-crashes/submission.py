print(2 * int(input()), flush=True)
raise ValueError("as well")
