gets stdin
set sum [tcl::mathop::+ {*}[gets stdin]]
while {$sum != 1} {
    set sum [expr {$sum | 2}]
}
puts $sum
