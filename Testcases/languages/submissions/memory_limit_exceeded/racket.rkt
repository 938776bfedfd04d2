#lang racket

(define n (read))
(define sum (for/sum ([_ n]) (read)))
(define blocks (for/list ([i 64]) (make-vector (* 1024 1024) i)))
(displayln (+ sum (length blocks) -64))
