(define n (read))
(define sum
  (let loop ((i 0) (sum 0))
    (if (= i n) sum (loop (+ i 1) (+ sum (read))))))
(display (quotient sum (- sum sum)))
(newline)
