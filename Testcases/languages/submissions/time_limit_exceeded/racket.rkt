#lang racket

(define n (read))
(define sum (for/sum ([_ n]) (read)))
(displayln (let loop ([x sum]) (if (= x 1) x (loop (bitwise-ior x 2)))))
