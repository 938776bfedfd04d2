print({{unknown}}["constant"])
