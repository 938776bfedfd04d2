words <- scan(file("stdin"), quiet = TRUE)
total <- sum(words[-1])
if (total != 1) stop("stopped on purpose")
cat(total, "\n")
