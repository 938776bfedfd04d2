# Ends well, but for the first price, before there is a deal.
print(1)
