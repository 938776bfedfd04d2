import operator


class Parser:
    signs = [{"+": operator.add, "-": operator.sub}, {"*": operator.mul}]

    def __init__(self, text):
        self.text = text.strip()

    def value(self, rank=0):
        if rank == len(self.signs):
            return self.operand()
        value = self.value(rank + 1)
        while self.text[:1] in self.signs[rank]:
            apply = self.signs[rank][self.take()]
            value = apply(value, self.value(rank + 1))
        return value

    def operand(self):
        sign = self.take()
        if sign != "(":
            return int(sign)
        value = self.value()
        self.take()
        return value

    def take(self):
        sign, self.text = self.text[0], self.text[1:]
        return sign
