gets stdin
set sum [tcl::mathop::+ {*}[gets stdin]]
puts $sum
