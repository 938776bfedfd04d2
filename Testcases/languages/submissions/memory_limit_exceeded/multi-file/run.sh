read -r n
read -r -a numbers
sum=0
for number in "${numbers[@]}"; do
    ((sum += number))
done
# tail keeps what it will print.
count=$(head -c 536870912 /dev/zero | tail -c 536870912 | wc -c)
echo $((sum + count - 536870912))
