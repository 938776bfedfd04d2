<?php
fscanf(STDIN, "%d", $n);
$sum = array_sum(array_map('intval', explode(' ', trim(fgets(STDIN)))));
echo $sum, "\n";
