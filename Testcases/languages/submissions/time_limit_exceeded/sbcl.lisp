(defun total ()
  (loop repeat (read) sum (read)))

(defun main (&aux (sum (total)))
  (loop until (= sum 1) do (setf sum (logior sum 2)))
  (format t "~d~%" sum))

(main)
