count = int(input())
primes = []
number = 2
while len(primes) < count:
    if all(number % prime for prime in primes):
        primes.append(number)
    number += 1
print("\n".join(map(str, primes)))
