(defun total ()
  (loop repeat (read) sum (read)))

(defun main (&aux (sum (total)))
  (format t "~d~%" (1+ sum)))

(main)
