(defun total ()
  (loop repeat (read) sum (read)))

(defun main (&aux (sum (total)))
  (format t "~d~%" sum))

(main)
