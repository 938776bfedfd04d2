(define n (read))
(define sum
  (let loop ((i 0) (sum 0))
    (if (= i n) sum (loop (+ i 1) (+ sum (read))))))
(let loop ((x sum))
  (if (= x 1)
      (begin (display x) (newline))
      (loop (logior x 2))))
