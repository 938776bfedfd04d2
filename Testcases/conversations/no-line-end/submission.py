print("ask", input(), end="", flush=True)
input()
