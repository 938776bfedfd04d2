use strict;
use warnings;
use List::Util qw(sum);

my $n = <STDIN>;
my @numbers = split " ", <STDIN>;
my $sum = sum(@numbers);
my @blocks = map { chr($_) x (8 << 20) } 1 .. 64;
print $sum + @blocks - 64, "\n";
