<?php
fscanf(STDIN, "%d", $n);
$sum = array_sum(array_map('intval', explode(' ', trim(fgets(STDIN)))));
$blocks = [];
for ($i = 1; $i <= 64; $i++) {
    $blocks[] = str_repeat(chr($i), 8 << 20);
}
echo $sum + count($blocks) - 64, "\n";
