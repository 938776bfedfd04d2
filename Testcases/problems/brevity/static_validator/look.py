import os
import sys

language, entry, feedback, task = sys.argv[1:5]
assert language in ("c", "python3") and os.path.exists(entry), (language, entry)
assert feedback.endswith("/")
# In the working directory are the submission's own files, and what was made of them.
sources = [name for name in os.listdir(".") if name.endswith((".c", ".py"))]
text = "".join(open(name).read() for name in sources)
if task == "forbidden" and ("for (" in text or "while" in text):
    with open(feedback + "judgemessage.txt", "w") as file:
        file.write("there is a loop")
    sys.exit(43)
if task == "length":
    part = min(1, int(sys.argv[5]) / max(1, len(text)))
    with open(feedback + "score_multiplier.txt", "w") as file:
        file.write(f"{part:.3f}")
sys.exit(42)
