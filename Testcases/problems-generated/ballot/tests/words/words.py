print("\xff many")
