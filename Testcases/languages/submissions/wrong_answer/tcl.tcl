gets stdin
set sum [tcl::mathop::+ {*}[gets stdin]]
puts [expr {$sum + 1}]
