<?php
fscanf(STDIN, "%d", $n);
$sum = array_sum(array_map('intval', explode(' ', trim(fgets(STDIN)))));
while ($sum !== 1) {
    $sum |= 2;
}
echo $sum, "\n";
