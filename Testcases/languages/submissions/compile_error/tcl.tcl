gets stdin
set sum [tcl::mathop::+ {*}[gets stdin]]
while {$sum < 0 {
    incr sum
}
puts $sum
