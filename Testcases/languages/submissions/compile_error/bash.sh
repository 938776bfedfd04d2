read -r n
read -r -a numbers
sum=0
for number in "${numbers[@]}"; do
    ((sum += number))
done
if ((sum > 0)); then
    echo "$sum"
