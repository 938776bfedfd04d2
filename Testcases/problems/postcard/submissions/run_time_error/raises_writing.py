# In the first pass already.
print({"read": ""}[input()])
