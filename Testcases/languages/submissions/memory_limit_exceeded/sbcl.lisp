(defun total ()
  (loop repeat (read) sum (read)))

(defun main (&aux (sum (total)))
  (let ((blocks (loop for i below 64 collect (make-array (* 1024 1024) :initial-element i))))
    (format t "~d~%" (+ sum (length blocks) -64))))

(main)
