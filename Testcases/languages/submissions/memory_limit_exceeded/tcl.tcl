gets stdin
set sum [tcl::mathop::+ {*}[gets stdin]]
for {set i 1} {$i <= 64} {incr i} {
    lappend blocks [string repeat [string repeat [format %c [expr {32 + $i}]] 4096] 2048]
}
puts [expr {$sum + [llength $blocks] - 64}]
