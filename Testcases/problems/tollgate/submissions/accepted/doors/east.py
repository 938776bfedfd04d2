print("the other door")
