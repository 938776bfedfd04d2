#lang racket

(define n (read))
(define sum (for/sum ([_ n]) (read)))
(displayln total)
