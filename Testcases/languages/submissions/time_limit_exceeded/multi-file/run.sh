read -r n
read -r -a numbers
sum=0
for number in "${numbers[@]}"; do
    ((sum += number))
done
while ((sum != 1)); do
    ((sum |= 2))
done
echo "$sum"
