# Reference values for src/helpers/counting/funnel.py, from base R alone: another implementation, another language.
#   Rscript --vanilla tests/r/limits.R > tests/r/limits.csv
# Writes left, part, whole, level, low, high: the limits of so many who left, around the average part/whole.

averages <- rbind(c(94, 353), c(63, 353), c(136, 353), c(60, 353), c(40, 177), c(1, 3), c(1, 2), c(0, 9), c(9, 9), c(1, 200))
cat("left,part,whole,level,low,high\n")
for (left in c(1, 2, 5, 10, 13, 26, 29, 37, 100, 209, 1000, 20000)) for (i in seq_len(nrow(averages))) for (level in c("95", "99.8")) {
  tail <- (100 - as.numeric(level)) / 200
  p <- averages[i, 1] / averages[i, 2]
  cat(left, averages[i, 1], averages[i, 2], level, qbinom(tail, left, p), qbinom(1 - tail, left, p), sep = ",")
  cat("\n")
}
