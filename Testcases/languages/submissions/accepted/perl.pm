use strict;
use warnings;
use List::Util qw(sum);

my $n = <STDIN>;
my @numbers = split " ", <STDIN>;
my $sum = sum(@numbers);
print "$sum\n";
