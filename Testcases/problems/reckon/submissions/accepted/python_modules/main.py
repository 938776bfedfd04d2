from reckoning.parser import Parser

if __name__ == "__main__":
    print(Parser(input()).value())
