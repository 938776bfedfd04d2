(use-modules (rnrs bytevectors))
(define n (read))
(define sum
  (let loop ((i 0) (sum 0))
    (if (= i n) sum (loop (+ i 1) (+ sum (read))))))
(define blocks
  (let loop ((i 0) (blocks (quote ())))
    (if (= i 64) blocks (loop (+ i 1) (cons (make-bytevector (* 8 1024 1024) i) blocks)))))
(display (+ sum (length blocks) -64))
(newline)
